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

--- Narrower than this many times the size of its texts, a drawing has the names above the marks instead of beside them.
local narrow = 36

--- Where things stand: the plot from left to right; the room of names and texts; the middles of names and of marks below
--- the top of their row.
local function columns_of(chart, drawn)
  local size, width = drawn.size, drawn.width
  local is_narrow = width < narrow * size
  local texts = math.min(extent.widest(texts_of(chart, "text"), size), (is_narrow and 1.5 or 1) * most_texts * width)
  if is_narrow then
    return { names_above = true, left = 0, right = width,
      names = width - (texts > 0 and texts + gap or 0), texts = texts, text_x = width,
      anchor = "end", height = 3 * size, name_y = 0.8 * size, mark_y = 2.2 * size, mark_height = 1.4 * size }
  end
  local names = math.min(extent.widest(texts_of(chart, "name"), size), most_names * width)
  local height = (#chart.rows > many and 1.35 or 1.8) * size
  local right = width - (texts > 0 and texts + gap or 0)
  return { left = names + gap, right = right, names = names, texts = texts, text_x = right + gap, anchor = "start",
    height = height, name_y = height / 2, mark_y = height / 2, mark_height = height }
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

--- The text of a row, or the head of all of them.
local function side_text(drawn, columns, y, text)
  local cut = extent.cut(text, drawn.size, columns.texts)
  drawn:text(columns.text_x, y, cut, columns.anchor, "soft", cut ~= text and text or nil)
end

local function row_texts(drawn, columns, row, name, y)
  drawn:text(0, y, name, "start", "ink", name ~= row.name and row.name or nil)
  if row.text and row.text ~= "" then side_text(drawn, columns, y, row.text) end
end

local function heads(drawn, chart, columns, top, height)
  if not chart.text_title and not chart.name_title then return top end
  if chart.name_title then drawn:text(0, top + height / 2, extent.cut(chart.name_title, drawn.size, columns.names)) end
  if chart.text_title then side_text(drawn, columns, top + height / 2, chart.text_title) end
  return top + height
end

--- What the guides are, where there is room, above the plot.
local function guide_labels(drawn, chart, columns, place, y)
  for _, guide in ipairs(chart.guides or {}) do
    if guide.label then
      local x = place(guide.at)
      drawn:place(guide.label, { { x, y, "middle" }, { x, y, "start" }, { x, y, "end" } }, "soft",
        { left = math.max(0, columns.left - gap), right = math.min(drawn.width, columns.right + gap), top = 0,
          bottom = math.huge })
    end
  end
end

--- What stands above the plot; returns where it begins.
local function draw_head(drawn, chart, columns, axis, place)
  local line, is_long, has_guides = 1.5 * drawn.size, #chart.rows > many, #(chart.guides or {}) > 0
  local top = key.draw(drawn, chart.key, 0, 0)
  local below = heads(drawn, chart, columns, top, line)
  guide_labels(drawn, chart, columns, place, top + line / 2)
  if is_long then tick_labels(drawn, axis, place, rows.factor(chart), top + line / 2) end
  return (is_long or has_guides) and math.max(below, top + line) or below
end

--- What stands below the plot.
local function draw_foot(drawn, chart, columns, axis, place, bottom)
  local line, label = 1.5 * drawn.size, (chart.axis or {}).label
  tick_labels(drawn, axis, place, rows.factor(chart), bottom + line / 2)
  drawn.height = bottom + line
  if label then
    drawn:text((columns.left + columns.right) / 2, drawn.height + line / 2,
      extent.cut(label, drawn.size, columns.right - columns.left), "middle")
    drawn.height = drawn.height + line
  end
  drawn.height = drawn.height + 2
end

---@param chart table
---@param width number
---@param size number of the font
---@return whisker.Scene
function rows.scene(chart, width, size)
  local drawn = scenes.new(width, size)
  local columns = columns_of(chart, drawn)
  local axis, place = axis_of(chart, columns.left, columns.right, size)
  local top, height, half = draw_head(drawn, chart, columns, axis, place), columns.height, columns.mark_height / 2
  local bottom = top + height * #chart.rows
  if columns.names_above then
    for i = 1, #chart.rows do
      local middle = top + height * (i - 1) + columns.mark_y
      grid(drawn, chart, axis, place, middle - half, middle + half)
    end
  else
    grid(drawn, chart, axis, place, top, bottom)
  end
  local cut = row_names(chart, size, columns.names)
  for i, row in ipairs(chart.rows) do
    local from = top + height * (i - 1)
    marks(drawn, row, place, from + columns.mark_y, columns.mark_height)
    row_texts(drawn, columns, row, cut[i], from + columns.name_y)
  end
  draw_foot(drawn, chart, columns, axis, place, bottom)
  return drawn
end

return rows
