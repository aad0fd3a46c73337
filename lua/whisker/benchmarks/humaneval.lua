local card = require("whisker.benchmarks.card")

return card.new({
  name = "humaneval",
  title = "HumanEval: 164 functions to write",
  tasks = { "^humaneval", "^human_eval" },
  not_tasks = { "infilling" },
  item = "task_id",
  metric = "pass@1",
  range = { 0, 1 },
  chance = 0,
  why = "Functions were written one by one. Samples of one problem are draws of one item.",
  caveats = {
    "164 problems: a standard error of 3.9 points at 50%.",
  },
  source = "Chen et al. 2021, arXiv 2107.03374",
})
