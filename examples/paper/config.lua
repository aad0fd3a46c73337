-- The tables of a paper: scores with standard errors, questions and clusters; differences with intervals and correlations.
return {
  title   = "model_a and model_b on two tasks",
  data    = { path = "../logs/lm_eval", format = "lm_eval" },
  tasks   = { "reading", "sums" },
  metrics = { "acc", "exact_match,mean-of-5" },
  cluster = "doc.passage_id",            -- sums have none: its items stand alone
  runs    = { select = { "model_a", "model_b" } },
  pair    = { baseline = "model_a" },
  report  = { template = "paper" },
}
