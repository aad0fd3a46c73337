local card = require("whisker.benchmarks.card")

return card.new({
  name = "air_bench",
  title = "AIR-Bench 2024: risks named in laws and policies",
  tasks = { "^air_?bench" },
  item = "prompt_id",
  metric = "score",
  range = { 0, 1 },
  cluster_fields = { "cate-idx", "cate_idx", "l4-name" },
  cluster_name = "risk category",
  why = "Prompts of one of 314 risk categories are variants of a few base prompts.",
  source = "Zeng et al. 2024, arXiv 2407.17436",
})
