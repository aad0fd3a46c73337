-- openai/evals: the events of a run, a line each. A match event is a scored sample, a metrics event holds named numbers.

local layout = require("whisker.formats.layout")

local function in_spec(file, pattern) return file.head:match("^[^\n]*"):match(pattern) end

return layout.format({
  name = "openai_evals",
  title = "openai/evals: events of oaieval, a line each",
  layouts = { {
    name = "events",
    extension = "jsonl",
    head = { '^%s*{%s*"spec"%s*:%s*{' },
    syntax = "json_lines",
    fields = { item = "sample_id", score = { correct = "data.correct", score = "data.score", accuracy = "data.accuracy" } },
    task = function(file) return in_spec(file, '"eval_name"%s*:%s*"([^"]+)"') end,
    run = function(file) return in_spec(file, '"completion_fns"%s*:%s*%[%s*"([^"]+)"') end,
  } },
})
