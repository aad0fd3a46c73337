local check = require("check")
local whisker_line = require("whisker.report.whisker_line")

local tests = check.tests()

local function cell(value, low, high) return { value = value, low = low, high = high } end

function tests.ends_and_centre_stand_where_they_should()
  local cells = { cell(0.5, 0, 1) }
  local axis = whisker_line.axis(cells, 21, 1)
  local row = whisker_line.row(axis, cells[1])
  check.equal(row, "├" .. ("─"):rep(9) .. "●" .. ("─"):rep(9) .. "┤")
  check.equal(whisker_line.header(axis):match("^0.0"), "0.0")
end

function tests.a_row_without_an_interval_is_a_point()
  local cells = { cell(0.25, 0, 1), cell(1, nil, nil) }
  local axis = whisker_line.axis(cells, 20, 1)
  local row = whisker_line.row(axis, cells[2])
  check.equal(row:sub(-#"●"), "●")
  assert(not row:find("─", 1, true))
end

function tests.nothing_to_draw()
  check.equal(whisker_line.axis({ cell(1, nil, nil) }, 40, 1), nil)
  check.equal(whisker_line.axis({ cell(0.5, 0, 1) }, 8, 1), nil)
end

function tests.equal_ends_do_not_divide_by_zero()
  local cells = { cell(0.5, 0.5, 0.5) }
  local row = whisker_line.row(whisker_line.axis(cells, 21, 100), cells[1])
  assert(row:find("●", 1, true))
end

return tests
