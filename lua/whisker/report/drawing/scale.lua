-- Axes: which numbers stand at the ticks, how they are printed, and where on a line a value stands.

local core = require("whisker.core")
local numbers = require("whisker.report.numbers")

local scale = {}

---@class whisker.Scale
---@field low number
---@field high number
---@field ticks number[]
---@field log boolean?
---@field decimals integer of the numbers at the ticks

local function log10(value) return math.log(value) / math.log(10) end

--- Steps that people read easily: 1, 2 or 5 times a power of ten.
function scale.nice_step(span, most)
  local power = 10 ^ math.floor(log10(span / most))
  for _, factor in ipairs({ 1, 2, 5, 10 }) do
    if span / (power * factor) <= most then return power * factor end
  end
end

--- An axis from low to high with at most so many steps. whole: ticks at whole numbers only.
---@return whisker.Scale
function scale.linear(low, high, most, whole)
  if high - low < 1e-9 then low, high = low - 1, high + 1 end
  local step = scale.nice_step(high - low, math.max(2, most))
  if whole then step = math.max(1, step) end
  local made = { low = low, high = high, ticks = {}, decimals = math.max(0, -math.floor(log10(step) + 1e-9)) }
  local first = math.ceil(low / step - 1e-9)
  for i = 0, math.floor(high / step + 1e-9) - first do
    made.ticks[i + 1] = (first + i) * step + 0 -- no minus zero
  end
  return made
end

--- 1, 2 and 5 times powers of ten between two numbers, or fewer where that is too many.
local function log_ticks(low, high, factors)
  local ticks = {}
  for power = math.floor(log10(low)), math.ceil(log10(high)) do
    for _, factor in ipairs(factors) do
      local tick = factor * 10 ^ power
      if tick >= low * (1 - 1e-9) and tick <= high * (1 + 1e-9) then ticks[#ticks + 1] = tick end
    end
  end
  return ticks
end

--- An axis of ratios; both ends are above 0.
---@return whisker.Scale
function scale.log(low, high, most)
  if high < low * 1.01 then low, high = low / 2, high * 2 end
  local made = { low = low, high = high, log = true }
  for _, factors in ipairs({ { 1, 2, 5 }, { 1, 3 }, { 1 } }) do
    made.ticks = log_ticks(low, high, factors)
    if #made.ticks <= most then break end
  end
  return made
end

--- The number at a tick.
---@param made whisker.Scale
function scale.label(made, tick)
  if not made.log then return numbers.fixed(tick, made.decimals) end
  return tick >= 1 and numbers.count(tick) or core.number_text(tick, 2)
end

--- How far along the axis a value stands: 0 at the low end, 1 at the high one.
---@param made whisker.Scale
function scale.share(made, value)
  if made.log then return math.log(value / made.low) / math.log(made.high / made.low) end
  return (value - made.low) / (made.high - made.low)
end

return scale
