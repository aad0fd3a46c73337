-- A canvas of dots, two by four of them in a character (Unicode's Braille patterns).

local braille = {}
braille.__index = braille

--- What the dot in a column (0, 1) and row (0 to 3) of a character adds to its code.
local weights = { [0] = { [0] = 1, 2, 4, 64 }, { [0] = 8, 16, 32, 128 } }

---@param columns integer
---@param rows integer
function braille.new(columns, rows)
  return setmetatable({ columns = columns, rows = rows, dots = {} }, braille)
end

--- Set a dot; x from 0 to 2 columns - 1, y from 0 (above) to 4 rows - 1.
function braille:dot(x, y)
  if x < 0 or y < 0 or x >= 2 * self.columns or y >= 4 * self.rows then return end
  self.dots[y * 2 * self.columns + x] = true
end

--- A line between two dots; pattern: so many dots on, so many off, along the way; phase: where in the pattern it begins.
---@param pattern { [1]: integer, [2]: integer }?
---@return integer phase where the next line goes on
function braille:line(x1, y1, x2, y2, pattern, phase)
  local steps = math.max(math.abs(x2 - x1), math.abs(y2 - y1), 1)
  pattern, phase = pattern or { 1, 0 }, phase or 0
  for i = 0, steps do
    if phase % (pattern[1] + pattern[2]) < pattern[1] then
      self:dot(math.floor(x1 + (x2 - x1) * i / steps + 0.5), math.floor(y1 + (y2 - y1) * i / steps + 0.5))
    end
    if i < steps then phase = phase + 1 end
  end
  return phase
end

--- The character in a column and row, from 1; a space where no dot is set.
function braille:character(column, row)
  local code = 0
  for x = 0, 1 do
    for y = 0, 3 do
      if self.dots[(4 * (row - 1) + y) * 2 * self.columns + 2 * (column - 1) + x] then code = code + weights[x][y] end
    end
  end
  if code == 0 then return " " end
  return string.char(0xE2, 0xA0 + math.floor(code / 64), 0x80 + code % 64)
end

return braille
