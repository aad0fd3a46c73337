-- A drawing as a list of marks in points, from the upper left corner: lines, paths, areas, tiles, points and texts. What
-- a mark looks like is said by a style's name; a writer (SVG, LaTeX) gives the names their strokes and fills. A scene
-- knows the boxes of its texts, and labels that find no free place are left out.

local extent = require("whisker.report.drawing.extent")

local scene = {}
scene.__index = scene

---@class whisker.Scene
---@field width number
---@field height number
---@field size number of the font
---@field marks table[]
---@field boxes table[] of the texts: left, top, right, bottom
---@field obstacles table[] boxes that labels do not cover
---@field soft_obstacles table[] boxes that labels had better not cover

---@param width number
---@param size number
---@return whisker.Scene
function scene.new(width, size)
  return setmetatable({ width = width, height = 0, size = size, marks = {}, boxes = {}, obstacles = {},
    soft_obstacles = {} }, scene)
end

local function add(drawn, mark)
  drawn.marks[#drawn.marks + 1] = mark
  return mark
end

--- style: "grid", "zero", "axis", "guide", or a number: the line of a series.
function scene:line(x1, y1, x2, y2, style)
  return add(self, { kind = "line", x1 = x1, y1 = y1, x2 = x2, y2 = y2, style = style })
end

--- Lines from point to point: a flat list x1, y1, x2, y2, ...
function scene:path(points, style) return add(self, { kind = "path", points = points, style = style }) end

function scene:area(points, style) return add(self, { kind = "area", points = points, style = style }) end

function scene:tile(x, y, width, height, style, tip)
  return add(self, { kind = "tile", x = x, y = y, width = width, height = height, style = style, tip = tip })
end

--- Rising ("up") for better, falling ("down") for worse, on a tile of that style.
function scene:arrow(x, y, half, style) return add(self, { kind = "arrow", x = x, y = y, half = half, style = style }) end

--- shape: "filled", "hollow", "square", "diamond".
function scene:point(x, y, shape, tip) return add(self, { kind = "point", x = x, y = y, shape = shape, tip = tip }) end

-- ---- texts --------------------------------------------------------------------------------------------------

local before = { start = 0, middle = 0.5, ["end"] = 1 }

--- The box of a text whose middle line is at y.
function scene:box(x, y, text, anchor)
  local wide = extent.of(text, self.size)
  local left = x - wide * before[anchor or "start"]
  return { left = left, right = left + wide, top = y - 0.62 * self.size, bottom = y + 0.62 * self.size }
end

--- y is the middle of the line; tip: what is shown where the pointer rests, a text that was cut in full.
---@param anchor "start"|"middle"|"end"|nil
---@param style "soft"|"ink"|"reverse"|nil
function scene:text(x, y, text, anchor, style, tip)
  self.boxes[#self.boxes + 1] = self:box(x, y, text, anchor)
  return add(self, { kind = "text", x = x, y = y, text = text, anchor = anchor or "start", style = style or "soft",
    tip = tip })
end

local function meet(a, b)
  return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
end

--- Labels that are placed from now on keep off a point; with is_soft only where there is another place.
function scene:keep_off(x, y, radius, is_soft)
  local box = { left = x - radius, right = x + radius, top = y - radius, bottom = y + radius }
  table.insert(is_soft and self.soft_obstacles or self.obstacles, box)
end

local function meets_any(box, others)
  for _, other in ipairs(others) do
    if meet(box, other) then return true end
  end
  return false
end

--- Does a box lie inside the drawing, clear of all texts?
function scene:is_free(box, bounds)
  bounds = bounds or { left = 0, right = self.width, top = 0, bottom = math.huge }
  if box.left < bounds.left or box.right > bounds.right or box.top < bounds.top or box.bottom > bounds.bottom then
    return false
  end
  return not meets_any(box, self.boxes) and not meets_any(box, self.obstacles)
end

--- A text at the first of some places ({ x, y, anchor }) that is free, and that place; nothing where none is.
function scene:place(text, places, style, bounds)
  local found
  for _, place in ipairs(places) do
    local box = self:box(place[1], place[2], text, place[3])
    if self:is_free(box, bounds) then
      found = found or place
      if not meets_any(box, self.soft_obstacles) then
        found = place
        break
      end
    end
  end
  if found then return self:text(found[1], found[2], text, found[3], style), found end
end

return scene
