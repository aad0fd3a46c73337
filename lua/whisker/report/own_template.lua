-- Templates that users write: a function (results, doc) in a config, or a Lua file that returns one. It runs in the
-- guarded state of its config, where `doc` has its methods too; what it leaves comes back as plain data and is looked
-- through before a writer sees it. A mistake in it costs its own blocks and no more.

local canvas = require("whisker.report.canvas")
local checked = require("whisker.report.drawing.checked")
local document = require("whisker.report.document")
local figures = require("whisker.report.figures")
local guard = require("whisker.guard")
local paths = require("whisker.paths")
local templates = require("whisker.report.templates")

local own_template = {}

-- ---- files --------------------------------------------------------------------------------------------------

--- Is the name of a template the path of a file?
function own_template.is_path(name) return type(name) == "string" and name:find("%.lua$") ~= nil end

--- The template that a file returns.
---@param path string
---@param printed string[]? what it prints is appended here, a line each
---@return function? template, string? message
function own_template.load(path, printed)
  local file, message = io.open(path, "rb")
  local source = file and file:read("*a")
  if file then file:close() end
  if not source then return nil, "cannot open the template: " .. (message or path) end
  local template, problem = guard.load(source, path, { folder = paths.split(path), log = printed })
  if template == nil then return nil, problem end
  if type(template) == "function" then return template end
  return nil, ("%s: a template is a function (results, doc); this file returns a %s"):format(path, type(template))
end

-- ---- what came back -----------------------------------------------------------------------------------------

local cell_fields = {
  text = { text = "string" }, pair = { a = "string", b = "string" },
  count = { value = "number" }, score = { value = "number", se = "number" },
  interval = { low = "number", high = "number" }, p = { value = "number" }, correlation = { value = "number" },
  number = { value = "number", decimals = "number" }, whisker = { value = "number", low = "number", high = "number" },
}

local function fail(...) error({ problem = (...):format(select(2, ...)) }, 0) end

--- A cell; a bare text or number will do.
local function cell_of(value, place)
  if type(value) == "string" then return document.cell.text(value) end
  if type(value) == "number" then return document.cell.number(value) end
  local fields = type(value) == "table" and cell_fields[value.kind]
  if not fields then fail("%s is no cell: doc.cell.text(...), doc.cell.score(...), ...", place) end
  for name, kind in pairs(fields) do
    local needed = value.kind == "text" or value.kind == "pair"
    if type(value[name]) ~= kind and (needed or value[name] ~= nil) then fail("%s: %s must be a %s", place, name, kind) end
  end
  if (value.low == nil) ~= (value.high == nil) then fail("%s has one end and not the other", place) end
  if value.kind == "text" then return document.cell.text(value.text) end
  if value.kind == "pair" then return document.cell.pair(value.a, value.b) end
  value.details = nil
  return value
end

local function column_of(value, place)
  if type(value) == "string" then value = { title = value } end
  if type(value) ~= "table" or (value.title ~= nil and type(value.title) ~= "string") then
    fail("%s must be a title or { title = ..., align = \"right\" }", place)
  end
  return { title = document.cell.text(value.title or "").text, align = value.align == "right" and "right" or "left" }
end

local function row_of(row, n_columns, place)
  if type(row) ~= "table" or #row ~= n_columns then fail("%s must have %d cells, one a column", place, n_columns) end
  local cells = {}
  for j, value in ipairs(row) do cells[j] = cell_of(value, ("cell %d of %s"):format(j, place)) end
  return cells
end

