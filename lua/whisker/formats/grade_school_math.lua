-- grade-school-math: one line a question, with an object for each model that answered it: { is_correct, solution }.

local layout = require("whisker.formats.layout")

--- One pass a model: which there are stands in the first line.
local function passes(file)
  local list = {}
  for name in file.head:match("^[^\n]*"):gmatch('"([^"]+)"%s*:%s*{%s*"is_correct"') do
    local path = name:gsub("[%.%[%*@%^\\]", "\\%0")
    list[#list + 1] = { fields = { item = "question", score = { correct = path .. ".is_correct" } }, run = name }
  end
  return list
end

return layout.format({
  name = "grade_school_math",
  title = "grade-school-math: a line a question, an object a model",
  layouts = { {
    name = "example solutions",
    extension = "jsonl",
    head = { '"question"%s*:', '{%s*"is_correct"%s*:' },
    syntax = "json_lines",
    task = "GSM8K",
    longest_item = 400,
    single_draws = true,
    passes = passes,
  } },
})
