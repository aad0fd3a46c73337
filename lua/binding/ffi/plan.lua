-- Planning: items, clusters, effect, power or draws from the others; from a pilot, as a curve, and by simulation.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- a plan as a table --------------------------------------------------------------------------------------------

--- An answer is a question too: what the library fills in is taken back.
local question_fields = { "items", "effect", "power", "alpha", "variance", "within_a", "within_b", "draws_a", "draws_b",
  "cluster_size", "cluster_variation", "icc", "clusters", "design_effect" }
local question_options = { { "solve", names.unknown } }
for i, field in ipairs(question_fields) do question_options[i + 1] = { field, "number" } end
table.insert(question_options, { "sizes", "other" })

--- int64_t[n] of the list `sizes` in the argument at a position, and n; nil without.
local function read_sizes(name, position, given)
  local list = arguments.table_option(name, position, given, "sizes")
  if not list then return nil, 0 end
  local sizes = ffi.new("int64_t[?]", math.max(#list, 1))
  for i, size in ipairs(list) do
    if type(size) ~= "number" or size ~= math.floor(size) then
      misuse(name, position, "element %d of 'sizes' must be a whole number", i)
    end
    sizes[i - 1] = size
  end
  return sizes, #list
end

local function read_question(name, position, given)
  arguments.table(name, position, given)
  local read = arguments.read_options(name, position, given, question_options, {})
  local question, problem = native.struct("whisker_plan"), new_error()
  question.unknown = read.solve or 0
  for _, field in ipairs(question_fields) do question[field] = read[field] or 0 end
  local sizes, n = read_sizes(name, position, given)
  if not sizes then return question end
  local mean, variation = ffi.new("double[1]"), ffi.new("double[1]")
  if C.whisker_cluster_sizes(n, sizes, mean, variation, problem) ~= C.WHISKER_OK then
    misuse(name, position, "%s", native.text(problem.text))
  end
  question.cluster_size, question.cluster_variation = mean[0], variation[0]
  return question
end

local function to_table(question)
  local made = arguments.results(question, question_fields, {})
  made.solve = names.name(names.unknown, question.unknown)
  return made
end

-- ---- solving ------------------------------------------------------------------------------------------------------

local function plan(given)
  local question, problem = read_question("plan", 1, given), new_error()
  if question.unknown == 0 then
    misuse("plan", 1, "a plan needs 'solve': items, effect, power, draws or clusters")
  end
  local status = C.whisker_solve_plan(question, problem)
  if status ~= C.WHISKER_OK then return failure("plan", 1, status, problem) end
  return to_table(question)
end

local function plan_curve(given, list)
  local question, problem = read_question("plan_curve", 1, given), new_error()
  arguments.table("plan_curve", 2, list)
  local n, curve = arguments.list_length(list), {}
  local items = arguments.numbers("plan_curve", 2, list, nil, n)
  local effect, power = ffi.new("double[?]", math.max(n, 1)), ffi.new("double[?]", math.max(n, 1))
  local status = C.whisker_plan_curve(question, n, items, effect, power, problem)
  if status ~= C.WHISKER_OK then return failure("plan_curve", 1, status, problem) end
  for i = 0, n - 1 do
    curve[i + 1] = { items = arguments.number_or_nil(items[i]), effect = arguments.number_or_nil(effect[i]),
      power = arguments.number_or_nil(power[i]) }
  end
  return curve
end

-- ---- from a pilot -------------------------------------------------------------------------------------------------

local basis_fields = { "difference", { "se", "standard_error" }, "df", "level", "variance_low", "variance_high", "icc_raw",
  "n_items", "n_clusters" }
local basis_options = { { "difference", "number" }, { "se", "number" }, { "df", "number" }, { "level", "number" },
  { "variance_low", "number" }, { "variance_high", "number" }, { "icc_raw", "number" }, { "n_items", "count" },
  { "n_clusters", "count" }, { "notes", "other" } }

local function design_pilot(self, a, b, given, level)
  local pointer, problem = designs.take("pilot", 0, self), new_error()
  a, b = designs.take_run("pilot", 1, pointer, a), designs.take_run("pilot", 2, pointer, b)
  local question = given == nil and native.struct("whisker_plan") or read_question("pilot", 3, given)
  local pilot, basis = native.struct("whisker_pilot"), native.struct("whisker_plan_basis")
  if level ~= nil then pilot.level = arguments.number("pilot", 4, level) end
  pilot.score_a, pilot.score_b = C.whisker_design_scores(pointer, a), C.whisker_design_scores(pointer, b)
  pilot.draws_a, pilot.draws_b = C.whisker_design_draws(pointer, a), C.whisker_design_draws(pointer, b)
  pilot.within_a, pilot.within_b = C.whisker_design_within(pointer, a), C.whisker_design_within(pointer, b)
  local status = C.whisker_plan_from_pilot(designs.items(pointer), pilot, nil, question, basis, problem)
  if status ~= C.WHISKER_OK then return failure("pilot", 3, status, problem) end
  local known = arguments.results(basis, basis_fields, {})
  known.notes = estimate.note_names(basis.notes)
  return to_table(question), known
end

local function plan_range(given, known)
  local answer, problem = read_question("plan_range", 1, given), new_error()
  arguments.table("plan_range", 2, known)
  local read = arguments.read_options("plan_range", 2, known, basis_options, {})
  local basis, low, high = native.struct("whisker_plan_basis"), ffi.new("double[1]"), ffi.new("double[1]")
  basis.variance_low, basis.variance_high = read.variance_low or 0, read.variance_high or 0
  local status = C.whisker_plan_range(answer, basis, low, high, problem)
  if status ~= C.WHISKER_OK then return failure("plan_range", 1, status, problem) end
  return arguments.number_or_nil(low[0]), arguments.number_or_nil(high[0])
end

-- ---- by simulation ------------------------------------------------------------------------------------------------

local trial_options = { { "scores", names.simulated }, { "replicates", "count" }, { "seed", "count" },
  { "threads", "small" }, { "watch", "watch" }, { "variance", names.variance }, { "sizes", "other" } }
local trial_fields = { "replicates", "n_items", "n_clusters", "power", "power_error", "false_alarms",
  "false_alarms_error", "expected_power" }

local function plan_simulate(given, asked)
  local answer, problem = read_question("plan_simulate", 1, given), new_error()
  local options, trial, kept = native.struct("whisker_trial_options"), native.struct("whisker_trial"), {}
  arguments.options("plan_simulate", 2, asked, trial_options, options)
  kept.sizes, options.n_sizes = read_sizes("plan_simulate", 2, asked)
  options.sizes = kept.sizes
  local status = native.call(kept, C.whisker_plan_simulate, answer, options, nil, trial, problem)
  if status ~= C.WHISKER_OK then
    return failure("plan_simulate", status == C.WHISKER_BAD_OPTION and 2 or 1, status, problem)
  end
  return arguments.results(trial, trial_fields, {})
end

local module = {}

function module.add(core)
  core.plan, core.plan_curve, core.plan_range, core.plan_simulate = plan, plan_curve, plan_range, plan_simulate
  designs.methods.pilot = design_pilot
end

return module
