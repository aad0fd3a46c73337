local card = require("whisker.benchmarks.card")

return card.new({
  name = "bbh",
  title = "BIG-Bench Hard: 23 tasks of BIG-Bench",
  tasks = { "^bbh", "^big_?bench_hard", "^leaderboard_bbh" },
  item = "the row of a task",
  strata = "task",
  metric = "exact_match",
  range = { 0, 1 },
  why = "Most tasks are generated from templates, item by item. The tasks are fixed: their macro mean has an error " ..
    "within tasks only.",
  source = "Suzgun et al. 2022, arXiv 2210.09261",
})
