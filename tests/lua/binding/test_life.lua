-- The life of handles: collected, closed, kept by what needs them.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function small_table()
  local tbl = core.table()
  tbl:scan_text("x", '{"run":"a","item":"q1","score":1}\n{"run":"a","item":"q2","score":0}\n', {
    { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" }, { path = "score", kind = "real" },
  })
  return tbl
end

local roles = { score = "score", run = "run", item = "item" }

function test.handles_are_collected()
  for _ = 1, 2000 do core.design(small_table(), roles) end
  collectgarbage()
  collectgarbage()
end

function test.a_design_keeps_its_table()
  local design = core.design(small_table(), roles)
  for _ = 1, 3 do
    collectgarbage()
    small_table()
  end
  check.equal(design:items(), { "q1", "q2" })
end

function test.failed_calls_leave_nothing_behind()
  for _ = 1, 200 do
    core.archive("no/such/archive")
    core.list_files("no/such/folder")
    pcall(core.design, small_table(), { score = "score" })
  end
  collectgarbage()
end

function test.a_handle_is_closed_at_the_end_of_its_block()
  check.needs_lua54()
  local run = assert(load([[
    local core, roles, small_table = ...
    local design, outer
    do
      local tbl <close> = small_table()
      outer, design = tbl, core.design(tbl, roles)
    end
    return outer, design
  ]]))
  local tbl, design = run(core, roles, small_table)
  check.raises("calling 'rows' on bad self (this whisker.Table is closed)", tbl.rows, tbl)
  check.raises("calling 'items' on bad self (the table of this design is closed)", design.items, design)
  check.equal(design:mean(1).value, 0.5)
end

function test.closing_twice_does_no_harm()
  check.needs_lua54()
  local tbl = small_table()
  local close = getmetatable(tbl).__gc
  close(tbl)
  close(tbl)
  close(nil)
  close("x")
end

function test.userdata_have_names()
  check.needs_lua54()
  check.equal(getmetatable(core.table()).__name, "whisker.Table")
  check.holds(tostring(core.table()), "whisker.Table: ")
end

function test.many_lists_are_built_while_memory_is_collected()
  local scores, labels, weights = {}, {}, {}
  for i = 1, 2000 do scores[i], labels[i], weights[i] = i % 2, "c" .. i % 50, 1 + i % 3 end
  local first = core.mean(scores, { cluster = labels, weight = weights })
  for _ = 1, 200 do
    local again = core.mean(scores, { cluster = labels, weight = weights })
    check.equal({ again.value, again.se }, { first.value, first.se })
  end
end

return test
