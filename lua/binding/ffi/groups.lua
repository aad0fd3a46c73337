-- Means of groups, and win rates over tasks.

local arguments = require("whisker.ffi.arguments")
local bootstrap = require("whisker.ffi.bootstrap")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local of_items = require("whisker.ffi.items")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- labels -------------------------------------------------------------------------------------------------------

--- Codes of the items by their labels, numbered by first appearance, and the labels in that order.
local function read_groups(name, position, list, n)
  arguments.table(name, position, list)
  local length = arguments.list_length(list)
  if length ~= n then misuse(name, position, "%d labels for %d items", length, n) end
  local codes, labels = ffi.new("int32_t[?]", math.max(n, 1)), {}
  arguments.encode_labels(name, position, list, nil, n, false, codes)
  for i = 1, n do
    if codes[i - 1] < 0 then misuse(name, position, "item %d has no label", i) end
    if codes[i - 1] == #labels then labels[#labels + 1] = rawget(list, i) end
  end
  return codes, labels
end

-- ---- means of groups ----------------------------------------------------------------------------------------------

local group_options = { { "combine", names.combine }, { "interval", names.interval }, { "level", "number" },
  { "low", "number" }, { "high", "number" }, { "weights", "other" } }
local array_group_options = of_items.with_items(group_options)

--- options.weights: label = number, for every group and no other.
local function read_group_weights(name, position, given, labels)
  local list = arguments.table_option(name, position, given, "weights")
  if not list then return nil end
  local is_group, weights = {}, ffi.new("double[?]", #labels)
  for _, label in ipairs(labels) do is_group[label] = true end
  for label in next, list do
    if not is_group[label] then
      misuse(name, position, "no item is in the group '%s' of 'weights'", tostring(label))
    end
  end
  for j, label in ipairs(labels) do
    local weight = rawget(list, label)
    if type(weight) ~= "number" then
      misuse(name, position, "'weights' needs a number for the group '%s'", tostring(label))
    end
    weights[j - 1] = weight
  end
  return weights
end

--- read: options of the struct; labels and options belong to the arguments at `position` and the one after it.
local function combine(name, position, kept, items, scores, list, given, read)
  local problem, codes, labels = new_error(), read_groups(name, position, list, tonumber(items.n))
  local options = native.struct("whisker_groups_options")
  for key, value in pairs(read) do options[key] = value end
  kept.weights = read_group_weights(name, position + 1, given, labels)
  options.weight = kept.weights
  local each, out = ffi.new("whisker_estimate[?]", #labels), native.struct("whisker_estimate")
  for j = 0, #labels - 1 do each[j].size = ffi.sizeof("whisker_estimate") end
  local status = native.call(kept, C.whisker_groups_mean, items, scores, #labels, codes, options, nil, each, out,
    problem)
  if status ~= C.WHISKER_OK then return failure(name, position + 1, status, problem) end
  local made = { combined = estimate.estimate(out), groups = {} }
  for j, label in ipairs(labels) do made.groups[j] = { label = label, estimate = estimate.estimate(each[j - 1]) } end
  return made
end

local function groups(scores, list, given)
  arguments.table("groups", 1, scores)
  local read = arguments.options("groups", 3, given, array_group_options, {})
  local n = arguments.list_length(scores)
  local numbers = arguments.numbers("groups", 1, scores, nil, n)
  local items, kept = of_items.read("groups", 3, given, n)
  return combine("groups", 2, kept, items, numbers, list, given, read)
end

--- The groups take the place of the design's strata.
local function design_groups(self, run, list, given)
  local pointer = designs.take("groups", 0, self)
  run = designs.take_run("groups", 1, pointer, run)
  local read, items = arguments.options("groups", 3, given, group_options, {}), designs.items(pointer)
  items.stratum = nil
  return combine("groups", 2, { self }, items, C.whisker_design_scores(pointer, run), list, given, read)
end

-- ---- win rates ----------------------------------------------------------------------------------------------------

local win_options = of_items.with_items({ { "level", "number" }, { "replicates", "count" }, { "seed", "count" },
  { "threads", "small" }, { "watch", "watch" }, { "direction", "other" } })

local directions = { { name = "more", number = 0 }, { name = "less", number = 1 } }

--- options.direction: task = "less" where less is better.
local function read_directions(given, labels)
  local list = arguments.table_option("win_rates", 3, given, "direction")
  if not list then return nil end
  local made = ffi.new("int32_t[?]", math.max(#labels, 1))
  for t, label in ipairs(labels) do
    local value = rawget(list, label)
    local is_less = value ~= nil and arguments.name_number("win_rates", 3, "direction", value, directions) == 1
    made[t - 1] = is_less and -1 or 1
  end
  return made
end

--- The scores of the runs, one list each, one after the other.
local function read_runs(lists, n_runs, n)
  local scores = ffi.new("double[?]", math.max(n_runs * n, 1))
  for run = 1, n_runs do
    local list = rawget(lists, run)
    if type(list) ~= "table" then
      misuse("win_rates", 1, "element %d of the list must be a table, got %s", run, type(list))
    end
    local length = arguments.list_length(list)
    if length ~= n then misuse("win_rates", 1, "run %d has %d scores for %d items", run, length, n) end
    ffi.copy(scores + (run - 1) * n, arguments.numbers("win_rates", 1, list, "run", n), n * 8)
  end
  return scores
end

local function win_rates(lists, tasks, given)
  local name, problem = "win_rates", new_error()
  arguments.table(name, 1, lists)
  arguments.table(name, 2, tasks)
  local read, options = arguments.options(name, 3, given, win_options, {}), native.struct("whisker_win_options")
  for key, value in pairs(read) do options[key] = value end
  local n_runs, n = arguments.list_length(lists), arguments.list_length(tasks)
  local scores = read_runs(lists, n_runs, n)
  local items, kept = of_items.read(name, 3, given, n)
  local codes, labels = read_groups(name, 2, tasks, n)
  kept.direction = read_directions(given, labels)
  options.direction = kept.direction
  local rates = ffi.new("whisker_bootstrap_estimate[?]", math.max(n_runs, 1))
  for run = 0, n_runs - 1 do rates[run].size = ffi.sizeof("whisker_bootstrap_estimate") end
  local status = native.call(kept, C.whisker_win_rates, items, n_runs, scores, #labels, codes, options, nil, rates,
    problem)
  if status ~= C.WHISKER_OK then
    return failure(name, status == C.WHISKER_BAD_ARGUMENT and 1 or 3, status, problem)
  end
  local list = {}
  for run = 1, n_runs do list[run] = bootstrap.result(rates[run - 1]) end
  return list
end

local module = {}

function module.add(core)
  core.groups, core.win_rates = groups, win_rates
  designs.methods.groups = design_groups
end

return module
