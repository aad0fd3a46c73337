-- A chart of rows in characters: names, a line of marks each, a text on the right.

local extent = require("whisker.report.drawing.extent")
local names_of = require("whisker.report.drawing.names")
local key_lines = require("whisker.report.drawing.key_in_characters")
local rows = require("whisker.report.drawing.rows")
local scale = require("whisker.report.drawing.scale")
local whisker_line = require("whisker.report.whisker_line")
local width = require("whisker.report.width")

local least_plot, most_plot, least_name = 16, 60, 12

local glyphs = { filled = "●", hollow = "○", square = "■", diamond = "◆" }
local part_glyphs = { "█", "▒", "░" }

local function widest(chart, field, title)
  local most = width.of(title or "")
  for _, row in ipairs(chart.rows) do most = math.max(most, width.of(row[field] or "")) end
  return most
end

--- Columns of the names, the plot and the texts.
local function columns_of(chart, columns)
  local names, texts = widest(chart, "name", chart.name_title), widest(chart, "text", chart.text_title)
  local room = columns - 4 - (texts > 0 and 2 or 0)
  texts = math.min(texts, math.floor(columns * 0.3))
  local wanted = math.max(least_plot, math.min(most_plot, math.floor(columns / 2)))
  names = math.max(math.min(names, least_name), math.min(names, room - texts - wanted))
  return names, math.min(most_plot, room - texts - names), texts
end

local function axis_of(chart, plot)
  local low, high = rows.ends(chart)
  local factor = rows.factor(chart)
  local whole = (chart.axis or {}).whole
  local axis = scale.linear((low or 0) * factor, (high or 1) * factor, math.floor(plot / (whole and 4 or 9)), whole)
  axis.columns, axis.factor = plot, factor
  return axis
end

local function place(axis, value)
  return 1 + math.floor(scale.share(axis, value * axis.factor) * (axis.columns - 1) + 0.5)
end

local function fill(line, first, last, glyph)
  for i = first, last do line[i] = glyph end
end

local function parts(line, row, axis)
  local from, first = 0, place(axis, 0)
  for i, part in ipairs(row.parts) do
    from = from + part
    local last = place(axis, from)
    fill(line, first, last, part_glyphs[i])
    first = last + 1
  end
end

local function blank(chart, axis)
  local line = {}
  fill(line, 1, axis.columns, " ")
  for _, tick in ipairs(axis.ticks) do
    line[place(axis, tick / axis.factor)] = (chart.axis or {}).zero and tick == 0 and "│" or "·"
  end
  for _, guide in ipairs(chart.guides or {}) do line[place(axis, guide.at)] = "┊" end
  return line
end

--- The marks of a row, wide ones first.
local function row_line(chart, row, axis)
  local line = blank(chart, axis)
  if row.band then line[place(axis, row.band[1])], line[place(axis, row.band[2])] = "(", ")" end
  if row.parts then parts(line, row, axis) end
  if row.bar and row.value then
    local zero, value = place(axis, 0), place(axis, row.value)
    fill(line, math.min(zero, value), math.max(zero, value), "█")
  end
  if row.outer then fill(line, place(axis, row.outer[1]), place(axis, row.outer[2]), "┄") end
  if row.low and row.high then
    local low, high = place(axis, row.low), place(axis, row.high)
    fill(line, low, high, "─")
    line[low], line[high] = "├", "┤"
  end
  if row.value and not row.bar and not row.parts then line[place(axis, row.value)] = glyphs[row.mark or "filled"] end
  return table.concat(line)
end

local function whole_line(name, drawn, text, sizes)
  local line = ("  %s  %s"):format(width.pad(name, sizes[1]), width.pad(drawn, sizes[2]))
  if sizes[3] > 0 then line = line .. "  " .. width.cut(text, sizes[3]) end
  return (line:gsub("%s+$", ""))
end

--- Beside the axis of a terminal a guide has no room for its name, so the names come first.
local function guide_entries(chart)
  local entries = {}
  for _, entry in ipairs(chart.key or {}) do entries[#entries + 1] = entry end
  for _, guide in ipairs(chart.guides or {}) do
    if guide.label then entries[#entries + 1] = { mark = "line", style = "guide", text = guide.label } end
  end
  return entries
end

local function row_names(chart, room)
  local list = {}
  for i, row in ipairs(chart.rows) do list[i] = row.name end
  return names_of.cut(list, function(name) return extent.cut_columns(name, room) end)
end

---@param chart table
---@param columns integer
---@return string[]
return function(chart, columns)
  local names, plot, texts = columns_of(chart, columns)
  local sizes, axis = { names, plot, texts }, axis_of(chart, plot)
  local lines = key_lines(guide_entries(chart), columns)
  lines[#lines + 1] = whole_line(extent.cut_columns(chart.name_title or "", names), whisker_line.header(axis),
    chart.text_title or "", sizes)
  local cut = row_names(chart, names)
  for i, row in ipairs(chart.rows) do
    lines[#lines + 1] = whole_line(cut[i], row_line(chart, row, axis), row.text or "", sizes)
  end
  if chart.axis and chart.axis.label then
    lines[#lines + 1] = (" "):rep(names + 4) .. width.cut(chart.axis.label, math.max(plot, columns - names - 4))
  end
  return lines
end
