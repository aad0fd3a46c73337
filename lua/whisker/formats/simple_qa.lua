-- SimpleQA: a grade a question, "A" correct, "B" incorrect, "C" not attempted (simple-evals and its descendants).

local layout = require("whisker.formats.layout")

return layout.format({
  name = "simple_qa",
  title = "SimpleQA: question_id and a grade of A, B or C, a line each",
  layouts = { {
    name = "grades",
    extension = { "jsonl", "json" },
    head = { '"question_id"', '"grade"%s*:%s*"[ABC]"' },
    fields = { item = "question_id", score = { correct = "grade" } },
    metadata = "metadata.**",
    values = { A = 1, B = 0, C = 0 },
    task = "SimpleQA",
    run = function(file) return (file.stem:gsub("^simple_qa_%d+[-_]", ""):gsub("_results$", "")) end,
    single_draws = true,
  } },
})
