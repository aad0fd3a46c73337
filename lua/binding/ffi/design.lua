-- whisker.Design: roles applied to a table, and its cluster keys.

local arguments = require("whisker.ffi.arguments")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local tables = require("whisker.ffi.table")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

local Design = arguments.new_type("whisker.Design", C.whisker_design_free)
local methods = Design.__index

local function take_self(name, self) return arguments.handle(name, 0, self, Design) end

local function table_of(name, self)
  if not self.table.pointer then misuse(name, 0, "the table of this design is closed") end
  return self.table.pointer
end

local function counts_of(pointer)
  local counts = native.struct("whisker_design_counts")
  C.whisker_design_counts_of(pointer, counts)
  return counts
end

local function n_items(pointer) return tonumber(counts_of(pointer).n_items) end

-- ---- roles ------------------------------------------------------------------------------------------------------

local role_options = { { "score", "text" }, { "run", "text" }, { "item", "text" }, { "draw", "text" },
  { "weight", "text" }, { "stratum", "text" }, { "missing", names.missing }, { "where", "other" },
  { "expected", "other" } }

local columns = { { "score", C.WHISKER_REAL, true }, { "run", C.WHISKER_SYMBOL, true },
  { "item", C.WHISKER_SYMBOL, true }, { "draw", C.WHISKER_SYMBOL }, { "weight", C.WHISKER_REAL },
  { "stratum", C.WHISKER_SYMBOL } }

local function read_columns(pointer, given, roles)
  local named = arguments.read_options("design", 2, given, role_options, {})
  for _, column in ipairs(columns) do
    local role, kind, is_needed = column[1], column[2], column[3]
    if named[role] then
      roles[role] = tables.find_column("design", 2, pointer, role, named[role], kind)
    elseif is_needed then
      misuse("design", 2, "a design needs a '%s' column", role)
    else
      roles[role] = C.WHISKER_NO_COLUMN
    end
  end
  roles.missing = named.missing or C.WHISKER_MISSING_DROP
end

