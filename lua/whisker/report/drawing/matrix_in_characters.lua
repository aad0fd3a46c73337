-- A chart of pairs in characters: a sign a pair, + where the row is better, − where it is worse, · where nothing tells.

local extent = require("whisker.report.drawing.extent")
local key_lines = require("whisker.report.drawing.key_in_characters")
local matrix = require("whisker.report.drawing.matrix")
local width = require("whisker.report.width")

local signs = { up = "+", down = "−", open = "·", self = " " }
local least_name = 12

--- Numbers of the columns, upright: a line of tens where there are any, and one of units.
local function heads(n, before, step)
  local tens, units = {}, {}
  for j = 1, n do
    local digits = ("%2d"):format(j)
    tens[j], units[j] = width.pad(digits:sub(1, -2), step, "right"), width.pad(digits:sub(-1), step, "right")
  end
  local lines = {}
  if n > 9 then lines[1] = (((" "):rep(before) .. table.concat(tens)):gsub("%s+$", "")) end
  lines[#lines + 1] = (" "):rep(before) .. table.concat(units)
  return lines
end

---@param chart table
---@param columns integer
---@return string[]
return function(chart, columns)
  local names, n, most = matrix.numbered(chart), #chart.names, 0
  for _, name in ipairs(names) do most = math.max(most, width.of(name)) end
  local step = n * 3 + least_name + 4 <= columns and 3 or n * 2 + least_name + 4 <= columns and 2 or 1
  local room = math.max(least_name, math.min(most, columns - 4 - step * n))
  local before = #tostring(n) + 2
  local cut = matrix.numbered(chart, function(name) return extent.cut_columns(name, room - before) end)
  local lines = key_lines(chart.key, columns)
  for _, line in ipairs(heads(n, room + 3, step)) do lines[#lines + 1] = line end
  for i = 1, n do
    local parts = {}
    for j = 1, n do parts[j] = width.pad(signs[matrix.style(i ~= j and chart.cells[i][j] or nil)], step, "right") end
    lines[#lines + 1] = (("  %s %s"):format(width.pad(cut[i], room), table.concat(parts))
      :gsub("%s+$", ""))
  end
  return lines
end
