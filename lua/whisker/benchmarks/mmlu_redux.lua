local card = require("whisker.benchmarks.card")

return card.new({
  name = "mmlu_redux",
  title = "MMLU-Redux: MMLU questions whose answers were checked by hand",
  tasks = { "^mmlu_redux", "^mmlu%-redux" },
  item = "the row of a subject",
  strata = "subject",
  metric = "exact_match",
  range = { 0, 1 },
  chance = 0.25,
  why = "A sample of MMLU, question by question.",
  caveats = {
    "100 questions a subject, whatever the size of the subject in MMLU: its mean weighs subjects alike.",
  },
  source = "Gema et al. 2024, arXiv 2406.04127, section 3",
})