--- A text that no cell has is interned all the same, so that the condition holds for no row.
local function read_conditions(pointer, given, roles, kept)
  local where, list = arguments.table_option("design", 2, given, "where"), {}
  if not where then return end
  for column, text in next, where do
    if type(column) ~= "string" or type(text) ~= "string" then
      misuse("design", 2, "'where' takes columns and their texts, got a %s for a %s", type(text), type(column))
    end
    local number = tables.find_column("design", 2, pointer, "where", column, C.WHISKER_SYMBOL)
    list[#list + 1] = { number, tables.intern("design", 2, pointer, text) }
  end
  kept.conditions = ffi.new("whisker_condition[?]", #list + 1, list)
  roles.conditions, roles.n_conditions = kept.conditions, #list
end

local function read_expected(pointer, given, roles, kept)
  local list = arguments.table_option("design", 2, given, "expected")
  if not list then return end
  kept.expected = ffi.new("int32_t[?]", #list + 1)
  for i, item in ipairs(list) do
    if type(item) ~= "string" then
      misuse("design", 2, "element %d of 'expected' must be a string, got %s", i, type(item))
    end
    kept.expected[i - 1] = tables.intern("design", 2, pointer, item)
  end
  roles.expected, roles.n_expected = kept.expected, #list
end

local function new_design(tbl, given)
  local pointer = tables.take("design", 1, tbl)
  arguments.table("design", 2, given)
  local roles, kept, problem = native.struct("whisker_roles"), {}, new_error()
  read_columns(pointer, given, roles)
  read_conditions(pointer, given, roles, kept)
  read_expected(pointer, given, roles, kept)
  local place = ffi.new("whisker_design *[1]")
  local status = native.call(kept, C.whisker_design_new, pointer, roles, place, problem)
  if status ~= C.WHISKER_OK then return failure("design", 2, status, problem) end
  return arguments.new_handle(Design, place[0], { table = tbl })
end

-- ---- what it holds ----------------------------------------------------------------------------------------------

local count_fields = { "n_runs", "n_items", "n_rows", "n_unscored", "n_non_finite", "n_duplicates", "n_nameless",
  "n_unexpected", "n_unexpected_items", "n_conflicts", "n_graded" }

function methods:counts()
  return arguments.results(counts_of(take_self("counts", self)), count_fields, {})
end

function methods:runs()
  local pointer, tbl, list = take_self("runs", self), table_of("runs", self), {}
  for i = 0, counts_of(pointer).n_runs - 1 do
    list[i + 1] = tables.text(tbl, C.whisker_design_run_symbol(pointer, i))
  end
  return list
end

function methods:items()
  local pointer, tbl, list = take_self("items", self), table_of("items", self), {}
  for i = 0, n_items(pointer) - 1 do
    list[i + 1] = tables.text(tbl, C.whisker_design_item_symbol(pointer, i))
  end
  return list
end

function methods:item_row(item)
  local pointer = take_self("item_row", self)
  local row = C.whisker_design_item_row(pointer, arguments.place("item_row", 1, item, n_items(pointer), "item"))
  if row >= 0 then return tonumber(row) + 1 end
end

local function take_run(name, position, pointer, run)
  return arguments.place(name, position, run, counts_of(pointer).n_runs, "run")
end

function methods:scores(run)
  local pointer, list = take_self("scores", self), {}
  local scores = C.whisker_design_scores(pointer, take_run("scores", 1, pointer, run))
  for i = 0, n_items(pointer) - 1 do list[i + 1] = scores[i] == scores[i] and scores[i] end
  return list
end

function methods:draws(run)
  local pointer, counts = take_self("draws", self), { total = 0, items = 0, fewest = 0, most = 0 }
  local draws = C.whisker_design_draws(pointer, take_run("draws", 1, pointer, run))
  for i = 0, n_items(pointer) - 1 do
    local count = draws[i]
    counts.total, counts.most = counts.total + count, math.max(counts.most, count)
    if count > 0 then
      counts.items = counts.items + 1
      counts.fewest = counts.fewest == 0 and count or math.min(counts.fewest, count)
    end
  end
  return counts
end

function methods:is_binary()
  local pointer = take_self("is_binary", self)
  local count = n_items(pointer)
  for run = 0, counts_of(pointer).n_runs - 1 do
    local scores = C.whisker_design_scores(pointer, run)
    for i = 0, count - 1 do
      if scores[i] == scores[i] and scores[i] ~= 0 and scores[i] ~= 1 then return false end
    end
  end
  return true
end

-- ---- cluster keys -----------------------------------------------------------------------------------------------

local most_keys = 4

function methods:cluster_by_column(key, column)
  local name, pointer = "cluster_by_column", take_self("cluster_by_column", self)
  local tbl, problem = table_of(name, self), new_error()
  key = arguments.place(name, 1, key, most_keys, "key")
  local number = tables.column(name, 2, tbl, column)
  local conflicts, empty = ffi.new("int64_t[1]"), ffi.new("int64_t[1]")
  local status = C.whisker_design_cluster_by_column(pointer, tbl, key, number, conflicts, empty, problem)
  if status ~= C.WHISKER_OK then return failure(name, 1, status, problem) end
  return { conflicts = tonumber(conflicts[0]), empty = tonumber(empty[0]) }
end

function methods:cluster_by_label(key, labels)
  local name, pointer, problem = "cluster_by_label", take_self("cluster_by_label", self), new_error()
  local count = n_items(pointer)
  key = arguments.place(name, 1, key, most_keys, "key")
  arguments.table(name, 2, labels)
  if #labels > count then misuse(name, 2, "%d labels for %d items", #labels, count) end
  local codes = ffi.new("int64_t[?]", math.max(count, 1))
  arguments.encode_labels(name, 2, labels, nil, count, false, codes)
  local status = C.whisker_design_cluster_by_label(pointer, key, codes, problem)
  if status ~= C.WHISKER_OK then return failure(name, 1, status, problem) end
end

function methods:uncluster() C.whisker_design_uncluster(take_self("uncluster", self)) end

local function items_of(pointer)
  local items = native.struct("whisker_items")
  C.whisker_design_items(pointer, items)
  return items
end

local function is_scored(pointer, n_runs, item)
  for run = 0, n_runs - 1 do
    local score = C.whisker_design_scores(pointer, run)[item]
    if score == score then return true end
  end
  return false
end

function methods:cluster_sizes(key)
  local pointer = take_self("cluster_sizes", self)
  local items, n_runs, by_code, list = items_of(pointer), counts_of(pointer).n_runs, {}, {}
  local n = tonumber(items.n)
  key = arguments.place("cluster_sizes", 1, key, items.n_keys, "key")
  for i = 0, n - 1 do
    local code = items.cluster[key * n + i]
    if is_scored(pointer, n_runs, i) then
      if not by_code[code] then
        by_code[code] = { size = 0, item = i + 1 }
        list[#list + 1] = by_code[code]
      end
      by_code[code].size = by_code[code].size + 1
    end
  end
  table.sort(list, function(a, b)
    if a.size ~= b.size then return a.size > b.size end
    return a.item < b.item
  end)
  return list
end

-- ---- estimates --------------------------------------------------------------------------------------------------

function methods:mean(run, given)
  local pointer, problem = take_self("mean", self), new_error()
  run = take_run("mean", 1, pointer, run)
  local options = native.struct("whisker_mean_options")
  arguments.options("mean", 2, given, estimate.mean_options, options)
  local out = native.struct("whisker_estimate")
  local status = C.whisker_mean(items_of(pointer), C.whisker_design_scores(pointer, run), options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("mean", 2, status, problem) end
  return estimate.estimate(out)
end

function methods:difference(a, b, given)
  local pointer, problem = take_self("difference", self), new_error()
  a, b = take_run("difference", 1, pointer, a), take_run("difference", 2, pointer, b)
  local options = native.struct("whisker_difference_options")
  arguments.options("difference", 3, given, estimate.difference_options, options)
  local out = estimate.new_comparison()
  local status = C.whisker_difference(items_of(pointer), C.whisker_design_scores(pointer, a),
    C.whisker_design_scores(pointer, b), options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("difference", 3, status, problem) end
  return estimate.comparison(out)
end

-- ---- for the files that add methods -----------------------------------------------------------------------------

local function n_runs(pointer) return counts_of(pointer).n_runs end

local design = { methods = methods, take_run = take_run, items = items_of, n_items = n_items, n_runs = n_runs }

function design.take(name, position, value) return arguments.handle(name, position, value, Design) end

function design.add(core) core.design = new_design end

return design
