-- Equivalence and non-inferiority.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local C, text = native.C, native.text

local question_options = { { "value", "number" }, { "se", "number" }, { "df", "number" }, { "low", "number" },
  { "high", "number" }, { "alpha", "number" } }

local answer_fields = { "low", "high", "alpha", "p", "p_lower", "p_upper", "p_inferior", "p_superior", { "lo", "lower" },
  { "hi", "upper" } }

local function test(given)
  arguments.table("equivalence", 1, given)
  local undefined = 0 / 0
  local asked = arguments.read_options("equivalence", 1, given, question_options, { value = undefined, se = undefined,
    df = math.huge, low = undefined, high = math.huge, alpha = 0 })
  if asked.low ~= asked.low then
    arguments.misuse("equivalence", 1, "a test of equivalence needs 'low', the margin below 0")
  end
  local answer, problem = native.struct("whisker_equivalence"), arguments.new_error()
  local status = C.whisker_test_equivalence(asked.value, asked.se, asked.df, asked.low, asked.high, asked.alpha, answer,
    problem)
  if status ~= C.WHISKER_OK then return arguments.failure("equivalence", 1, status, problem) end
  local made = arguments.results(answer, answer_fields, {})
  made.verdict = text(C.whisker_verdict_name(answer.verdict))
  return made
end

local equivalence = {}

function equivalence.add(core) core.equivalence = test end

return equivalence
