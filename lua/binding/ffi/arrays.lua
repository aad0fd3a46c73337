-- Arrays in, numbers out: estimates from lists of scores, without a table.

local arguments = require("whisker.ffi.arguments")
local estimate = require("whisker.ffi.estimate")
local of_items = require("whisker.ffi.items")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

local mean_options = of_items.with_items(estimate.mean_options)
local difference_options = of_items.with_items(estimate.difference_options)

-- ---- estimates ----------------------------------------------------------------------------------------------------

local function mean(scores, given)
  arguments.table("mean", 1, scores)
  local options, problem = native.struct("whisker_mean_options"), new_error()
  arguments.options("mean", 2, given, mean_options, options)
  local n = arguments.list_length(scores)
  local numbers = arguments.numbers("mean", 1, scores, nil, n)
  local items, kept = of_items.read("mean", 2, given, n)
  local out = native.struct("whisker_estimate")
  local status = native.call(kept, C.whisker_mean, items, numbers, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("mean", 2, status, problem) end
  return estimate.estimate(out)
end

local function difference(a, b, given)
  arguments.table("difference", 1, a)
  arguments.table("difference", 2, b)
  local options, problem = native.struct("whisker_difference_options"), new_error()
  arguments.options("difference", 3, given, difference_options, options)
  local n, n_b = arguments.list_length(a), arguments.list_length(b)
  if n ~= n_b then misuse("difference", 2, "%d scores, and the first list has %d", n_b, n) end
  local scores_a = arguments.numbers("difference", 1, a, nil, n)
  local scores_b = arguments.numbers("difference", 2, b, nil, n)
  local items, kept = of_items.read("difference", 3, given, n)
  local out = estimate.new_comparison()
  local status = native.call(kept, C.whisker_difference, items, scores_a, scores_b, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("difference", 3, status, problem) end
  return estimate.comparison(out)
end

-- ---- proportions --------------------------------------------------------------------------------------------------

--- A level that is not given is the library's default.
local function take_level(name, position, level)
  return level == nil and 0 or arguments.number(name, position, level)
end

local function take_method(name, position, method, enumeration)
  arguments.text(name, position, method)
  return arguments.name_number(name, position, "method", method, enumeration)
end

local function proportion_interval(successes, trials, method, level)
  local name, problem = "proportion_interval", new_error()
  successes, trials = arguments.number(name, 1, successes), arguments.number(name, 2, trials)
  level = take_level(name, 4, level)
  method = take_method(name, 3, method, names.interval)
  local lower, upper = ffi.new("double[1]"), ffi.new("double[1]")
  local status = C.whisker_proportion_interval(successes, trials, method, level, lower, upper, problem)
  if status ~= C.WHISKER_OK then return failure(name, status == C.WHISKER_BAD_OPTION and 3 or 1, status, problem) end
  return arguments.number_or_nil(lower[0]), arguments.number_or_nil(upper[0])
end

local paired_fields = { "difference", { "se", "standard_error" }, "exact_p", "mid_p", "chi_square", "chi_square_p",
  "chi_square_corrected_p", "tango", "newcombe" }
local two_fields = { "difference", "wald", "newcombe", "agresti_caffo", "miettinen_nurminen", "z_pooled_p", "fisher_p" }

--- A function of four counts and a level.
local function of_counts(name, call, struct, fields)
  return function(...)
    local counts, problem, out = { ... }, new_error(), native.struct(struct)
    for i = 1, 4 do arguments.integer(name, i, counts[i]) end
    local level = take_level(name, 5, counts[5])
    local status = call(counts[1], counts[2], counts[3], counts[4], level, out, problem)
    if status ~= C.WHISKER_OK then return failure(name, 1, status, problem) end
    return arguments.results(out, fields, {})
  end
end

-- ---- many comparisons ---------------------------------------------------------------------------------------------

local function adjust(list, method)
  arguments.table("adjust", 1, list)
  local number, problem = method ~= nil and take_method("adjust", 2, method, names.adjustment) or 0, new_error()
  local count = arguments.list_length(list)
  local p, adjusted = arguments.numbers("adjust", 1, list, nil, count), {}
  local status = C.whisker_adjust(count, p, number, p, nil, problem)
  if status ~= C.WHISKER_OK then return failure("adjust", 1, status, problem) end
  for i = 0, count - 1 do adjusted[i + 1] = p[i] == p[i] and p[i] end
  return adjusted
end

local arrays = {}

function arrays.add(core)
  core.mean, core.difference, core.adjust = mean, difference, adjust
  core.proportion_interval = proportion_interval
  core.paired_proportions = of_counts("paired_proportions", C.whisker_compare_paired_proportions,
    "whisker_paired_proportions", paired_fields)
  core.two_proportions = of_counts("two_proportions", C.whisker_compare_proportions, "whisker_two_proportions",
    two_fields)
end

return arrays
