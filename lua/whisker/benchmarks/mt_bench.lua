local card = require("whisker.benchmarks.card")

return card.new({
  name = "mt_bench",
  title = "MT-Bench: 80 questions of two turns, scored 1 to 10 by a judge",
  tasks = { "^mt_?bench", "^mt%-bench" },
  item = "a turn of a question",
  strata = "category",
  metric = "score",
  range = { 1, 10 },
  cluster = "question_id",
  cluster_name = "question",
  why = "The second turn builds on the first: 160 scores are 80 clusters.",
  source = "Zheng et al. 2023, arXiv 2306.05685",
})
