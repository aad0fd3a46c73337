-- An interval drawn in characters on a common axis: ├────●────┤

local numbers = require("whisker.report.numbers")
local width = require("whisker.report.width")

local whisker_line = {}

--- Steps that people read easily: 1, 2 or 5 times a power of ten.
local function nice_step(span, most)
  local power = 10 ^ math.floor(math.log(span / most) / math.log(10))
  for _, factor in ipairs({ 1, 2, 5, 10 }) do
    if span / (power * factor) <= most then return power * factor end
  end
end

---@class whisker.Axis
---@field low number
---@field high number
---@field columns integer
---@field ticks number[]
---@field zero boolean? differences: 0 is drawn as a line

--- The axis that holds all the intervals of a table's rows.
---@param cells table[] whisker cells
---@param columns integer
---@param scale number 100 for percent
---@return whisker.Axis?
function whisker_line.axis(cells, columns, scale)
  local low, high, any
  for _, cell in ipairs(cells) do
    any = any or cell.low
    if cell.plus then low, high = math.min(low or 0, 0), math.max(high or 0, 0) end
    for _, value in ipairs({ cell.value or false, cell.low or false, cell.high or false }) do
      if value then low, high = math.min(low or value, value), math.max(high or value, value) end
    end
  end
  if not any or columns < 12 then return nil end
  low, high = low * scale, high * scale
  if high - low < 1e-9 then low, high = low - 1, high + 1 end
  local step = nice_step(high - low, math.max(2, math.floor(columns / 9)))
  local axis = { low = low, high = high, columns = columns, scale = scale, ticks = {}, zero = cells[1].plus }
  local tick = math.ceil(low / step - 1e-9) * step + 0 -- no minus zero
  while tick <= high + 1e-9 do
    axis.ticks[#axis.ticks + 1] = tick
    tick = tick + step
  end
  axis.decimals = math.max(0, -math.floor(math.log(step) / math.log(10) + 1e-9))
  return axis
end

local function position(axis, value)
  local share = (value - axis.low) / (axis.high - axis.low)
  return 1 + math.floor(share * (axis.columns - 1) + 0.5)
end

--- The number at a tick.
function whisker_line.label(axis, tick) return numbers.fixed(tick, axis.decimals) end

--- The tick labels above the drawing.
function whisker_line.header(axis)
  local line = {}
  for i = 1, axis.columns do line[i] = " " end
  for _, tick in ipairs(axis.ticks) do
    local label = whisker_line.label(axis, tick)
    local columns = width.of(label)
    local start = position(axis, tick) - math.floor(columns / 2)
    start = math.max(1, math.min(axis.columns - columns + 1, start))
    local free = true
    for i = math.max(1, start - 1), math.min(axis.columns, start + columns) do free = free and line[i] == " " end
    if free then
      for character in width.characters(label) do line[start], start = character, start + 1 end
    end
  end
  return table.concat(line)
end

--- One row of the drawing.
function whisker_line.row(axis, cell)
  local line = {}
  for i = 1, axis.columns do line[i] = " " end
  for _, tick in ipairs(axis.ticks) do line[position(axis, tick)] = axis.zero and tick == 0 and "│" or "·" end
  if cell.low then
    local first, last = position(axis, cell.low * axis.scale), position(axis, cell.high * axis.scale)
    for i = first, last do line[i] = "─" end
    if axis.zero and first < position(axis, 0) and position(axis, 0) < last then line[position(axis, 0)] = "┼" end
    line[first], line[last] = "├", "┤"
  end
  if cell.value then line[position(axis, cell.value * axis.scale)] = "●" end
  return table.concat(line)
end

return whisker_line
