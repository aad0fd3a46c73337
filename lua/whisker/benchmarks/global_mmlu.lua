local card = require("whisker.benchmarks.card")

return card.new({
  name = "global_mmlu",
  title = "Global-MMLU: MMLU in 42 languages",
  tasks = { "^global_mmlu", "^openai_mmmlu", "^mmmlu" },
  not_tasks = { "^mmlu_" },
  item = "sample_id",
  strata = "language, subject",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.25,
  cluster = "sample_id",
  cluster_name = "source question",
  across = "sample_id",
  why = "The same question, translated, stands in every language: a question that is hard, or wrong, is so in all of " ..
    "them.",
  source = "Singh et al. 2024, arXiv 2412.03304 (field sample_id is shared by the languages)",
})
