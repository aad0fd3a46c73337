-- A chart of rows on a page: names on the left, marks on one axis, a text on the right. Forests, ranks, parts of a whole.

local extent = require("whisker.report.drawing.extent")
local key = require("whisker.report.drawing.key")
local names_of = require("whisker.report.drawing.names")
local scale = require("whisker.report.drawing.scale")
local scenes = require("whisker.report.drawing.scene")

local rows = {}

--- Shares of the width that names and right-hand texts may take at most; distance between columns and at the plot's ends.
local most_names, most_texts, gap, margin = 0.42, 0.3, 10, 8
--- With more rows than this they stand closer, and the axis has its numbers at both ends.
local many = 24

-- ---- the axis -----------------------------------------------------------------------------------------------

local function each_value(row, visit)
  for _, value in ipairs({ row.value or false, row.low or false, row.high or false }) do
    if value then visit(value) end
  end
  for _, pair in ipairs({ row.outer or false, row.band or false }) do
    if pair then
      visit(pair[1])
      visit(pair[2])
    end
  end
  if row.bar or row.parts then visit(0) end
  local total = 0
  for _, part in ipairs(row.parts or {}) do total = total + part end
  if row.parts then visit(total) end
end

--- The ends of the axis in the units of the data: what the chart says, widened to hold every mark.
---@return number? low, number? high
function rows.ends(chart)
  local axis = chart.axis or {}
  local low, high = axis.low, axis.high
  local function visit(value) low, high = math.min(low or value, value), math.max(high or value, value) end
  if axis.zero then visit(0) end
  for _, row in ipairs(chart.rows) do each_value(row, visit) end
  for _, guide in ipairs(chart.guides or {}) do visit(guide.at) end
  return low, high
end

--- 100 where shares are printed as percent.
function rows.factor(chart) return chart.unit == "percent" and 100 or 1 end

local function axis_of(chart, left, right, size)
  local low, high = rows.ends(chart)
  local factor = rows.factor(chart)
  local whole = (chart.axis or {}).whole
  local made = scale.linear((low or 0) * factor, (high or 1) * factor, math.floor((right - left) / ((whole and 3 or 4.5) *
    size)), whole)
  return made, function(value) return left + margin + (right - left - 2 * margin) * scale.share(made, value * factor) end
end

-- ---- one row ------------------------------------------------------------------------------------------------

local function whisker(drawn, x1, x2, y, style, height)
  drawn:line(x1, y, x2, y, style)
  drawn:line(x1, y - height, x1, y + height, style)
  drawn:line(x2, y - height, x2, y + height, style)
end

local part_styles = { "one", "two", "three" }

local function parts(drawn, row, place, y, half)
  local from = 0
  for i, part in ipairs(row.parts) do
    local x = place(from)
    drawn:tile(x, y - half, math.max(0, place(from + part) - x), 2 * half, part_styles[i], row.tip)
    from = from + part
  end
end

--- Wide things first, so that narrow ones stand on them.
local function marks(drawn, row, place, y, height)
  local half = math.min(6, height / 2 - 2)
  if row.band then
    drawn:tile(place(row.band[1]), y - half, place(row.band[2]) - place(row.band[1]), 2 * half, "band")
  end
  if row.parts then parts(drawn, row, place, y, half) end
  if row.bar and row.value then
    local x1, x2 = math.min(place(0), place(row.value)), math.max(place(0), place(row.value))
    drawn:tile(x1, y - half, x2 - x1, 2 * half, "one", row.tip)
  end
  if row.outer then whisker(drawn, place(row.outer[1]), place(row.outer[2]), y, "outer", half / 2) end
  if row.low and row.high then whisker(drawn, place(row.low), place(row.high), y, "one", half * 0.8) end
  if row.value and not row.bar and not row.parts then drawn:point(place(row.value), y, row.mark or "filled", row.tip) end
end

-- ---- the whole ----------------------------------------------------------------------------------------------

