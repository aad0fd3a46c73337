-- The key of a chart: a sample of each mark and what it stands for, in as many lines as they take.

local extent = require("whisker.report.drawing.extent")

local key = {}

local sample, gap, between = 26, 6, 16

--- Samples by name of the mark; y is the middle of the line.
local samples = {
  point = function(scene, x, y, shape) scene:point(x + sample / 2, y, shape or "filled") end,
  line = function(scene, x, y, style) scene:line(x, y, x + sample, y, style) end,
  tile = function(scene, x, y, style) scene:tile(x, y - 0.4 * scene.size, sample, 0.8 * scene.size, style) end,
  whisker = function(scene, x, y, style)
    scene:line(x, y, x + sample, y, style)
    local half = 0.33 * scene.size
    scene:line(x, y - half, x, y + half, style)
    scene:line(x + sample, y - half, x + sample, y + half, style)
  end,
}

--- entries: list of { mark = "point"|"line"|"tile"|"whisker", style, text }; returns where the next line may begin.
---@param scene whisker.Scene
---@param entries table[]?
---@param left number
---@param top number
---@return number bottom
function key.draw(scene, entries, left, top)
  if not entries or #entries == 0 then return top end
  local height = 1.6 * scene.size
  local x, y = left, top + height / 2
  for _, entry in ipairs(entries) do
    local room = scene.width - left - sample - gap
    local text = extent.cut(entry.text, scene.size, room)
    local wide = sample + gap + extent.of(text, scene.size)
    if x > left and x + wide > scene.width then x, y = left, y + height end
    samples[entry.mark](scene, x, y, entry.style)
    scene:text(x + sample + gap, y, text, "start", "soft", text ~= entry.text and entry.text or nil)
    x = x + wide + between
  end
  return y + height / 2 + 4
end

return key
