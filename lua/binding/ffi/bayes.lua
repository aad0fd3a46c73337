-- Bayes for two runs with 0/1 scores.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, text = native.C, native.text

local bayes_options = { { "model", names.paired_bayes }, { "level", "number" }, { "correlation_a", "number" },
  { "correlation_b", "number" } }

local bayes_fields = { "value", { "lo", "lower" }, { "hi", "upper" }, "level", "a_better", "b_better" }

local function take_counts(name, ...)
  for i = 1, 4 do arguments.integer(name, i, (select(i, ...))) end
  return ...
end

local function answer(name, status, found, problem)
  if status ~= C.WHISKER_OK then
    return arguments.failure(name, status == C.WHISKER_BAD_OPTION and 5 or 1, status, problem)
  end
  local made = arguments.results(found, bayes_fields, {})
  made.model = text(C.whisker_bayes_model_name(found.model))
  return made
end

local function paired_bayes(both, only_a, only_b, neither, given)
  take_counts("paired_bayes", both, only_a, only_b, neither)
  local options, found = native.struct("whisker_bayes_options"), native.struct("whisker_bayes")
  arguments.options("paired_bayes", 5, given, bayes_options, options)
  local problem = arguments.new_error()
  local status = C.whisker_paired_bayes(both, only_a, only_b, neither, options, found, problem)
  return answer("paired_bayes", status, found, problem)
end

local function unpaired_bayes(x1, n1, x2, n2, level)
  take_counts("unpaired_bayes", x1, n1, x2, n2)
  level = level == nil and 0 or arguments.number("unpaired_bayes", 5, level)
  local found, problem = native.struct("whisker_bayes"), arguments.new_error()
  local status = C.whisker_unpaired_bayes(x1, n1, x2, n2, level, found, problem)
  return answer("unpaired_bayes", status, found, problem)
end

local bayes = {}

function bayes.add(core) core.paired_bayes, core.unpaired_bayes = paired_bayes, unpaired_bayes end

return bayes