local function texts_of(chart, field)
  local list = { (field == "text" and chart.text_title) or (field == "name" and chart.name_title) or nil }
  for _, row in ipairs(chart.rows) do list[#list + 1] = row[field] or "" end
  return list
end

local function columns_of(chart, drawn)
  local names = math.min(extent.widest(texts_of(chart, "name"), drawn.size), most_names * drawn.width)
  local texts = math.min(extent.widest(texts_of(chart, "text"), drawn.size), most_texts * drawn.width)
  return names + gap, drawn.width - (texts > 0 and texts + gap or 0), names, texts
end

--- The numbers of the axis; where two would touch, the later is left out.
local function tick_labels(drawn, axis, place, factor, y)
  for _, tick in ipairs(axis.ticks) do
    drawn:place(scale.label(axis, tick), { { place(tick / factor), y, "middle" } })
  end
end

local function grid(drawn, chart, axis, place, top, bottom)
  local factor = rows.factor(chart)
  for _, tick in ipairs(axis.ticks) do
    local x = place(tick / factor)
    drawn:line(x, top, x, bottom, (chart.axis or {}).zero and tick == 0 and "zero" or "grid")
  end
  for _, guide in ipairs(chart.guides or {}) do drawn:line(place(guide.at), top, place(guide.at), bottom, "guide") end
end

--- The names of the rows, or as much of them as their column holds.
local function row_names(chart, size, room)
  local list = {}
  for i, row in ipairs(chart.rows) do list[i] = row.name end
  return names_of.cut(list, function(name) return extent.cut(name, size, room) end)
end

local function row_texts(drawn, row, name, y, right, texts)
  drawn:text(0, y, name, "start", "ink", name ~= row.name and row.name or nil)
  if row.text and row.text ~= "" then
    local text = extent.cut(row.text, drawn.size, texts)
    drawn:text(right + gap, y, text, "start", "soft", text ~= row.text and row.text or nil)
  end
end

local function heads(drawn, chart, top, height, right, names, texts)
  if not chart.text_title and not chart.name_title then return top end
  if chart.name_title then drawn:text(0, top + height / 2, extent.cut(chart.name_title, drawn.size, names)) end
  if chart.text_title then
    drawn:text(right + gap, top + height / 2, extent.cut(chart.text_title, drawn.size, texts))
  end
  return top + height
end

--- What the guides are, where there is room, above the plot.
local function guide_labels(drawn, chart, place, y, left, right)
  for _, guide in ipairs(chart.guides or {}) do
    if guide.label then
      local x = place(guide.at)
      drawn:place(guide.label, { { x, y, "middle" }, { x, y, "start" }, { x, y, "end" } }, "soft",
        { left = left - gap, right = right + gap, top = 0, bottom = math.huge })
    end
  end
end

---@param chart table
---@param width number
---@param size number of the font
---@return whisker.Scene
function rows.scene(chart, width, size)
  local drawn = scenes.new(width, size)
  local height = (#chart.rows > many and 1.35 or 1.8) * size
  local left, right, names, texts = columns_of(chart, drawn)
  local axis, place = axis_of(chart, left, right, size)
  local factor, line = rows.factor(chart), 1.5 * size
  local top = key.draw(drawn, chart.key, 0, 0)
  local with_head = #chart.rows > many or #(chart.guides or {}) > 0
  local below_heads = heads(drawn, chart, top, line, right, names, texts)
  if #(chart.guides or {}) > 0 then guide_labels(drawn, chart, place, top + line / 2, left, right) end
  if #chart.rows > many then tick_labels(drawn, axis, place, factor, top + line / 2) end
  top = with_head and math.max(below_heads, top + line) or below_heads
  local bottom = top + height * #chart.rows
  grid(drawn, chart, axis, place, top, bottom)
  local cut = row_names(chart, size, names)
  for i, row in ipairs(chart.rows) do
    local y = top + height * (i - 0.5)
    marks(drawn, row, place, y, height)
    row_texts(drawn, row, cut[i], y, right, texts)
  end
  tick_labels(drawn, axis, place, factor, bottom + line / 2)
  drawn.height = bottom + line
  if chart.axis and chart.axis.label then
    drawn:text((left + right) / 2, drawn.height + line / 2, extent.cut(chart.axis.label, size, right - left), "middle")
    drawn.height = drawn.height + line
  end
  drawn.height = drawn.height + 2
  return drawn
end

return rows
