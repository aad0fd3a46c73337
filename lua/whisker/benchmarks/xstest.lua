local card = require("whisker.benchmarks.card")

return card.new({
  name = "xstest",
  title = "XSTest: safe prompts that look unsafe, and their contrasts",
  tasks = { "^xs_?test" },
  item = "id",
  strata = "type, label",
  metric = "xst_score",
  range = { 0, 1 },
  why = "Prompts were written by type; contrasts mirror the safe types, but no field pairs a prompt with its " ..
    "contrast.",
  source = "Rottger et al. 2023, arXiv 2308.01263",
})
