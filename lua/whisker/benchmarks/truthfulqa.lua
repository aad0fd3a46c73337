local card = require("whisker.benchmarks.card")

return card.new({
  name = "truthfulqa",
  title = "TruthfulQA: questions that people answer wrongly",
  tasks = { "^truthfulqa" },
  item = "the question",
  strata = "category",
  metric = "acc",
  range = { 0, 1 },
  why = "817 questions, written one by one; many come in small families on one misconception that no field names.",
  caveats = {
    "mc1 and mc2 are different metrics, and bleu_acc and rouge_acc are judged against references.",
  },
  source = "Lin et al. 2021, arXiv 2109.07958",
})
