local card = require("whisker.benchmarks.card")

return card.new({
  name = "musr",
  title = "MuSR: questions about generated narratives",
  tasks = { "musr" },
  item = "the question",
  metric = "acc_norm",
  range = { 0, 1 },
  cluster = "narrative",
  cluster_name = "narrative",
  why = "Object placement and team allocation set several questions on one narrative.",
  source = "Sprague et al. 2023, arXiv 2310.16049 (field narrative)",
})
