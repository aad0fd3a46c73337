-- LiveBench: ground_truth_judgment.jsonl, a score a question and model.

local layout = require("whisker.formats.layout")

return layout.format({
  name = "livebench",
  title = "LiveBench: ground_truth_judgment.jsonl",
  layouts = { {
    name = "judgments",
    extension = "jsonl",
    head = { '"question_id"', '"task"%s*:', '"model"%s*:', '"score"%s*:', '"category"%s*:' },
    syntax = "json_lines",
    fields = { item = "question_id", task = "task", run = "model", score = "score", category = "category",
      subtask = "subtask", turn = "turn" },
    ranges = { score = { 0, 1 } },
    single_draws = true,
  } },
})
