-- What is known about benchmarks: one card a file, found by the task that a log names.
--
-- What a card says is listed in card.lua.

local benchmarks = {}

local names = { "swe_bench", "mmlu_pro", "mmlu_redux", "global_mmlu", "cmmlu", "mmlu", "ceval", "agieval", "arc",
  "hellaswag", "winogrande", "piqa", "boolq", "multirc", "openbookqa", "commonsense_qa", "truthfulqa", "drop",
  "squad", "coqa", "quac", "race", "narrativeqa", "lambada", "blimp", "gsm8k", "gsm_variants", "mgsm", "math",
  "aime", "gpqa", "hle", "bbh", "musr", "ifeval", "humaneval", "humaneval_infilling", "mbpp", "livecodebench", "bigcodebench",
  "terminal_bench", "gaia", "bfcl", "tau_bench", "mt_bench", "alpaca_eval", "wildbench", "arena_hard", "simple_qa",
  "harmbench", "xstest", "air_bench", "bbq", "belebele", "xnli", "xcopa", "xstorycloze", "wmt" }

function benchmarks.all()
  local list = {}
  for i, name in ipairs(names) do list[i] = require("whisker.benchmarks." .. name) end
  return list
end

---@param name string
---@return table? card, string? message
function benchmarks.named(name)
  for _, card in ipairs(benchmarks.all()) do
    if card.name == name then return card end
  end
  return nil, ("'%s' is no known benchmark%s (known: %s)"):format(name, require("whisker.suggest").hint(name, names),
    table.concat(names, ", "))
end

--- The card of a task that a log names, if it is known.
---@param task string
---@param item string one of its item ids
function benchmarks.of_task(task, item)
  for _, card in ipairs(benchmarks.all()) do
    if card.recognise(task, item) then return card end
  end
end

--- The cluster key of a card, given the fields that a log has: of several names the first that is there.
---@param card table
---@param fields string[]
---@return string|table|function|nil
function benchmarks.key(card, fields)
  for _, name in ipairs(card.cluster_fields or {}) do
    for _, field in ipairs(fields) do
      if field == name or field:sub(-#name - 1) == "." .. name then return name end
    end
  end
  return card.cluster
end

return benchmarks
