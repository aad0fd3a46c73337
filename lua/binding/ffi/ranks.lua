-- What follows from many comparisons: groups of runs that nothing tells apart, and ranks.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi
local misuse = arguments.misuse

local rank_options = { { "alpha", "number" }, { "lower_is_better", "flag" } }

-- ---- pairs: lists of tables as design:max_t and core.tukey make them ------------------------------------------------

local function number_of_pair(name, pair, index, key)
  local value = rawget(pair, key)
  if value == nil then return 0 / 0 end
  if type(value) ~= "number" then
    misuse(name, 2, "'%s' of pair %d must be a number, got %s", key, index, type(value))
  end
  return value
end

local function run_of_pair(name, pair, index, key, n_runs)
  local run = number_of_pair(name, pair, index, key)
  if not (run >= 1 and run <= n_runs) or run ~= math.floor(run) then
    misuse(name, 2, "'%s' of pair %d is not one of the runs 1 to %d", key, index, n_runs)
  end
  return run - 1
end

local function read_pairs(name, list, n_runs)
  arguments.table(name, 2, list)
  local made = ffi.new("whisker_max_t_pair[?]", math.max(#list, 1))
  for i = 1, #list do
    local pair, into = list[i], made[i - 1]
    if type(pair) ~= "table" then misuse(name, 2, "pair %d must be a table, got %s", i, type(pair)) end
    into.size = ffi.sizeof("whisker_max_t_pair")
    into.a, into.b = run_of_pair(name, pair, i, "a", n_runs), run_of_pair(name, pair, i, "b", n_runs)
    into.value, into.p_step_down = number_of_pair(name, pair, i, "value"), number_of_pair(name, pair, i, "p_step_down")
    into.lower, into.upper = number_of_pair(name, pair, i, "lo"), number_of_pair(name, pair, i, "hi")
  end
  return made
end

--- Which run is better than which, and the options.
local function read_better(name, n_runs, list, given)
  local options = arguments.options(name, 3, given, rank_options, { alpha = 0, lower_is_better = 0 })
  if n_runs < 1 or n_runs > 32767 then misuse(name, 1, "1 to %d runs are ranked, not %d", 32767, n_runs) end
  local better, problem = ffi.new("int32_t[?]", n_runs * n_runs), arguments.new_error()
  local status = C.whisker_surely_above(n_runs, #list, read_pairs(name, list, n_runs), options.alpha, better, problem)
  if status ~= C.WHISKER_OK then arguments.failure(name, 2, status, problem) end
  if options.lower_is_better ~= 0 then
    for i = 0, n_runs - 1 do
      for j = 0, i - 1 do
        better[i * n_runs + j], better[j * n_runs + i] = better[j * n_runs + i], better[i * n_runs + j]
      end
    end
  end
  return better, options
end

-- ---- groups -------------------------------------------------------------------------------------------------------

local most_groups = 1024

local function letters_of(member, n_groups, n_runs, run)
  local buffer, parts = ffi.new("char[16]"), {}
  for group = 0, n_groups - 1 do
    if member[group * n_runs + run] ~= 0 then
      parts[#parts + 1] = ffi.string(buffer, C.whisker_group_letter(group, buffer))
    end
  end
  return table.concat(parts)
end

local function members_of(member, group, n_runs)
  local list = {}
  for run = 0, n_runs - 1 do
    if member[group * n_runs + run] ~= 0 then list[#list + 1] = run + 1 end
  end
  return list
end

local function tie_groups(values, list, given)
  arguments.table("tie_groups", 1, values)
  local n_runs, problem = arguments.list_length(values), arguments.new_error()
  local value = arguments.numbers("tie_groups", 1, values, nil, n_runs)
  arguments.table("tie_groups", 2, list)
  local better, options = read_better("tie_groups", n_runs, list, given)
  if options.lower_is_better ~= 0 then
    for run = 0, n_runs - 1 do value[run] = -value[run] end
  end
  local member, n_groups = ffi.new("int32_t[?]", most_groups * n_runs), ffi.new("int32_t[1]")
  local status = C.whisker_tie_groups(n_runs, value, better, most_groups, member, n_groups, nil, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("tie_groups", 2, status, problem) end
  local made = { groups = {}, letters = {} }
  for group = 0, n_groups[0] - 1 do made.groups[group + 1] = members_of(member, group, n_runs) end
  for run = 0, n_runs - 1 do made.letters[run + 1] = letters_of(member, n_groups[0], n_runs, run) end
  return made
end

-- ---- ranks --------------------------------------------------------------------------------------------------------

local function rank_sets(n_runs, list, given)
  arguments.integer("rank_sets", 1, n_runs)
  arguments.table("rank_sets", 2, list)
  local better, problem, made = read_better("rank_sets", n_runs, list, given), arguments.new_error(), {}
  local best, worst = ffi.new("int32_t[?]", n_runs), ffi.new("int32_t[?]", n_runs)
  local status = C.whisker_rank_sets(n_runs, better, best, worst, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("rank_sets", 1, status, problem) end
  for run = 0, n_runs - 1 do made[run + 1] = { best = best[run], worst = worst[run] } end
  return made
end

-- ---- shares of replicates -------------------------------------------------------------------------------------------

--- One run after the other, from a list of lists.
local function read_replicates(list)
  if type(list[1]) ~= "table" then misuse("rank_shares", 1, "replicates of at least one run are needed, a list each") end
  local count = arguments.list_length(list[1])
  local all = ffi.new("double[?]", #list * count + 1)
  for run, own in ipairs(list) do
    if type(own) ~= "table" or arguments.list_length(own) ~= count then
      misuse("rank_shares", 1, "run %d needs as many replicates as the first, %d", run, count)
    end
    ffi.copy(all + (run - 1) * count, arguments.numbers("rank_shares", 1, own, nil, count), count * ffi.sizeof("double"))
  end
  return all, count
end

local function rank_shares(list)
  arguments.table("rank_shares", 1, list)
  local all, count = read_replicates(list)
  local n_runs, made = #list, {}
  local share, used, problem = ffi.new("double[?]", n_runs * n_runs), ffi.new("int64_t[1]"), arguments.new_error()
  local status = C.whisker_rank_shares(n_runs, count, all, share, used, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("rank_shares", 1, status, problem) end
  for run = 0, n_runs - 1 do
    made[run + 1] = {}
    for rank = 0, n_runs - 1 do made[run + 1][rank + 1] = share[run * n_runs + rank] end
  end
  return made, tonumber(used[0])
end

local ranks = {}

function ranks.add(core) core.tie_groups, core.rank_sets, core.rank_shares = tie_groups, rank_sets, rank_shares end

return ranks
