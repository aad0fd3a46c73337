local card = require("whisker.benchmarks.card")

return card.new({
  name = "narrativeqa",
  title = "NarrativeQA: questions about books and film scripts",
  tasks = { "narrative_?qa" },
  item = "the question",
  metric = "f1",
  range = { 0, 1 },
  chance = 0,
  cluster = "document.id",
  cluster_name = "story",
  why = "About thirty questions were written on each summary.",
  source = "Kocisky et al. 2018, arXiv 1712.07040 (field document.id)",
})
