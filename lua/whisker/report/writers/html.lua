-- A document as one self-contained web page: works offline and without scripts; with scripts, columns sort. Light and
-- dark, print, keyboard and screen readers; all that came from a log is escaped.

local cells = require("whisker.report.cells")
local core = require("whisker.core")
local markup = require("whisker.report.markup")
local page = require("whisker.report.writers.page")
local drawn = require("whisker.report.writers.svg")
local whisker_line = require("whisker.report.whisker_line")

local element, escape = markup.element, markup.escape

-- ---- intervals drawn on the common axis of a column ---------------------------------------------------------

local drawing = { width = 260, height = 22, margin = 8 }

local function scale_of(block) return block.unit == "percent" and 100 or 1 end

local function drawn_cells(block, column)
  local list = {}
  for i, row in ipairs(block.rows) do list[i] = row[column] end
  return list
end

local function place(axis, value)
  local room = drawing.width - 2 * drawing.margin
  return drawing.margin + room * (value - axis.low) / (axis.high - axis.low)
end

local function line(x1, y1, x2, y2, class)
  return element("line", { { "class", class }, { "x1", x1 }, { "y1", y1 }, { "x2", x2 }, { "y2", y2 } }, "")
end

local function svg(height, title, content)
  return element("svg", { { "viewBox", ("0 0 %d %d"):format(drawing.width, height) }, { "width", drawing.width },
    { "height", height }, { "role", title and "img" or false }, { "aria-hidden", not title and "true" or false } },
    (title and element("title", {}, escape(title)) or "") .. content)
end

--- The labels of the axis, for the head of the column.
local function axis_labels(axis)
  local parts = {}
  for _, tick in ipairs(axis.ticks) do
    parts[#parts + 1] = element("text", { { "x", place(axis, tick) }, { "y", 11 }, { "text-anchor", "middle" } },
      whisker_line.label(axis, tick))
  end
  return svg(14, nil, table.concat(parts))
end

local function spoken(cell, block)
  local value = cells.text({ kind = "score", value = cell.value, plus = cell.plus }, block):gsub(" %(–%)$", "")
  if not cell.low then return value end
  return ("%s, interval %s"):format(value, cells.text({ kind = "interval", low = cell.low, high = cell.high,
    plus = cell.plus }, block))
end

local function whisker(axis, cell, block)
  local middle, parts = drawing.height / 2, {}
  for _, tick in ipairs(axis.ticks) do
    local x = place(axis, tick)
    parts[#parts + 1] = line(x, 0, x, drawing.height, axis.zero and tick == 0 and "zero" or "tick")
  end
  if cell.low then
    local low, high = place(axis, cell.low * axis.scale), place(axis, cell.high * axis.scale)
    parts[#parts + 1] = line(low, middle, high, middle, "bar")
    parts[#parts + 1] = line(low, middle - 5, low, middle + 5, "bar")
    parts[#parts + 1] = line(high, middle - 5, high, middle + 5, "bar")
  end
  if cell.value then
    parts[#parts + 1] = element("circle", { { "cx", place(axis, cell.value * axis.scale) }, { "cy", middle },
      { "r", 4 } }, "")
  end
  return svg(drawing.height, cell.value and spoken(cell, block), table.concat(parts))
end

--- The axis of each drawn column.
local function axes_of(block)
  local axes = {}
  for j, cell in ipairs(block.rows[1] or {}) do
    if cell.kind == "whisker" then
      axes[j] = whisker_line.axis(drawn_cells(block, j), 54, scale_of(block))
    end
  end
  return axes
end

-- ---- tables -------------------------------------------------------------------------------------------------

--- What a column sorts by.
local function sort_value(cell)
  local value = cell.value or cell.low
  return type(value) == "number" and core.number_text(value) or false
end

local function head_of(block, axes)
  local parts = {}
  for j, column in ipairs(block.columns) do
    local content = axes[j] and axis_labels(axes[j]) or escape(column.title or "")
    parts[j] = element("th", { { "scope", "col" }, { "class", column.align == "right" and "number" or false } }, content)
  end
  return element("thead", {}, element("tr", {}, table.concat(parts)))
end

local function cell_of(block, cell, j, axes)
  local is_number = block.columns[j].align == "right"
  local attributes = { { "class", is_number and "number" or cell.kind == "whisker" and "drawing" or false },
    { "data-sort", is_number and sort_value(cell) } }
  if cell.kind == "whisker" then
    return element("td", attributes, axes[j] and whisker(axes[j], cell, block) or "")
  end
  local text = escape(cells.text(cell, block))
  if j == 1 then return element("th", { { "scope", "row" } }, text) end
  return element("td", attributes, text)
end

local function table_of(block)
  local axes, rows = axes_of(block), {}
  for i, row in ipairs(block.rows) do
    local parts = {}
    for j, cell in ipairs(row) do parts[j] = cell_of(block, cell, j, axes) end
    rows[i] = element("tr", {}, table.concat(parts))
  end
  local caption = block.caption and element("caption", {}, escape(block.caption)) or ""
  return element("div", { { "class", "scroll" }, { "tabindex", "0" } }, element("table", {},
    caption .. head_of(block, axes) .. element("tbody", {}, table.concat(rows, "\n"))))
end

-- ---- blocks -------------------------------------------------------------------------------------------------

local marks = { ["!"] = { "warning", "Mind: " }, ["·"] = { "fact", "" } }

local function notes_of(block)
  local items = {}
  for i, item in ipairs(block.items) do
    local mark = marks[item.mark] or marks["·"]
    local spoken_mark = mark[2] ~= "" and element("span", { { "class", "spoken" } }, mark[2]) or ""
    items[i] = element("li", { { "class", mark[1] } }, spoken_mark .. escape(item.text))
  end
  local title = block.title and element("h3", {}, escape(block.title)) or ""
  return title .. element("ul", { { "class", "notes" } }, table.concat(items, "\n"))
end

local blocks = {
  section = function(block)
    local facts = block.facts and element("p", { { "class", "facts" } }, escape(block.facts)) or ""
    return element("h2", {}, escape(block.text)) .. facts
  end,
  paragraph = function(block)
    local lead = block.lead and element("strong", {}, escape(block.lead)) .. " " or ""
    return element("p", {}, lead .. escape(block.text))
  end,
  table = table_of,
  notes = notes_of,
  figure = function(block) return drawn.figure(block.chart) end,
  list = function(block)
    local items = {}
    for i, text in ipairs(block.items) do items[i] = element("li", {}, escape(text)) end
    return element(block.numbered and "ol" or "ul", {}, table.concat(items, "\n"))
  end,
  code = function(block) return element("pre", {}, element("code", {}, escape(table.concat(block.lines, "\n")))) end,
}

local function holds_figure(doc)
  for _, block in ipairs(doc.blocks) do
    if block.kind == "figure" then return true end
  end
  return false
end

---@param doc whisker.Document
---@return string
return function(doc)
  local parts = {}
  if doc.title then parts[1] = element("h1", {}, escape(doc.title)) end
  for _, block in ipairs(doc.blocks) do parts[#parts + 1] = blocks[block.kind](block) end
  return page.around(doc.title or "Whisker report", table.concat(parts, "\n"), holds_figure(doc) and drawn.style or "")
end
