-- promptfoo: the JSON that `promptfoo eval -o results.json` writes. A provider and a prompt are a run. A test has no id:
-- its description and variables are the item, and testIdx, which counts on through repeats, names the draw.

local layout = require("whisker.formats.layout")

local most_joined = 7

--- The item out of what tells tests apart: the description, then the variables in order of their names.
local function name_items(_, _, done, into)
  local parts = { "description" }
  for _, column in ipairs(into.table:columns()) do
    if column:find("^vars%.") and into.table:kind(column) == "symbol" then parts[#parts + 1] = column end
  end
  table.sort(parts)
  while #parts > most_joined do parts[#parts] = nil end
  into.table:join(parts, " · ", "item", done.first, done.last)
end

return layout.format({
  name = "promptfoo",
  title = "promptfoo: the JSON of `promptfoo eval -o results.json`",
  layouts = { {
    name = "results",
    extension = "json",
    head = { '"evalId"%s*:', '"results"%s*:%s*{' },
    syntax = "json", rows = "results.results.*",
    fields = { item = "id", description = "testCase.description", draw = "testIdx", failure = "failureReason",
      provider_label = "provider.label", provider_id = "provider.id", prompt = "prompt.label",
      ["vars.*"] = "vars.*", score = { score = "score", pass = "success", ["*"] = "namedScores.*" } },
    metadata = "testCase.metadata.**",
    join = { provider = { "provider_id", "provider_label" }, run = { "provider", "prompt", separator = " · " } },
    unscored = { failure = "2" }, -- an error, for which promptfoo writes a score of 0
    facts = { "config.description" },
    task = function(file, facts) return facts["config.description"] or file.stem end,
    finish = name_items,
  } },
})
