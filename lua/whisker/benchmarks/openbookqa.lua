local card = require("whisker.benchmarks.card")

return card.new({
  name = "openbookqa",
  title = "OpenBookQA: science questions around known facts",
  tasks = { "^openbookqa" },
  item = "id",
  metric = "acc_norm",
  range = { 0, 1 },
  chance = 0.25,
  why = "The core fact that a question was written from is not in the main files.",
  source = "Mihaylov et al. 2018, arXiv 1809.02789",
})
