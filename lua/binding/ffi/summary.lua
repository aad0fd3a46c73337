-- Summaries of one run: statistics that are functions of means, and quantiles.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local extension = require("whisker.ffi.extension")
local of_items = require("whisker.ffi.items")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi, text = native.C, native.ffi, native.text
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- the statistics that ship -------------------------------------------------------------------------------------

local function column_names(statistic)
  local list = {}
  for j = 0, statistic.n_columns - 1 do list[j + 1] = text(statistic.columns[j]) end
  return list
end

local function describe(statistic)
  local scale = statistic.scale == C.WHISKER_SCALE_DEFAULT and C.WHISKER_SCALE_IDENTITY or statistic.scale
  local entry = { name = text(statistic.name), scale = text(C.whisker_scale_name(scale)),
    columns = column_names(statistic) }
  if statistic.direction ~= 0 then entry.direction = statistic.direction > 0 and "more" or "less" end
  if statistic.low ~= 0 or statistic.high ~= 0 then entry.low, entry.high = statistic.low, statistic.high end
  return entry
end

local function statistics()
  local list = {}
  for i = 0, C.whisker_statistic_count() - 1 do list[i + 1] = describe(C.whisker_statistic_at(i)) end
  return list
end

-- ---- which statistic ----------------------------------------------------------------------------------------------

local function find_foreign(name, position, given)
  local handle, wanted = rawget(given, 1), rawget(given, 2)
  if not extension.is_one(handle) or type(wanted) ~= "string" then
    misuse(name, position, "a statistic of an extension is { extension, name }")
  end
  local pointer = extension.take(name, position, handle)
  for i = 0, C.whisker_extension_statistics(pointer) - 1 do
    local statistic = C.whisker_extension_statistic(pointer, i)
    if text(statistic.name) == wanted then return statistic end
  end
  misuse(name, position, "the extension has no statistic '%s'", wanted)
end

--- A name, or { extension, name }; the handle in the table keeps the extension loaded.
local function find_statistic(name, position, given)
  if type(given) == "table" and getmetatable(given) == nil then return find_foreign(name, position, given) end
  arguments.text(name, position, given)
  return C.whisker_statistic_at(arguments.name_number(name, position, "statistic", given, names.statistic))
end

-- ---- columns: by name, or in order --------------------------------------------------------------------------------

local function check_columns(name, position, given, statistic, known)
  local is_column = {}
  for _, column in ipairs(known) do is_column[column] = true end
  for key in next, given do
    if type(key) ~= "number" and not is_column[key] then
      misuse(name, position, "%s has no column '%s'", text(statistic.name), tostring(key))
    end
  end
end

local function column_at(name, position, given, statistic, known, j)
  local column = rawget(given, known[j])
  if column == nil then column = rawget(given, j) end
  if column == nil then misuse(name, position, "%s needs the column '%s'", text(statistic.name), known[j]) end
  if type(column) ~= "table" then
    misuse(name, position, "column '%s' must be a table, got %s", known[j], type(column))
  end
  return column
end

--- The numbers of all columns, and how many items: n, or as many as the first has.
local function read_columns(name, position, given, statistic, n)
  arguments.table(name, position, given)
  local known = column_names(statistic)
  check_columns(name, position, given, statistic, known)
  n = n or arguments.list_length(column_at(name, position, given, statistic, known, 1))
  local columns = ffi.new("double[?]", math.max(n * #known, 1))
  for j = 1, #known do
    local column = column_at(name, position, given, statistic, known, j)
    local length = arguments.list_length(column)
    if length ~= n then misuse(name, position, "column '%s' has %d entries for %d items", known[j], length, n) end
    ffi.copy(columns + (j - 1) * n, arguments.numbers(name, position, column, known[j], n), n * 8)
  end
  return columns, n
end

-- ---- summaries ----------------------------------------------------------------------------------------------------

local summary_options = { { "variance", names.variance }, { "interval", names.interval }, { "level", "number" } }
local array_summary_options = of_items.with_items(summary_options)

local function summary(which, given_columns, given)
  local statistic = find_statistic("summary", 1, which)
  local options, problem = native.struct("whisker_summary_options"), new_error()
  arguments.options("summary", 3, given, array_summary_options, options)
  local columns, n = read_columns("summary", 2, given_columns, statistic)
  local items, kept = of_items.read("summary", 3, given, n)
  kept.which = which
  local out = native.struct("whisker_estimate")
  local status = native.call(kept, C.whisker_summary, items, statistic, columns, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("summary", 3, status, problem) end
  return estimate.estimate(out)
end

local function design_summary(self, which, given_columns, given)
  local pointer, problem = designs.take("summary", 0, self), new_error()
  local statistic = find_statistic("summary", 1, which)
  local options = native.struct("whisker_summary_options")
  arguments.options("summary", 3, given, summary_options, options)
  local columns = read_columns("summary", 2, given_columns, statistic, designs.n_items(pointer))
  local out = native.struct("whisker_estimate")
  local status = native.call({ which }, C.whisker_summary, designs.items(pointer), statistic, columns, options, nil,
    out, problem)
  if status ~= C.WHISKER_OK then return failure("summary", 3, status, problem) end
  return estimate.estimate(out)
end

-- ---- quantiles ----------------------------------------------------------------------------------------------------

local quantile_options = { { "q", "number" }, { "variance", names.variance }, { "interval", names.interval },
  { "level", "number" }, { "low", "number" }, { "high", "number" } }
local array_quantile_options = of_items.with_items(quantile_options)

local function quantile(scores, given)
  arguments.table("quantile", 1, scores)
  local options, problem = native.struct("whisker_quantile_options"), new_error()
  arguments.options("quantile", 2, given, array_quantile_options, options)
  local n = arguments.list_length(scores)
  local numbers = arguments.numbers("quantile", 1, scores, nil, n)
  local items, kept = of_items.read("quantile", 2, given, n)
  local out = native.struct("whisker_estimate")
  local status = native.call(kept, C.whisker_quantile, items, numbers, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("quantile", 2, status, problem) end
  return estimate.estimate(out)
end

local function design_quantile(self, run, given)
  local pointer, problem = designs.take("quantile", 0, self), new_error()
  run = designs.take_run("quantile", 1, pointer, run)
  local options, out = native.struct("whisker_quantile_options"), native.struct("whisker_estimate")
  arguments.options("quantile", 2, given, quantile_options, options)
  local status = C.whisker_quantile(designs.items(pointer), C.whisker_design_scores(pointer, run), options, nil, out,
    problem)
  if status ~= C.WHISKER_OK then return failure("quantile", 2, status, problem) end
  return estimate.estimate(out)
end

local module = {}

function module.add(core)
  core.statistics, core.summary, core.quantile = statistics, summary, quantile
  designs.methods.summary, designs.methods.quantile = design_summary, design_quantile
end

return module
