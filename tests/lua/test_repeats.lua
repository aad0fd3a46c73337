local check = require("check")
local core = require("whisker.core")
local repeats = require("whisker.repeats")

local tests = check.tests()

--- A log whose parts are lists of { run, item, draw }; `named` parts know their run, others leave it to their rows.
local function log_of(parts)
  local log = { table = core.table(), parts = {}, notes = {} }
  for _, column in ipairs({ "task", "run", "item", "draw" }) do log.table:add_column(column, "symbol") end
  for i, part in ipairs(parts) do
    local first = log.table:add_rows(#part.rows)
    for j, row in ipairs(part.rows) do
      log.table:set(first + j - 1, "task", "t")
      log.table:set(first + j - 1, "run", row[1])
      log.table:set(first + j - 1, "item", row[2])
      if row[3] then log.table:set(first + j - 1, "draw", row[3]) end
    end
    log.parts[i] = { first = first, last = first + #part.rows - 1, path = part.path, stamp = part.stamp,
      task = part.named and "t" or nil, run = part.named and part.rows[1][1] or nil }
  end
  return log
end

local function runs(log)
  return table.concat(log.table:distinct("run", 1, log.table:rows()), " | ")
end

function tests.the_same_items_twice_are_two_runs()
  local log = log_of({
    { named = true, path = "a/x.json", stamp = "2024-08-21T03-41-58.3", rows = { { "m", "1" }, { "m", "2" } } },
    { named = true, path = "a/y.json", stamp = "2024-08-21T03-44-09.4", rows = { { "m", "2" }, { "m", "3" } } },
  })
  repeats.separate(log)
  check.equal(runs(log), "m (2024-08-21 03:41) | m (2024-08-21 03:44)")
  check.equal(#log.notes, 1)
end

function tests.disjoint_items_are_one_run_in_two_files()
  local log = log_of({
    { named = true, path = "x", stamp = "2024-08-21", rows = { { "m", "1" } } },
    { named = true, path = "y", stamp = "2024-08-22", rows = { { "m", "2" } } },
  })
  repeats.separate(log)
  check.equal(runs(log), "m")
  check.equal(#log.notes, 0)
end

function tests.one_epoch_overlaps_with_several_epochs_of_the_same_items()
  local log = log_of({
    { named = true, path = "x", stamp = "2024-08-21", rows = { { "m", "1", "1" }, { "m", "2", "1" } } },
    { named = true, path = "y", stamp = "2024-08-22", rows = { { "m", "1", "1" }, { "m", "1", "2" } } },
  })
  repeats.separate(log)
  check.equal(runs(log), "m (2024-08-21) | m (2024-08-22)")
end

function tests.draws_of_an_item_in_several_files_are_one_run()
  local log = log_of({
    { named = true, path = "x", rows = { { "m", "1", "1" }, { "m", "1", "2" } } },
    { named = true, path = "y", rows = { { "m", "1", "3" }, { "m", "1", "4" } } },
  })
  repeats.separate(log)
  check.equal(runs(log), "m")
end

function tests.leaderboards_that_share_a_run()
  local log = log_of({
    { path = "old/board.json", rows = { { "m", "1" }, { "n", "1" } } },
    { path = "new/board.json", rows = { { "m", "1" }, { "o", "1" } } },
  })
  repeats.separate(log)
  check.equal(runs(log), "m (old/board.json) | n | m (new/board.json) | o")
end

return tests
