-- The bootstrap: of a run, of a difference, of all of them together, of lists of scores.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local of_items = require("whisker.ffi.items")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- options ------------------------------------------------------------------------------------------------------

local of_bootstrap = { { "kind", names.bootstrap_kind }, { "level", "number" }, { "replicates", "count" },
  { "seed", "count" }, { "threads", "small" }, { "watch", "watch" }, { "always_draw", "flag" }, { "low", "number" },
  { "high", "number" }, { "keep", "flag" } }

local function with(more)
  local list = {}
  for i, option in ipairs(of_bootstrap) do list[i] = option end
  for _, option in ipairs(more) do list[#list + 1] = option end
  return list
end

local quantile = { "quantile", "number" }
local run_options, pair_options = with({ quantile }), of_bootstrap
local list_options = of_items.with_items(with({ quantile, { "statistic", names.statistic }, { "draws", "other" } }))
local list_pair_options = of_items.with_items(of_bootstrap)

local added = { keep = true, quantile = true, statistic = true }

--- What is asked of the library, and { keep, quantile, statistic }, which the module adds.
local function take_question(name, position, given, known)
  local options, asked = native.struct("whisker_bootstrap_options"), {}
  for key, value in pairs(arguments.options(name, position, given, known, {})) do
    if added[key] then asked[key] = value else options[key] = value end
  end
  asked.keep = asked.keep == 1
  return options, asked
end

--- Room for the replicates of so many runs, where they are wanted.
local function new_room(options, asked, n_runs)
  if not asked.keep then return nil end
  local n = tonumber(options.replicates)
  return ffi.new("double[?]", n_runs * (n > 0 and n or tonumber(C.WHISKER_BOOTSTRAP_REPLICATES)))
end

-- ---- results ------------------------------------------------------------------------------------------------------

local bootstrap_fields = { "value", { "se", "standard_error" }, { "lo", "lower" }, { "hi", "upper" }, "level", "bias",
  "bias_correction", "acceleration", "monte_carlo_error", "seed", "replicates", "n_undefined", "n_items", "n_missing",
  "n_units" }

--- replicate nil: they were not wanted.
local function to_table(from, replicate)
  local made = arguments.results(from, bootstrap_fields, {})
  made.kind = names.name(names.bootstrap_kind, from.kind)
  made.exact = from.exact ~= 0
  made.notes = estimate.note_names(from.notes)
  if not replicate then return made end
  made.replicate = {}
  for i = 1, made.replicates do
    local value = replicate[i - 1]
    made.replicate[i] = value == value and value
  end
  return made
end

-- ---- of a design --------------------------------------------------------------------------------------------------

local function run_bootstrap(kept, items, scores, options, asked, room, found, problem)
  if asked.quantile and asked.quantile ~= 0 then
    return native.call(kept, C.whisker_bootstrap_quantile, items, scores, asked.quantile, options, room, nil, found,
      problem)
  end
  local statistic = asked.statistic and C.whisker_statistic_at(asked.statistic) or nil
  return native.call(kept, C.whisker_bootstrap, items, statistic, scores, options, room, nil, found, problem)
end

local function design_bootstrap(self, run, given)
  local pointer, problem = designs.take("bootstrap", 0, self), new_error()
  run = designs.take_run("bootstrap", 1, pointer, run)
  local options, asked = take_question("bootstrap", 2, given, run_options)
  local room, found = new_room(options, asked, 1), native.struct("whisker_bootstrap_estimate")
  local status = run_bootstrap({}, designs.items(pointer), C.whisker_design_scores(pointer, run), options, asked, room,
    found, problem)
  if status ~= C.WHISKER_OK then return failure("bootstrap", 2, status, problem) end
  return to_table(found, room)
end

local function design_difference(self, a, b, given)
  local name, pointer, problem = "bootstrap_difference", designs.take("bootstrap_difference", 0, self), new_error()
  a, b = designs.take_run(name, 1, pointer, a), designs.take_run(name, 2, pointer, b)
  local options, asked = take_question(name, 3, given, pair_options)
  local room, found = new_room(options, asked, 1), native.struct("whisker_bootstrap_estimate")
  local status = C.whisker_bootstrap_difference(designs.items(pointer), C.whisker_design_scores(pointer, a),
    C.whisker_design_scores(pointer, b), options, room, nil, found, problem)
  if status ~= C.WHISKER_OK then return failure(name, 3, status, problem) end
  return to_table(found, room)
end

-- ---- runs drawn together ------------------------------------------------------------------------------------------

local function count_runs(pointer)
  local counts = native.struct("whisker_design_counts")
  C.whisker_design_counts_of(pointer, counts)
  return counts.n_runs
end

--- The scores of all runs, one run after the other.
local function all_scores(pointer, items, n_runs)
  local n = tonumber(items.n)
  local scores = ffi.new("double[?]", math.max(n_runs * n, 1))
  for run = 0, n_runs - 1 do ffi.copy(scores + run * n, C.whisker_design_scores(pointer, run), n * 8) end
  return scores
end

local function design_runs_together(self, given)
  local name, pointer, problem = "bootstrap_runs", designs.take("bootstrap_runs", 0, self), new_error()
  local options, asked = take_question(name, 1, given, pair_options)
  local n_runs, items = count_runs(pointer), designs.items(pointer)
  local scores, room = all_scores(pointer, items, n_runs), new_room(options, asked, n_runs)
  local found = ffi.new("whisker_bootstrap_estimate[?]", n_runs)
  found[0].size = ffi.sizeof("whisker_bootstrap_estimate")
  local status = C.whisker_bootstrap_runs(items, n_runs, scores, options, room, nil, found, problem)
  if status ~= C.WHISKER_OK then return failure(name, 1, status, problem) end
  local list = {}
  for run = 0, n_runs - 1 do
    list[run + 1] = to_table(found[run], room and room + run * tonumber(found[run].replicates))
  end
  return list
end

--- Pairs of runs, from 0.
local function given_pairs(name, position, list, n_runs)
  arguments.table(name, position, list)
  local pairs_of = ffi.new("int32_t[?]", 2 * #list + 1)
  for i, pair in ipairs(list) do
    if type(pair) ~= "table" then
      misuse(name, position, "pair %d must be a table of two runs, got %s", i, type(pair))
    end
    for side = 1, 2 do
      local run = rawget(pair, side)
      if type(run) ~= "number" or run ~= math.floor(run) or run < 1 or run > n_runs then
        misuse(name, position, "pair %d must hold two runs from 1 to %d", i, n_runs)
      end
      pairs_of[2 * i + side - 3] = run - 1
    end
  end
  return pairs_of, #list
end

local function all_pairs(n_runs)
  local count, place = n_runs * (n_runs - 1) / 2, 0
  local pairs_of = ffi.new("int32_t[?]", 2 * count + 1)
  for a = 0, n_runs - 1 do
    for b = a + 1, n_runs - 1 do
      pairs_of[place], pairs_of[place + 1], place = a, b, place + 2
    end
  end
  return pairs_of, count
end

local function design_differences(self, list, given)
  local name, pointer, problem = "bootstrap_differences", designs.take("bootstrap_differences", 0, self), new_error()
  local options, asked = take_question(name, 2, given, pair_options)
  if asked.keep then
    misuse(name, 2, "replicates are kept of runs, not of their differences: bootstrap_runs has them")
  end
  local n_runs, items = count_runs(pointer), designs.items(pointer)
  local pairs_of, n_pairs = all_pairs(n_runs)
  if list ~= nil then pairs_of, n_pairs = given_pairs(name, 1, list, n_runs) end
  local found = ffi.new("whisker_bootstrap_estimate[?]", n_pairs + 1)
  found[0].size = ffi.sizeof("whisker_bootstrap_estimate")
  local status = C.whisker_bootstrap_differences(items, n_runs, all_scores(pointer, items, n_runs), n_pairs, pairs_of,
    options, nil, found, problem)
  if status ~= C.WHISKER_OK then return failure(name, 2, status, problem) end
  local made = {}
  for i = 1, n_pairs do
    made[i] = to_table(found[i - 1])
    made[i].a, made[i].b = pairs_of[2 * i - 2] + 1, pairs_of[2 * i - 1] + 1
  end
  return made
end

-- ---- of lists -----------------------------------------------------------------------------------------------------

--- One list of scores, or a list of lists for a statistic of several columns; and how many items there are.
local function take_columns(name, given, statistic)
  arguments.table(name, 1, given)
  local n_columns = statistic and statistic.n_columns or 1
  local first = rawget(given, 1)
  local is_list_of_lists = type(first) == "table"
  if not is_list_of_lists and n_columns == 1 then
    local n = arguments.list_length(given)
    return arguments.numbers(name, 1, given, nil, n), n
  end
  if #given ~= n_columns or not is_list_of_lists then
    misuse(name, 1, "%s takes %d columns, got %d", statistic and native.text(statistic.name) or "mean", n_columns,
      is_list_of_lists and #given or 1)
  end
  local n = arguments.list_length(first)
  local columns = ffi.new("double[?]", math.max(n_columns * n, 1))
  for c = 1, n_columns do
    local column = rawget(given, c)
    if type(column) ~= "table" then misuse(name, 1, "column %d must be a table, got %s", c, type(column)) end
    local length = arguments.list_length(column)
    if length ~= n then misuse(name, 1, "column %d has %d numbers, and the first has %d", c, length, n) end
    ffi.copy(columns + (c - 1) * n, arguments.numbers(name, 1, column, nil, n), n * 8)
  end
  return columns, n
end

--- A list of draws for each item.
local function read_draws(name, position, given, n, options, kept)
  local lists = arguments.table_option(name, position, given, "draws")
  if not lists then return end
  kept.first = ffi.new("int64_t[?]", n + 1)
  for i = 1, n do
    local list = rawget(lists, i)
    if type(list) ~= "table" then
      misuse(name, position, "element %d of 'draws' must be a table, got %s", i, type(list))
    end
    kept.first[i] = kept.first[i - 1] + arguments.list_length(list)
  end
  kept.draws = ffi.new("double[?]", math.max(tonumber(kept.first[n]), 1))
  for i = 1, n do
    local count = tonumber(kept.first[i] - kept.first[i - 1])
    local numbers = arguments.numbers(name, position, rawget(lists, i), "draws", count)
    ffi.copy(kept.draws + kept.first[i - 1], numbers, count * 8)
  end
  options.first_draw, options.draw = kept.first, kept.draws
end

local function bootstrap(given_columns, given)
  local name, problem = "bootstrap", new_error()
  local options, asked = take_question(name, 2, given, list_options)
  local statistic = asked.statistic and C.whisker_statistic_at(asked.statistic) or nil
  local columns, n = take_columns(name, given_columns, statistic)
  local items, kept = of_items.read(name, 2, given, n)
  read_draws(name, 2, given, n, options, kept)
  local room, found = new_room(options, asked, 1), native.struct("whisker_bootstrap_estimate")
  local status = run_bootstrap(kept, items, columns, options, asked, room, found, problem)
  if status ~= C.WHISKER_OK then return failure(name, 2, status, problem) end
  return to_table(found, room)
end

local function bootstrap_difference(a, b, given)
  local name, problem = "bootstrap_difference", new_error()
  arguments.table(name, 1, a)
  arguments.table(name, 2, b)
  local options, asked = take_question(name, 3, given, list_pair_options)
  local n, n_b = arguments.list_length(a), arguments.list_length(b)
  if n ~= n_b then misuse(name, 2, "%d scores, and the first list has %d", n_b, n) end
  local scores_a, scores_b = arguments.numbers(name, 1, a, nil, n), arguments.numbers(name, 2, b, nil, n)
  local items, kept = of_items.read(name, 3, given, n)
  local room, found = new_room(options, asked, 1), native.struct("whisker_bootstrap_estimate")
  local status = native.call(kept, C.whisker_bootstrap_difference, items, scores_a, scores_b, options, room, nil, found,
    problem)
  if status ~= C.WHISKER_OK then return failure(name, 3, status, problem) end
  return to_table(found, room)
end

local module = { result = to_table }

function module.add(core)
  core.bootstrap, core.bootstrap_difference = bootstrap, bootstrap_difference
  designs.methods.bootstrap, designs.methods.bootstrap_difference = design_bootstrap, design_difference
  designs.methods.bootstrap_runs, designs.methods.bootstrap_differences = design_runs_together, design_differences
end

return module
