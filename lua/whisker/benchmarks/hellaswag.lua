local card = require("whisker.benchmarks.card")

return card.new({
  name = "hellaswag",
  title = "HellaSwag: which sentence comes next, four endings",
  tasks = { "^hellaswag", "hellaswag" },
  item = "ind",
  metric = "acc_norm",
  range = { 0, 1 },
  chance = 0.25,
  cluster_fields = { "source_id" },
  cluster_name = "source text",
  why = "Several contexts were cut from one video caption or one WikiHow article, and share its subject and its " ..
    "writer.",
  source = "Zellers et al. 2019, arXiv 1905.07830 (fields ind, source_id, split_type)",
})
