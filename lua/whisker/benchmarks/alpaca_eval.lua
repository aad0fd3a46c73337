local card = require("whisker.benchmarks.card")

return card.new({
  name = "alpaca_eval",
  title = "AlpacaEval: wins against a baseline, by a judge",
  tasks = { "^alpaca_?eval" },
  item = "the instruction",
  strata = "dataset",
  metric = "win",
  range = { 0, 1 },
  chance = 0.5,
  why = "Instructions come from five data sets, one by one.",
  caveats = {
    "The win rate says nothing of length; the length-controlled rate is a regression, with an error of its " ..
      "own.",
  },
  source = "Dubois et al. 2024, arXiv 2404.04475",
})
