-- Charts to drawings. A chart is data: what stands where, in the units of its data; a drawing is a scene (scene.lua) for
-- a page, or lines of characters for a terminal.

local drawing = {}

---@class whisker.Chart
---@field chart "rows"|"curves"|"matrix"
---@field title string
---@field description string? how to read it, beside the title
---@field alt string? what it shows, in a sentence, for those who do not see it
---@field unit "percent"|"raw"|nil percent: shares in the data, printed times 100
---@field key { mark: "point"|"line"|"tile"|"whisker", style: string?, text: string }[]?
---@field room "page"|nil page: only in formats with the room of a page

---@class whisker.RowsChart: whisker.Chart
---@field rows whisker.ChartRow[] from above
---@field axis { label: string?, low: number?, high: number?, zero: boolean?, whole: boolean? }? zero: differences
---@field guides { at: number, label: string? }[]? lines across all rows
---@field name_title string?
---@field text_title string?

---@class whisker.ChartRow
---@field name string
---@field value number? a point, or with `bar` the end of a bar from 0
---@field low number? with high: an interval
---@field high number?
---@field outer number[]? a wider interval: its ends
---@field band number[]? a shaded range: its ends
---@field parts number[]? up to three, one behind the other from 0
---@field bar boolean?
---@field mark "filled"|"hollow"|"square"|"diamond"|nil
---@field text string? on the right
---@field tip string? where the pointer rests

---@class whisker.CurvesChart: whisker.Chart
---@field x whisker.ChartAxis
---@field y whisker.ChartAxis
---@field curves { name: string?, points: number[][]?, band: number[][]?, band_name: string? }[]? points: x, y; band: x, low, high
---@field dots { x: number, y: number, label: string?, mark: string?, tip: string? }[]?
---@field guides { x: number?, y: number?, label: string? }[]?

---@class whisker.ChartAxis
---@field label string?
---@field low number?
---@field high number?
---@field log boolean? equal ratios take equal room
---@field whole boolean? ticks at whole numbers only
---@field zero boolean? differences: 0 is drawn as a line
---@field unit "percent"|"raw"|nil

---@class whisker.MatrixChart: whisker.Chart
---@field names string[]
---@field cells ({ value: number, text: string?, decided: boolean?, tip: string? }|false)[][] false: nothing there

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