local function table_of(block, place)
  if type(block.columns) ~= "table" or type(block.rows) ~= "table" or #block.columns == 0 then
    fail("%s: a table has columns and rows", place)
  end
  local columns, rows = {}, {}
  for j, column in ipairs(block.columns) do columns[j] = column_of(column, ("column %d of %s"):format(j, place)) end
  for i, row in ipairs(block.rows) do rows[i] = row_of(row, #columns, ("row %d of %s"):format(i, place)) end
  local decimals = type(block.decimals) == "number" and math.max(0, math.min(9, math.floor(block.decimals))) or 2
  return { columns = columns, rows = rows, decimals = decimals, unit = block.unit == "percent" and "percent" or "raw",
    caption = type(block.caption) == "string" and block.caption or nil, brackets = block.brackets == true,
    gives_way = columns[block.gives_way] and block.gives_way or nil }
end

local function notes_of(block, place)
  local items = {}
  for i, item in ipairs(type(block.items) == "table" and block.items or {}) do
    if type(item) == "string" then item = { text = item } end
    if type(item) ~= "table" or type(item.text) ~= "string" then fail("note %d of %s must be a text", i, place) end
    items[i] = { mark = item.mark == "!" and "!" or "·", text = item.text }
  end
  return items
end

local function text_or_nil(value) return type(value) == "string" and value or nil end

local function list_or_nil(value) return type(value) == "table" and value or nil end

local function need_text(value, place)
  if type(value) ~= "string" then fail("%s must be a text", place) end
  return value
end

local function list_of_texts(items, place)
  local texts = {}
  for i, text in ipairs(list_or_nil(items) or {}) do texts[i] = need_text(text, ("entry %d of %s"):format(i, place)) end
  return texts
end

local add = {
  section = function(doc, block, place) doc:section(need_text(block.text, place), text_or_nil(block.facts)) end,
  paragraph = function(doc, block, place) doc:paragraph(need_text(block.text, place), text_or_nil(block.lead)) end,
  table = function(doc, block, place) doc:table(table_of(block, place)) end,
  notes = function(doc, block, place) doc:notes(text_or_nil(block.title), notes_of(block, place)) end,
  figure = function(doc, block, place) doc:figure(checked.own(block.chart, place)) end,
  stock_figure = function(doc, block, place)
    local known, problem = figures.known(block.name)
    if not known then fail("%s: %s", place, problem) end
    known, problem = templates.check_parts(block.name, list_or_nil(block.only), list_or_nil(block.without))
    if not known then fail("%s: %s", place, problem) end
    doc:figure(block.name, list_or_nil(block.options))
  end,
  list = function(doc, block, place) doc:list(list_of_texts(block.items, place), block.numbered == true) end,
  code = function(doc, block, place) doc:code(table.concat(list_of_texts(block.lines, place), "\n")) end,
  template = function(doc, block, place)
    local known, problem = templates.named(need_text(block.name, place))
    if not known then fail("%s: %s", place, problem) end
    known, problem = templates.check_parts(block.name, list_or_nil(block.only), list_or_nil(block.without))
    if not known then fail("%s: %s", place, problem) end
    doc:template(block.name, { only = list_or_nil(block.only), without = list_or_nil(block.without) })
  end,
}

local function add_block(doc, block, i)
  local make = type(block) == "table" and add[block.kind]
  if not make then fail("block %d is neither section, paragraph, table, figure, list, code, notes nor template", i) end
  if type(block.part) == "string" then doc:part(block.part) end
  make(doc, block, ("block %d (%s)"):format(i, block.kind))
end

--- Add the blocks that a template left, up to the first that cannot be written.
---@return string? problem
local function add_blocks(doc, blocks)
  for i, block in ipairs(blocks) do
    local fine, problem = pcall(add_block, doc, block, i)
    if not fine and type(problem) ~= "table" then error(problem, 0) end
    if not fine then return "what the template left cannot be written: " .. problem.problem end
  end
end

-- ---- running ------------------------------------------------------------------------------------------------

local inside = 'return require("whisker.report.canvas").open()'

--- What a template leaves, wherever it lives, and why it came no further.
local function run(template, results)
  local opened, canvas_there = pcall(guard.extend, template, inside)
  if not opened then return { blocks = {} }, tostring(canvas_there) end
  local there = canvas_there or canvas.open()
  local done, problem = pcall(there.run, template, results, results.title)
  local whole, left = pcall(there.left)
  if not whole then return { blocks = {} }, tostring(not done and problem or left) end
  return left, not done and tostring(problem) or nil
end

local function holds_template(doc)
  for _, block in ipairs(doc.blocks) do
    if block.kind == "template" then return true end
  end
  return false
end

--- The document that a template makes. Where it fails, it says so on top, and what it had made stands, and the stock
--- report after it unless that is there already.
---@param template function
---@param results table
---@return whisker.Document
function own_template.document(template, results)
  local left, problem = run(template, results)
  local doc = document.new(text_or_nil(left.title) or results.title)
  local second = add_blocks(doc, left.blocks)
  problem = problem or second
  if not problem then return doc end
  local blocks = doc.blocks
  doc.blocks = {}
  doc:part("problem"):notes("The template of this report failed", { { mark = "!", text = problem } })
  for _, block in ipairs(blocks) do doc.blocks[#doc.blocks + 1] = block end
  if not holds_template(doc) then doc:template("summary") end
  return doc
end

return own_template
