-- Many pairs of a design's runs at once.

local arguments = require("whisker.ffi.arguments")
local design = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi

local function take_member(run, n_runs, pair)
  if type(run) ~= "number" or run % 1 ~= 0 or run < 1 or run > n_runs then
    arguments.misuse("differences", 1, "pair %d must be two runs from 1 to %d", pair, n_runs)
  end
  return run - 1
end

--- nil and all pairs when no list is given.
local function read_pairs(given, n_runs)
  if given == nil then return nil, n_runs * (n_runs - 1) / 2 end
  arguments.table("differences", 1, given)
  local list = ffi.new("whisker_run_pair[?]", math.max(#given, 1))
  for k, pair in ipairs(given) do
    if type(pair) ~= "table" then
      arguments.misuse("differences", 1, "pair %d must be two runs from 1 to %d", k, n_runs)
    end
    list[k - 1].a, list[k - 1].b = take_member(pair[1], n_runs, k), take_member(pair[2], n_runs, k)
  end
  return list, #given
end

local function results(comparisons, n_pairs)
  local list = {}
  for k = 1, n_pairs do
    local found = comparisons[k - 1]
    list[k] = found.status == C.WHISKER_OK and estimate.comparison(found)
  end
  return list
end

local function differences(self, given, options)
  local pointer, problem = design.take("differences", 0, self), arguments.new_error()
  local wanted = native.struct("whisker_difference_options")
  arguments.options("differences", 2, options, estimate.difference_options, wanted)
  local n_runs = design.n_runs(pointer)
  local list, n_pairs = read_pairs(given, n_runs)
  local comparisons = ffi.new("whisker_comparison[?]", math.max(n_pairs, 1))
  comparisons[0].size = ffi.sizeof("whisker_comparison")
  comparisons[0].difference.size = ffi.sizeof("whisker_estimate")
  local status = C.whisker_differences(design.items(pointer), n_runs, C.whisker_design_scores(pointer, 0), n_pairs,
    list, wanted, nil, comparisons, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("differences", 2, status, problem) end
  return results(comparisons, n_pairs)
end

local module = {}

function module.add() design.methods.differences = differences end

return module
