-- METR's runs of agents on tasks: a line a run, tasks in families, several runs of a task.

local layout = require("whisker.formats.layout")

return layout.format({
  name = "metr_runs",
  title = "METR: all_runs.jsonl, runs of agents on tasks in families",
  layouts = { {
    name = "runs",
    extension = "jsonl",
    head = { '"run_id"%s*:', '"task_id"%s*:', '"task_family"%s*:', '"score_binarized"%s*:' },
    syntax = "json_lines",
    fields = { item = "task_id", draw = "run_id", run = "alias", task_family = "task_family",
      score = { success = "score_binarized" }, human_minutes = "human_minutes", error = "fatal_error_from",
      equal_task_weight = "equal_task_weight", invsqrt_task_weight = "invsqrt_task_weight" },
    measures = { cost = "dollar_equivalent", tokens = "total_tokens", raw_score = "score" },
    ranges = { success = { 0, 1 } },
    task = "METR",
  } },
})
