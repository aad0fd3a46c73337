-- Charts to drawings. A chart is data: what stands where, in the units of its data; a drawing is a scene (scene.lua) for
-- a page, or lines of characters for a terminal.

local drawing = {}

--- The kinds of charts.
drawing.kinds = { "rows", "curves", "matrix" }

--- A drawing in points.
---@param chart table
---@param width number
---@param size number of the font
---@return whisker.Scene
function drawing.scene(chart, width, size)
  return require("whisker.report.drawing." .. chart.chart).scene(chart, width, size)
end

--- A drawing in characters.
---@param chart table
---@param columns integer
---@return string[]
function drawing.lines(chart, columns)
  return require("whisker.report.drawing." .. chart.chart .. "_in_characters")(chart, columns)
end

return drawing
