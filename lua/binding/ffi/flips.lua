-- Sign flips on a design: of two runs, or of all pairs of many at once.

local arguments = require("whisker.ffi.arguments")
local design = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse = arguments.misuse

--- How the flips were made.
local function set_method(made, method)
  made.method = names.name(names.flips, method)
  made.exact = method ~= C.WHISKER_FLIPS_MONTE_CARLO
end

-- ---- two runs -----------------------------------------------------------------------------------------------------

local sign_flip_options = { { "method", names.flips }, { "replicates", "count" }, { "seed", "count" },
  { "level", "number" }, { "threads", "small" }, { "watch", "watch" } }

local sign_flip_fields = { "value", "p", "p_greater", "p_less", "smallest_p", "monte_carlo_error", "patterns",
  "replicates", "seed", "n_units", "n_items", "n_a_only", "n_b_only" }

local function sign_flip(self, a, b, given)
  local pointer, problem = design.take("sign_flip", 0, self), arguments.new_error()
  a, b = design.take_run("sign_flip", 1, pointer, a), design.take_run("sign_flip", 2, pointer, b)
  local options, found = native.struct("whisker_sign_flip_options"), native.struct("whisker_sign_flip")
  arguments.options("sign_flip", 3, given, sign_flip_options, options)
  local status = C.whisker_sign_flip_test(design.items(pointer), C.whisker_design_scores(pointer, a),
    C.whisker_design_scores(pointer, b), options, nil, found, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("sign_flip", 3, status, problem) end
  local made = arguments.results(found, sign_flip_fields, {})
  set_method(made, found.method)
  made.notes = estimate.note_names(found.notes)
  return made
end

-- ---- many pairs ---------------------------------------------------------------------------------------------------

local max_t_options = { { "statistic", names.max_t_statistic }, { "method", names.flips }, { "replicates", "count" },
  { "seed", "count" }, { "level", "number" }, { "low", "number" }, { "high", "number" },
  { "threads", "small" }, { "watch", "watch" } }

local max_t_fields = { "level", "critical", "smallest_p", "patterns", "replicates", "seed", "n_units" }

local pair_fields = { "value", { "se", "standard_error" }, "t", "p", "p_step_down", "p_unadjusted",
  { "lo", "lower" }, { "hi", "upper" }, "n_items", "n_units" }

local function run_of_pair(pair, place, index, n_runs)
  local run = rawget(pair, place)
  if type(run) ~= "number" or run ~= math.floor(run) or run < 1 or run > n_runs then
    misuse("max_t", 1, "pair %d is not of two of the runs 1 to %d", index, n_runs)
  end
  return run
end

--- A list of { a, b }.
local function given_pairs(given, n_runs)
  local list = {}
  for i, pair in ipairs(arguments.table("max_t", 1, given)) do
    if type(pair) ~= "table" then misuse("max_t", 1, "pair %d must be a table, got %s", i, type(pair)) end
    local a, b = run_of_pair(pair, 1, i, n_runs), run_of_pair(pair, 2, i, n_runs)
    if a == b then misuse("max_t", 1, "pair %d compares run %d with itself", i, a) end
    list[i] = { a, b }
  end
  return list
end

local function all_pairs(n_runs)
  local list = {}
  for a = 1, n_runs do
    for b = a + 1, n_runs do list[#list + 1] = { a, b } end
  end
  return list
end

--- Places of the runs that are in pairs, and how many there are.
local function places_of(list, n_runs)
  local used, place, count = {}, {}, 0
  for _, pair in ipairs(list) do used[pair[1]], used[pair[2]] = true, true end
  for run = 1, n_runs do
    if used[run] then place[run], count = count, count + 1 end
  end
  return place, count
end

local function pairs_into_structs(list, place)
  local made = ffi.new("whisker_max_t_pair[?]", math.max(#list, 1))
  for i, pair in ipairs(list) do
    made[i - 1].size = ffi.sizeof("whisker_max_t_pair")
    made[i - 1].a, made[i - 1].b = place[pair[1]], place[pair[2]]
  end
  return made
end

--- The scores of these runs, one after the other.
local function scores_of(pointer, place, count)
  local n = design.n_items(pointer)
  local scores = ffi.new("double[?]", math.max(n * count, 1))
  for run, index in pairs(place) do
    ffi.copy(scores + index * n, C.whisker_design_scores(pointer, run - 1), n * ffi.sizeof("double"))
  end
  return scores
end

local function pair_results(list, structs)
  local made = {}
  for i, pair in ipairs(list) do
    made[i] = arguments.results(structs[i - 1], pair_fields, { a = pair[1], b = pair[2] })
    made[i].notes = estimate.note_names(structs[i - 1].notes)
  end
  return made
end

local function max_t(self, given, given_options)
  local pointer, problem = design.take("max_t", 0, self), arguments.new_error()
  local counts = native.struct("whisker_design_counts")
  C.whisker_design_counts_of(pointer, counts)
  if given ~= nil then arguments.table("max_t", 1, given) end
  local options, found = native.struct("whisker_max_t_options"), native.struct("whisker_max_t")
  arguments.options("max_t", 2, given_options, max_t_options, options)
  local list = given == nil and all_pairs(counts.n_runs) or given_pairs(given, counts.n_runs)
  local place, count = places_of(list, counts.n_runs)
  local structs = pairs_into_structs(list, place)
  local status = C.whisker_max_t_test(design.items(pointer), count, scores_of(pointer, place, count), #list, structs,
    options, nil, found, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("max_t", 1, status, problem) end
  local made = arguments.results(found, max_t_fields, {})
  made.statistic = names.name(names.max_t_statistic, found.statistic)
  set_method(made, found.method)
  made.notes = estimate.note_names(found.notes)
  made.pairs = pair_results(list, structs)
  return made
end

local flips = {}

function flips.add()
  design.methods.sign_flip, design.methods.max_t = sign_flip, max_t
end

return flips
