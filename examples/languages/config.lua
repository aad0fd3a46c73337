-- One test in three languages: the same 40 questions, so a question is a cluster over all three.
return {
  title   = "One test in three languages",
  data    = { path = "../logs/lm_eval", format = "lm_eval" },
  tasks   = "languages_*",
  metrics = "acc",
  runs    = { select = { "model_a", "model_b" } },
  cluster = "doc.question_id",
  groups  = { { name = "all three languages", tasks = "languages_*", mean = "macro", shared = true } },
  pair    = { baseline = "model_a" },
}
