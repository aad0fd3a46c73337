-- Results to text: a template makes a document, a writer prints it.

local document = require("whisker.report.document")

local report = {}

local own_template = require("whisker.report.own_template")
local templates = require("whisker.report.templates")

report.formats = { "terminal", "markdown", "html", "latex", "csv", "json" }

local endings = { md = "markdown", markdown = "markdown", html = "html", htm = "html", tex = "latex", csv = "csv",
  json = "json", txt = "terminal" }

--- The format that a file's name asks for.
---@return string? format, string? message
function report.format_of(path)
  local _, extension = require("whisker.paths").stem(path)
  local format = endings[extension]
  if format then return format end
  return nil, ("%s: no format belongs to this ending (known: .md, .html, .tex, .csv, .json, .txt)"):format(path)
end

--- Make the document of results with a template: a name, the path of a Lua file, or a function (results, doc).
---@param printed string[]? what a file's template prints is appended here, a line each
---@return whisker.Document?, string? message
function report.document(results, template, printed)
  local message
  if own_template.is_path(template) then
    template, message = own_template.load(template, printed)
    if not template then return nil, message end
  end
  if type(template) == "function" then return templates.expand(own_template.document(template, results), results) end
  local make
  make, message = templates.named(template or "summary")
  if not make then return nil, message end
  local doc = document.new(results.title)
  make(results, doc)
  return templates.expand(doc, results)
end

--- Results with the data of the figures that their document has.
local function with_figures(results, doc)
  local charts = {}
  for _, block in ipairs(doc.blocks) do
    if block.kind == "figure" then charts[#charts + 1] = block.chart end
  end
  return setmetatable({ figures = #charts > 0 and charts or nil }, { __index = results })
end

--- Results as text in a format.
---@param results table
---@param format "terminal"|"markdown"|"html"|"latex"|"csv"|"json"
---@param options { template: string|function|nil, document: whisker.Document?, columns: integer?, colour: boolean?,
---printed: string[]? }? document: as report.document made it, where it is there already
---@return string?, string? message
function report.text(results, format, options)
  options = options or {}
  local write = require("whisker.report.writers." .. format)
  if format == "csv" then return write(results) end
  local doc, message = options.document, nil
  if not doc then doc, message = report.document(results, options.template, options.printed) end
  if not doc then return nil, message end
  if format == "json" then return write(with_figures(results, doc)) end
  return write(doc, options)
end

return report
