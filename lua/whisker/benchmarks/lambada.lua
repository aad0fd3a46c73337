local card = require("whisker.benchmarks.card")

return card.new({
  name = "lambada",
  title = "LAMBADA: the last word of a passage",
  tasks = { "^lambada" },
  item = "the passage",
  metric = "acc",
  range = { 0, 1 },
  chance = 0,
  why = "The 5,153 test passages come from 1,332 novels, but no field names the novel.",
  caveats = {
    "perplexity is exp of a mean of log-probabilities: its error belongs on the log scale.",
  },
  source = "Paperno et al. 2016, arXiv 1606.06031",
})
