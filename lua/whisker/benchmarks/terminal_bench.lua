local card = require("whisker.benchmarks.card")

return card.new({
  name = "terminal_bench",
  title = "Terminal-Bench: tasks to be done in a terminal",
  tasks = { "^terminal_?bench" },
  item = "task_id",
  strata = "difficulty, category",
  metric = "resolved",
  range = { 0, 1 },
  chance = 0,
  why = "Tasks were written one by one. Attempts at one task are draws of one item.",
  caveats = {
    "80 to 100 tasks: a standard error of 5 points at 50%, whatever the number of attempts.",
  },
  source = "tbench.ai, task instructions (fields difficulty, category)",
})
