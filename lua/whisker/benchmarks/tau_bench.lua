local card = require("whisker.benchmarks.card")

return card.new({
  name = "tau_bench",
  title = "tau-bench: an agent, a simulated customer and a rule book",
  tasks = { "^tau2?_?bench", "^tau%-bench" },
  item = "task_id",
  strata = "domain",
  metric = "reward",
  range = { 0, 1 },
  chance = 0,
  why = "Trials of one task are draws of one item; pass^k is over them.",
  caveats = {
    "The customer is a model too: its draws are part of the variance.",
  },
  source = "Yao et al. 2024, arXiv 2406.12045, section 5 (pass^k)",
})
