-- A report as a tree: sections, paragraphs, tables of typed cells, notes. Numbers stay numbers until a writer prints
-- them; a writer is one file a format.

local plain = require("whisker.report.plain")

local document = {}
document.__index = document

---@class whisker.Document
---@field title string?
---@field blocks table[]

---@param title string?
---@return whisker.Document
function document.new(title)
  return setmetatable({ title = title and plain.text(title), blocks = {} }, document)
end

local function add(doc, block)
  doc.blocks[#doc.blocks + 1] = block
  return doc
end

--- A heading, with a line of facts beside or below it.
function document:section(text, facts)
  return add(self, { kind = "section", text = plain.text(text), facts = facts and plain.text(facts) })
end

function document:paragraph(text)
  return add(self, { kind = "paragraph", text = plain.text(text) })
end

--- columns: list of { title, align = "left"|"right" }; rows: lists of cells.
--- unit: "percent" shows scores times 100; decimals: of scores and intervals; gives_way: the column (1) that is broken
--- or cut where the line is too narrow.
function document:table(block)
  block.kind = "table"
  block.caption = block.caption and plain.text(block.caption)
  return add(self, block)
end

--- items: list of { mark = "!"|"·", text }; "!" for what weakens the result.
function document:notes(title, items)
  if #items == 0 then return self end
  local shown = {}
  for i, item in ipairs(items) do shown[i] = { mark = item.mark, text = plain.text(item.text) } end
  return add(self, { kind = "notes", title = title, items = shown })
end

-- ---- cells --------------------------------------------------------------------------------------------------

local cell = {}
document.cell = cell

function cell.text(text) return { kind = "text", text = plain.text(text) } end
function cell.count(value) return { kind = "count", value = value } end
--- A score with its standard error; plus: a sign before positive ones (differences).
function cell.score(value, se, plus) return { kind = "score", value = value, se = se, plus = plus } end
function cell.interval(low, high, plus) return { kind = "interval", low = low, high = high, plus = plus } end
function cell.p(value) return { kind = "p", value = value } end
function cell.correlation(value) return { kind = "correlation", value = value } end
--- A plain number with its own decimals, in the table's unit when `scaled`.
function cell.number(value, decimals, scaled)
  return { kind = "number", value = value, decimals = decimals, scaled = scaled }
end
--- An interval to be drawn on the table's common axis.
function cell.whisker(value, low, high) return { kind = "whisker", value = value, low = low, high = high } end

return document
