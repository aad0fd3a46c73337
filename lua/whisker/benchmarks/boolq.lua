local card = require("whisker.benchmarks.card")

return card.new({
  name = "boolq",
  title = "BoolQ: yes or no questions about a passage",
  tasks = { "^boolq", "^super_glue_boolq" },
  item = "idx",
  metric = "acc",
  range = { 0, 1 },
  chance = 0.5,
  cluster = "passage",
  cluster_name = "passage",
  why = "Some passages carry several questions.",
  caveats = {
    "62% of the answers are yes: always saying yes scores .62.",
  },
  source = "Clark et al. 2019, arXiv 1905.10044",
})
