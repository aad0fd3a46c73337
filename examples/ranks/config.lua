-- Eight models on sixty sums: which ranks may each have, and which are tied?
return {
  title   = "Eight models on sixty sums",
  data    = "../logs/leaderboard",
  pair    = "all",
  adjust  = "max_t",
  report  = { template = "leaderboard" },
}
