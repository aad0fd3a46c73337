local card = require("whisker.benchmarks.card")

return card.new({
  name = "mmlu",
  title = "MMLU: four-choice questions in 57 subjects",
  tasks = { "^mmlu$", "^mmlu_%l", "^mmlu:", "^mmlu/", "^mmlu_[05]_shot" },
  not_tasks = { "^mmlu_pro", "^mmlu_redux", "^mmlu%-redux", "^mmlu_prox" },
  item = "the row of a subject",
  strata = "subject",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.25,
  why = "Questions were collected one by one from exams; no two are known to share a text.",
  caveats = {
    "The published score is the mean over all questions, not over subjects: subjects have 100 to 1,534 of " ..
      "them.",
    "A few per cent of the answers are wrong (see mmlu_redux).",
  },
  source = "Hendrycks et al. 2021, arXiv 2009.03300, section 3; lm-eval task group mmlu (doc.subject)",
})
