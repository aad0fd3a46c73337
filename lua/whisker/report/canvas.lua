-- The document as a user's template sees it: the methods of document.lua, which say in the template's own line what they
-- were given wrongly. It runs where the template runs, in the guarded state of its config, and needs nothing beyond that.

local document = require("whisker.report.document")

local canvas = setmetatable({}, { __index = document })
canvas.__index = canvas

--- What each method takes, its optional arguments with "?"; "a|b" is either.
local methods = {
  section = { "string", "string?" }, paragraph = { "string", "string?" }, table = { "table" },
  figure = { "table|string", "table?" }, list = { "table" }, code = { "string" },
  notes = { "string?", "table" }, template = { "string", "table?" }, part = { "string?" },
}

local function fits(value, wanted)
  local names, optional = wanted:match("^([%l|]+)(%??)$")
  if value == nil then return optional ~= "" end
  return ("|" .. names .. "|"):find("|" .. type(value) .. "|", 1, true) ~= nil
end

local function checked(name, wanted)
  return function(doc, ...)
    for i, kind in ipairs(wanted) do
      local value = select(i, ...)
      if not fits(value, kind) then
        local expected = kind:gsub("|", " or a "):gsub("%?$", " or nothing")
        error(("doc:%s: argument %d must be a %s, not a %s"):format(name, i, expected, type(value)), 2)
      end
    end
    return document[name](doc, ...)
  end
end

for name, wanted in pairs(methods) do canvas[name] = checked(name, wanted) end

local function append(blocks, more)
  for _, block in ipairs(more) do blocks[#blocks + 1] = block end
end

--- What runs a template, and what it left; two functions, so that a template that fails leaves what it had written.
---@return { run: fun(template: function, results: table, title: string?), left: fun(): table }
function canvas.open()
  local doc
  local opened = {}
  function opened.run(template, results, title)
    doc = setmetatable(document.new(title), canvas)
    local made = template(results, doc)
    if type(made) == "table" and made ~= doc then append(doc.blocks, made) end
  end
  function opened.left() return { title = doc.title, blocks = doc.blocks } end
  return opened
end

return canvas
