-- HumanEval and its relatives: the samples of human-eval with their results, EvalPlus, the execution results of
-- bigcode-evaluation-harness. Several samples of a problem are draws of it.

local core = require("whisker.core")
local layout = require("whisker.formats.layout")
local paths = require("whisker.paths")

local samples = {
  name = "human-eval results",
  extension = "jsonl",
  head = { '"task_id"%s*:', '"completion"%s*:' },
  file = "results%.jsonl$",
  syntax = "json_lines",
  fields = { item = "task_id", score = { passed = "passed" } },
  task = function(file) return file.head:find("Infilling/HumanEval", 1, true) and "HumanEval infilling" or "HumanEval" end,
  run = function(file)
    local _, folder = paths.split(file.folder)
    local stem = file.stem:gsub("%.jsonl_results$", ""):gsub("_results$", "")
    return folder == "." and stem or folder .. "/" .. stem
  end,
}

local statuses = { pass = 1, fail = 0, timeout = 0, timed_out = 0 }

local function model_of_evalplus(file) return (file.stem:gsub("[_-]sanitized_eval_results$", ""):gsub("_eval_results$", "")) end

local function dataset_of(file)
  local _, folder = paths.split(file.folder)
  return folder:lower():find("mbpp") and "MBPP" or "HumanEval"
end

--- pass@1 of both suites, which newer versions write beside the samples; the larger suite counts base and plus tests.
local function published(file, facts, done)
  local list = {}
  for _, suite in ipairs({ "base", "plus" }) do
    local value = core.number_parse(facts["pass_at_k." .. suite .. ".pass@1"] or "")
    list[#list + 1] = value and { task = done.task, run = done.run, metric = suite, value = value, source = file.path,
      cause = suite == "plus" and "it asks that the base tests pass too" or nil }
  end
  return list
end

local evalplus = {
  name = "EvalPlus",
  extension = "json",
  head = { '"eval"%s*:%s*{', '"base_status"' },
  syntax = "json", rows = "eval.*.*",
  fields = { item = "task_id", draw = "@", score = { base = "base_status", plus = "plus_status" } },
  values = statuses,
  task = dataset_of, run = model_of_evalplus,
  facts = { "pass_at_k.*.*" }, published = published,
}

local early_evalplus = {
  name = "EvalPlus, first versions",
  extension = "json",
  head = { '"eval"%s*:%s*{', '"base"%s*:%s*%[%s*%[' },
  syntax = "json",
  values = statuses,
  task = dataset_of, run = model_of_evalplus,
  passes = {
    { rows = "eval.*.base.*", fields = { item = "@1", draw = "@", score = { [""] = "[0]" } }, variant = "base" },
    { rows = "eval.*.plus.*", fields = { item = "@1", draw = "@", score = { [""] = "[0]" } }, variant = "plus" },
  },
}

local bigcode = {
  name = "bigcode-evaluation-harness",
  extension = "json",
  head = { '^%s*%[', '"task_id"%s*:', '"attempt"%s*:', '"result"%s*:' },
  fields = { item = "task_id", draw = "attempt", score = { passed = "result" } },
  values = { passed = 1, failed = 0 },
  task = "HumanEval",
}

return layout.format({
  name = "human_eval",
  title = "HumanEval: human-eval results, EvalPlus, bigcode-evaluation-harness",
  layouts = { samples, evalplus, early_evalplus, bigcode },
  --- bigcode's summary holds pass@k and no samples.
  companion = function(file) return file.extension == "json" and file.head:find('"pass@1"%s*:') ~= nil end,
})
