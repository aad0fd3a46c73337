return {
  title = "May model_b replace model_a?",
  data = "../logs/lm_eval",
  metrics = "acc",
  cluster = "doc.passage_id",
  runs = { select = { "model_a", "model_b" } },
  pair = { baseline = "model_a" },
  report = { template = "release.lua" },
}
