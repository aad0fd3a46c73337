local card = require("whisker.benchmarks.card")

return card.new({
  name = "harmbench",
  title = "HarmBench: behaviours that a model should refuse",
  tasks = { "^harm_?bench" },
  item = "one test case",
  strata = "SemanticCategory, FunctionalCategory",
  metric = "attack success",
  range = { 0, 1 },
  chance = 0,
  cluster_fields = { "BehaviorID", "behavior_id" },
  cluster_name = "behaviour",
  why = "Several test cases, one an attack or a paraphrase, ask for one behaviour.",
  source = "Mazeika et al. 2024, arXiv 2402.04249",
})
