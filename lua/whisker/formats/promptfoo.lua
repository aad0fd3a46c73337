-- promptfoo: the JSON that `promptfoo eval -o results.json` writes. A provider and a prompt are a run. A test has no id:
-- its description and variables are the item, and testIdx, which counts on through repeats, names the draw.

local core = require("whisker.core")
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

--- The tests that promptfoo counted for a provider and a prompt; errors are counted apart.
local function pass_rate(facts, prefix)
  local passed = core.number_parse(facts[prefix .. "metrics.testPassCount"] or "")
  local failed = core.number_parse(facts[prefix .. "metrics.testFailCount"] or "")
  return passed and failed and passed + failed > 0 and passed / (passed + failed) or nil
end

--- A run is "id:label · prompt", and the head of a column of the results knows a label, or else an id.
local function is_run(name, provider, label)
  return name == provider .. " · " .. label or name:sub(-#provider - #label - 5) == ":" .. provider .. " · " .. label
end

local function published(file, facts, done, into)
  local list, runs = {}, into.table:distinct("run", done.first, done.last)
  for i = 0, 99 do
    local prefix = ("results.prompts[%d]."):format(i)
    local provider, label, rate = facts[prefix .. "provider"], facts[prefix .. "label"], pass_rate(facts, prefix)
    for _, run in ipairs(provider and label and rate and runs or {}) do
      if is_run(run, provider, label) then
        list[#list + 1] = { task = done.task, run = run, metric = "pass", value = rate, source = file.path }
      end
    end
  end
  return list
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
    measures = { time = "latencyMs", cost = "cost", tokens = "response.tokenUsage.total" },
    join = { provider = { "provider_id", "provider_label" }, run = { "provider", "prompt", separator = " · " } },
    unscored_as = "ended in an error",
    unscored = { failure = "2" }, -- an error, for which promptfoo writes a score of 0
    facts = { "config.description", "results.prompts.*.provider", "results.prompts.*.label",
      "results.prompts.*.metrics.testPassCount", "results.prompts.*.metrics.testFailCount" },
    task = function(file, facts) return facts["config.description"] or file.stem end,
    finish = name_items, published = published,
  } },
})
