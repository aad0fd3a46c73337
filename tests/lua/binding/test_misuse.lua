-- Misuse raises with the argument's position, in the same words under both interpreters, however a function is called.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function small_table()
  local tbl = core.table()
  tbl:add_column("item", "symbol")
  tbl:add_column("run", "symbol")
  tbl:add_column("score", "real")
  tbl:add_rows(2)
  tbl:set(1, "item", "a")
  tbl:fill("run", 1, 2, "m")
  tbl:set(1, "score", 1)
  return tbl
end

function test.self()
  check.raises("calling 'rows' on bad self (whisker.Table expected, got nil)", core.table().rows)
  check.raises("calling 'rows' on bad self (whisker.Table expected, got table)", core.table().rows, {})
end

function test.types_of_arguments()
  local tbl = small_table()
  check.raises("bad argument #1 to 'kind' (string expected, got number)", tbl.kind, tbl, 1)
  check.raises("bad argument #1 to 'add_rows' (integer expected, got string)", tbl.add_rows, tbl, "2")
  check.raises("bad argument #1 to 'add_rows' (integer expected, got a number that is none)", tbl.add_rows, tbl, 1.5)
  check.raises("bad argument #2 to 'add_column' (unknown kind 'reel'; did you mean 'real'?)", tbl.add_column, tbl, "x",
    "reel")
  check.raises("bad argument #3 to 'set' (number expected, got boolean)", tbl.set, tbl, 1, "score", true)
  check.raises("bad argument #3 to 'set' (string expected, got table)", tbl.set, tbl, 1, "item", {})
  check.raises("bad argument #1 to 'design' (whisker.Table expected, got table)", core.design, {}, {})
end

function test.columns_by_name()
  local tbl = small_table()
  check.raises("bad argument #2 to 'get' (no column is called 'scroe'; did you mean 'score'?)", tbl.get, tbl, 1, "scroe")
  check.raises("bad argument #2 to 'get' (no column is called 'xxxxxx')", tbl.get, tbl, 1, "xxxxxx")
  check.raises("bad argument #1 to 'fill' (column 'score' is a real column, not a symbol one)", tbl.fill, tbl, "score", 1,
    1, "x")
  check.raises("bad argument #1 to 'recode' (column 'item' is a symbol column, not a real one)", tbl.recode, tbl, "item",
    1, 1, {})
end

function test.rows_out_of_range()
  local tbl = small_table()
  check.raises("bad argument #1 to 'get' (row 0 is not one of 1 to 2)", tbl.get, tbl, 0, "item")
  check.raises("bad argument #1 to 'set' (row 3 is not one of 1 to 2)", tbl.set, tbl, 3, "item", "x")
  check.raises("bad argument #2 to 'distinct' (rows 1 to 3 are not within 1 to 2)", tbl.distinct, tbl, "item", 1, 3)
  check.raises("bad argument #2 to 'distinct' (rows 2 to 0 are not within 1 to 2)", tbl.distinct, tbl, "item", 2, 0)
  check.raises("bad argument #1 to 'truncate' (a table of 2 rows cannot keep 3)", tbl.truncate, tbl, 3)
end

function test.maps()
  local tbl = small_table()
  check.raises("bad argument #4 to 'recode' (the value of 'C' must be a number, got string)", tbl.recode, tbl, "score", 1,
    2, { C = "1" })
  check.raises("bad argument #2 to 'replace' (texts expected as keys, got a number)", tbl.replace, tbl, "item", { "x" })
end

function test.options()
  check.raises("bad argument #2 to 'mean' (unknown option 'varience'; did you mean 'variance'?)", core.mean, { 1 },
    { varience = "cr2" })
  check.raises("bad argument #2 to 'mean' (unknown option 'zzz'; there are variance, interval, level, low, high, " ..
    "cluster, weight, stratum, population)", core.mean, { 1 }, { zzz = 1 })
  check.raises("bad argument #2 to 'mean' (unknown variance 'cr22'; did you mean 'cr2'?)", core.mean, { 1 },
    { variance = "cr22" })
  check.raises("bad argument #2 to 'mean' (unknown variance 'sandwich'; there are clt, bernoulli, cluster_paper, cr0, " ..
    "cr1, cr2, cr3, linearized, jackknife)", core.mean, { 1 }, { variance = "sandwich" })
  check.raises("bad argument #2 to 'mean' (option 'level' must be a number, got string)", core.mean, { 1 },
    { level = "0.9" })
  check.raises("bad argument #2 to 'mean' (option 'variance' must be a name, got number)", core.mean, { 1 },
    { variance = 2 })
  check.raises("bad argument #2 to 'mean' (options are named, found a number as a name)", core.mean, { 1 }, { "cr2" })
  check.raises("bad argument #3 to 'difference' (unknown pairing 'pared'; did you mean 'paired'?)", core.difference,
    { 1 }, { 1 }, { pairing = "pared" })
end

function test.options_out_of_range_are_of_the_library()
  local fine, message = pcall(core.mean, { 1, 0 }, { level = 95 })
  check.equal(fine, false)
  check.holds(message, "bad argument #2 to 'mean' (")
end

function test.lists()
  check.raises("bad argument #1 to 'mean' (element 2 of the list must be a number or false, got string)", core.mean,
    { 1, "0" })
  check.raises("bad argument #2 to 'difference' (1 scores, and the first list has 2)", core.difference, { 1, 0 }, { 1 })
  check.raises("bad argument #2 to 'mean' (element 1 of 'cluster' must be a text, a number or false, got boolean)",
    core.mean, { 1 }, { cluster = { true } })
  check.raises("bad argument #2 to 'mean' ('cluster' has 3 entries for 2 items)", core.mean, { 1, 0 },
    { cluster = { 1, 2, 3 } })
  check.raises("bad argument #2 to 'mean' (key 2 of 'cluster' must be a table, got string)", core.mean, { 1, 0 },
    { cluster = { { 1, 2 }, "x" } })
  check.raises("bad argument #2 to 'mean' ('cluster' takes one to four keys, got 5)", core.mean, { 1 },
    { cluster = { { 1 }, { 1 }, { 1 }, { 1 }, { 1 } } })
  check.raises("bad argument #2 to 'mean' ('weight' has 2 entries for 1 items)", core.mean, { 1 }, { weight = { 1, 2 } })
end

function test.roles()
  local tbl = small_table()
  check.raises("bad argument #2 to 'design' (a design needs a 'run' column)", core.design, tbl,
    { score = "score", item = "item" })
  check.raises("bad argument #2 to 'design' (score: no column is called 'scor'; did you mean 'score'?)", core.design, tbl,
    { score = "scor", run = "run", item = "item" })
  check.raises("bad argument #2 to 'design' (score: column 'item' is a symbol column, not a real one)", core.design, tbl,
    { score = "item", run = "run", item = "item" })
  check.raises("bad argument #2 to 'design' (unknown missing 'drp'; did you mean 'drop'?)", core.design, tbl,
    { score = "score", run = "run", item = "item", missing = "drp" })
  check.raises("bad argument #2 to 'design' ('where' takes columns and their texts, got a number for a string)",
    core.design, tbl, { score = "score", run = "run", item = "item", where = { item = 1 } })
  check.raises("bad argument #2 to 'design' (element 1 of 'expected' must be a string, got number)", core.design, tbl,
    { score = "score", run = "run", item = "item", expected = { 1 } })
end

function test.the_place_is_the_callers()
  local fine, message = pcall(function()
    local estimate = core.mean("x")
    return estimate
  end)
  check.equal(fine, false)
  check.holds(message, "test_misuse.lua:")
end

return test
