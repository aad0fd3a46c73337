local card = require("whisker.benchmarks.card")

return card.new({
  name = "gsm8k",
  title = "GSM8K: word problems of grade school",
  tasks = { "^gsm8k", "^gsm_" },
  not_tasks = { "^gsm_plus", "^gsm_symbolic" },
  item = "the question",
  metric = "exact_match",
  range = { 0, 1 },
  chance = 0,
  why = "Problems were written one by one; those of GSM-Symbolic and GSM-Plus are variants of one source, which is " ..
    "then the cluster.",
  source = "Cobbe et al. 2021, arXiv 2110.14168",
})
