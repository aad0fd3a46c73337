local card = require("whisker.benchmarks.card")

return card.new({
  name = "gsm_variants",
  title = "GSM-Plus and GSM-Symbolic: variants of GSM8K problems",
  tasks = { "^gsm_plus", "^gsm_symbolic", "^gsm%-symbolic" },
  item = "one variant",
  metric = "exact_match",
  range = { 0, 1 },
  chance = 0,
  cluster_fields = { "seed_question", "original_id", "original_question" },
  cluster_name = "source problem",
  why = "Eight and more variants come from one problem.",
  source = "Li et al. 2024, arXiv 2402.19255 (field seed_question); Mirzadeh et al. 2024, arXiv 2410.05229 " ..
    "(original_id)",
})
