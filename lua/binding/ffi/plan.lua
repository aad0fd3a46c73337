-- Planning: items, effect, power or draws from the others.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C = native.C

local fields = { "items", "effect", "power", "alpha", "variance", "within_a", "within_b", "draws_a", "draws_b",
  "cluster_size", "icc" }

local question_options, answer_fields = { { "solve", names.unknown } }, {}
for i, field in ipairs(fields) do question_options[i + 1], answer_fields[i] = { field, "number" }, field end
answer_fields[#answer_fields + 1] = "design_effect"
answer_fields[#answer_fields + 1] = "clusters"

local function solve(given)
  arguments.table("plan", 1, given)
  local read = arguments.read_options("plan", 1, given, question_options, {})
  if not read.solve then arguments.misuse("plan", 1, "a plan needs 'solve': items, effect, power or draws") end
  local question, problem = native.struct("whisker_plan"), arguments.new_error()
  question.unknown = read.solve
  for _, field in ipairs(fields) do question[field] = read[field] or 0 end
  local status = C.whisker_solve_plan(question, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("plan", 1, status, problem) end
  local answer = arguments.results(question, answer_fields, {})
  answer.solve = names.name(names.unknown, question.unknown)
  return answer
end

local plan = {}

function plan.add(core) core.plan = solve end

return plan
