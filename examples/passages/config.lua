-- Is model_b better than model_a at reading? Questions of one passage stand and fall together.
return {
  title   = "Reading: model_b against model_a",
  data    = { path = "../logs/lm_eval", format = "lm_eval" },
  tasks   = "reading",
  metrics = "acc",
  runs    = { select = { "model_a", "model_b" } },
  cluster = "doc.passage_id",            -- or function(item) return item.doc.passage_id end
  pair    = { baseline = "model_a" },
}
