-- Templates by name, and what stands in a document where one was asked for: `doc:template("summary", { ... })`.

local document = require("whisker.report.document")
local figures = require("whisker.report.figures")
local order = require("whisker.order")
local suggest = require("whisker.suggest")

local templates = {}

local modules = {
  audit = "whisker.report.templates.audit",
  comparison = "whisker.report.templates.comparison", leaderboard = "whisker.report.templates.leaderboard",
  model_card = "whisker.report.templates.model_card",
  paper = "whisker.report.templates.paper", plan = "whisker.report.templates.plan",
  pull_request = "whisker.report.templates.pull_request", summary = "whisker.report.templates.summary",
  variance = "whisker.report.templates.variance",
}

templates.names = order.keys(modules)

--- The parts of each stock template, in about the order in which they stand: what `only` and `without` may name, and
--- what a report of one's own may put in the place of.
---@type table<string, string[]>
templates.parts = {
  audit = { "checks", "inputs", "read", "design", "methods", "settings", "scores", "comparisons", "trust", "reading",
    "published", "sensitivity", "versions" },
  comparison = { "answer", "matrix", "matrix_figure", "comparisons", "cluster_figure", "ranks", "equivalence", "trust",
    "read", "reading", "methods" },
  leaderboard = { "rank_figure", "ranks", "pair_figure", "comparisons", "trust", "read", "reading", "methods" },
  model_card = { "scores", "measured", "model_index", "trust", "read", "reading", "methods" },
  paper = { "scores", "comparisons", "trust", "read", "reading", "methods" },
  plan = { "answer", "simulation", "curve", "draws", "clusters", "what_if", "pilot", "assumed", "trust", "read", "methods" },
  pull_request = { "verdict", "comparisons", "missed", "methods" },
  summary = { "verdict", "answer", "scores", "ranks", "comparisons", "equivalence", "uncertainty", "cluster_figure",
    "means", "trust", "read", "reading", "methods" },
  variance = { "clusters", "cluster_figure", "uncertainty", "uncertainty_figure", "pairing", "trust", "read", "reading",
    "methods" },
}

--- Do these parts belong to the template?
---@param name string of a stock template
---@param ... string[]? lists of parts
---@return true?, string? message
function templates.check_parts(name, ...)
  local known = templates.parts[name]
  for i = 1, select("#", ...) do
    for _, part in ipairs(select(i, ...) or {}) do
      local found = false
      for _, other in ipairs(known) do found = found or other == part end
      if not found then
        local hint = suggest.hint(tostring(part), known)
        return nil, ("%s has no part '%s'%s"):format(name, tostring(part), hint ~= "" and hint
          or "; its parts are " .. table.concat(known, ", "))
      end
    end
  end
  return true
end

--- The function (results, doc) of a stock template.
---@return function?, string? message
function templates.named(name)
  if modules[name] then return require(modules[name]) end
  local hint = suggest.hint(tostring(name), templates.names)
  return nil, ("no template is called '%s'%s"):format(tostring(name), hint ~= "" and hint
    or "; there are " .. table.concat(templates.names, ", "))
end

local function set_of(list)
  local set = {}
  for _, name in ipairs(list or {}) do set[name] = true end
  return set
end

--- Parts at the end of a report, which belong to no section.
local closing = { read = true, reading = true, methods = true }

local function drop_empty_section(list)
  if list[#list] and list[#list].kind == "section" then list[#list] = nil end
end

--- The blocks of the parts that are wanted; a section of which nothing is left goes too.
local function chosen(blocks, only, without)
  if not only and not without then return blocks end
  local wanted, unwanted, list = set_of(only), set_of(without), {}
  for _, block in ipairs(blocks) do
    local is_section = block.kind == "section"
    if is_section or ((not only or wanted[block.part]) and not unwanted[block.part]) then
      if is_section or closing[block.part] then drop_empty_section(list) end
      list[#list + 1] = block
    end
  end
  drop_empty_section(list)
  return list
end

--- The blocks of the charts of a stock figure.
local function drawn(block, results)
  local inner = document.new():part(block.part)
  for _, chart in ipairs(figures.of(block.name, results, block.options)) do inner:figure(chart) end
  return inner.blocks
end

local function append(blocks, more)
  for _, block in ipairs(more) do blocks[#blocks + 1] = block end
end

--- Put the blocks of stock templates and figures where a document asks for them.
---@param doc whisker.Document
---@param results table
---@return whisker.Document?, string? message
function templates.expand(doc, results)
  local blocks = {}
  for _, block in ipairs(doc.blocks) do
    if block.kind == "stock_figure" then
      append(blocks, drawn(block, results))
    elseif block.kind ~= "template" then
      blocks[#blocks + 1] = block
    else
      local make, message = templates.named(block.name)
      if not make then return nil, message end
      local inner = document.new()
      make(results, inner)
      inner, message = templates.expand(inner, results)
      if not inner then return nil, message end
      append(blocks, chosen(inner.blocks, block.only, block.without))
    end
  end
  doc.blocks = blocks
  return doc
end

return templates
