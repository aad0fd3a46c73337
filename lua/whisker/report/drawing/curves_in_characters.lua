-- A chart of curves in characters: Braille dots between two axes, points and names written over them.

local braille = require("whisker.report.drawing.braille")
local curves = require("whisker.report.drawing.curves")
local extent = require("whisker.report.drawing.extent")
local key_lines = require("whisker.report.drawing.key_in_characters")
local scale = require("whisker.report.drawing.scale")
local width = require("whisker.report.width")

local plot_rows, most_columns = 14, 90

local patterns = { one = { 1, 0 }, two = { 4, 3 }, three = { 1, 2 }, band = { 1, 3 }, guide = { 1, 5 } }
local glyphs = { filled = "●", hollow = "○", square = "■", diamond = "◆" }

-- ---- dots ---------------------------------------------------------------------------------------------------

--- Functions from values to dots of the canvas.
local function placers(chart, axes, columns)
  local fx, fy = curves.factor(chart.x), curves.factor(chart.y)
  local function held(share) return math.max(0, math.min(1, share)) end
  return function(value) return math.floor(held(scale.share(axes.x, value * fx)) * (2 * columns - 1) + 0.5) end,
    function(value) return math.floor((1 - held(scale.share(axes.y, value * fy))) * (4 * plot_rows - 1) + 0.5) end
end

local function path(canvas, points, column, pattern, x, y)
  local phase = 0
  for i = 2, #points do
    local from, to = points[i - 1], points[i]
    phase = canvas:line(x(from[1]), y(from[column]), x(to[1]), y(to[column]), pattern, phase)
  end
end

local function draw(canvas, chart, x, y)
  for i, curve in ipairs(chart.curves or {}) do
    if curve.band then
      path(canvas, curve.band, 2, patterns.band, x, y)
      path(canvas, curve.band, 3, patterns.band, x, y)
    end
    if curve.points then path(canvas, curve.points, 2, patterns[curves.style(chart, i)], x, y) end
  end
  for _, guide in ipairs(chart.guides or {}) do
    if guide.y then canvas:line(0, y(guide.y), 2 * canvas.columns - 1, y(guide.y), patterns.guide) end
    if guide.x then canvas:line(x(guide.x), 0, x(guide.x), 4 * canvas.rows - 1, patterns.guide) end
  end
end

local function grid_of(canvas)
  local grid = {}
  for row = 1, canvas.rows do
    grid[row] = {}
    for column = 1, canvas.columns do grid[row][column] = canvas:character(column, row) end
  end
  return grid
end

-- ---- texts over them ----------------------------------------------------------------------------------------

--- Are these cells of the grid inside it and without a letter? empty: without dots too.
local function is_free(grid, taken, row, first, last, empty)
  if not grid[row] or first < 1 or last > #grid[row] then return false end
  for column = math.max(1, first - 1), math.min(#grid[row], last + 1) do
    if taken[row .. ":" .. column] or (empty and grid[row][column] ~= " ") then return false end
  end
  return true
end

local function write(grid, taken, row, column, text)
  for character in width.characters(text) do
    local columns = width.of(character)
    if columns == 0 then
      grid[row][column - 1] = grid[row][column - 1] .. character
    else
      grid[row][column], taken[row .. ":" .. column] = character, true
      if columns == 2 then grid[row][column + 1], taken[row .. ":" .. column + 1] = "", true end
      column = column + columns
    end
  end
end

--- Beside a point, on its line or the next ones; first where there are no dots.
local function place_label(grid, taken, row, column, text)
  local columns = width.of(text)
  for _, empty in ipairs({ true, false }) do
    for _, up in ipairs({ 0, 1, -1 }) do
      for _, first in ipairs({ column + 2, column - 1 - columns }) do
        if is_free(grid, taken, row + up, first, first + columns - 1, empty) then
          return write(grid, taken, row + up, first, text)
        end
      end
    end
  end
end

local function dots(grid, chart, x, y)
  local taken = {}
  for _, dot in ipairs(chart.dots or {}) do
    local column, row = math.floor(x(dot.x) / 2) + 1, math.floor(y(dot.y) / 4) + 1
    write(grid, taken, row, column, glyphs[dot.mark or "filled"])
  end
  for _, dot in ipairs(chart.dots or {}) do
    local column, row = math.floor(x(dot.x) / 2) + 1, math.floor(y(dot.y) / 4) + 1
    local text = dot.label and extent.cut_columns(dot.label, math.floor(#grid[1] / 2))
    if text then place_label(grid, taken, row, column, text) end
  end
end

-- ---- axes ---------------------------------------------------------------------------------------------------

--- The label that stands before each line of the plot, where a tick lies on it.
local function labels_of(chart, axis, y)
  local by_row, most, factor = {}, 0, curves.factor(chart.y)
  for _, tick in ipairs(axis.ticks) do
    local row, label = math.floor(y(tick / factor) / 4) + 1, scale.label(axis, tick)
    by_row[row], most = label, math.max(most, width.of(label))
  end
  return by_row, most
end

local function tick_line(chart, axis, columns, x)
  local line, taken = { {} }, {}
  for column = 1, columns do line[1][column] = " " end
  for _, tick in ipairs(axis.ticks) do
    local label = scale.label(axis, tick)
    local middle = math.floor(x(tick / curves.factor(chart.x)) / 2) + 1
    local first = math.max(1, math.min(columns - #label + 1, middle - math.floor(#label / 2)))
    if is_free(line, taken, 1, first, first + #label - 1) then write(line, taken, 1, first, label) end
  end
  return table.concat(line[1])
end

---@param chart table
---@param columns integer
---@return string[]
return function(chart, columns)
  local axes, lines = { y = curves.axis(chart, "y", 5) }, key_lines(curves.key(chart, "line"), columns)
  local _, before = labels_of(chart, axes.y, function() return 0 end)
  local plot = math.min(most_columns, columns - before - 4)
  axes.x = curves.axis(chart, "x", math.floor(plot / 9))
  local x, y = placers(chart, axes, plot)
  local labels = labels_of(chart, axes.y, y)
  local canvas = braille.new(plot, plot_rows)
  draw(canvas, chart, x, y)
  local grid = grid_of(canvas)
  dots(grid, chart, x, y)
  if chart.y.label then lines[#lines + 1] = "  " .. width.cut(chart.y.label, columns - 2) end
  for row = 1, plot_rows do
    local label = width.pad(labels[row] or "", before, "right")
    lines[#lines + 1] = (("  %s │%s"):format(label, table.concat(grid[row])):gsub("%s+$", ""))
  end
  local indent = (" "):rep(before + 4)
  lines[#lines + 1] = ((indent .. tick_line(chart, axes.x, plot, x)):gsub("%s+$", ""))
  if chart.x.label then lines[#lines + 1] = indent .. width.cut(chart.x.label, plot) end
  return lines
end
