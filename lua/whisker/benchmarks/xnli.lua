local card = require("whisker.benchmarks.card")

return card.new({
  name = "xnli",
  title = "XNLI: entailment in 15 languages",
  tasks = { "^xnli" },
  item = "the row, the same in every language",
  metric = "acc",
  range = { 0, 1 },
  chance = 1 / 3,
  cluster = function(item) -- three hypotheses follow each other on one premise
    local doc = type(item.doc) == "table" and item.doc or item
    return doc.premise or item.id
  end,
  cluster_name = "premise",
  across = "item",
  across_key = function(item) -- premises are translated, and the order of rows stays
    local row = tonumber(item.id)
    return row and "premise " .. math.floor(row / 3) or item.id
  end,
  why = "Three hypotheses, one for each label, were written on one premise, and the same pairs stand in every " ..
    "language.",
  source = "Conneau et al. 2018, arXiv 1809.05053",
})
