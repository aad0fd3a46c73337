local card = require("whisker.benchmarks.card")

return card.new({
  name = "mgsm",
  title = "MGSM: 250 problems of GSM8K in eleven languages",
  tasks = { "^mgsm", "^afrimgsm" }, -- IrokoBench translated the same 250 into 16 more
  item = "the row, the same in every language",
  metric = "exact_match",
  range = { 0, 1 },
  chance = 0,
  cluster = function(item) return item.id end,
  cluster_name = "source problem",
  across = "item",
  why = "The same 250 problems, translated: eleven languages are 250 clusters and not 2,750 questions (Miller 2024, " ..
    "table 1).",
  source = "Shi et al. 2022, arXiv 2210.03057; Miller 2024, arXiv 2411.00640, table 3",
})
