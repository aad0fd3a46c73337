-- What a key of a config may be: a check, and the type that editors and the manual show.

local core = require("whisker.core")
local suggest = require("whisker.suggest")

local takes = {}

---@class whisker.Takes
---@field type string as LuaCATS writes it
---@field fits fun(value: any): boolean, string? fits; if not, what it must be

local function new(type_shown, fits)
  return { type = type_shown, fits = fits }
end

--- The Lua types that are named.
function takes.kind(...)
  local kinds = { ... }
  return new(table.concat(kinds, "|"), function(value)
    for _, name in ipairs(kinds) do if type(value) == name then return true end end
    return false, "a " .. table.concat(kinds, " or a ")
  end)
end

takes.text = takes.kind("string")
takes.list_or_text = takes.kind("string", "table")
takes.yes_or_no = takes.kind("boolean")

local function type_of_names(names)
  local quoted = {}
  for i, name in ipairs(names) do quoted[i] = ('"%s"'):format(name) end
  return table.concat(quoted, "|")
end

local function holds(names, value)
  for _, name in ipairs(names) do if value == name then return true end end
  return false
end

--- One of a few words.
function takes.one_of(...)
  local names = { ... }
  return new(type_of_names(names), function(value)
    return holds(names, value), "one of " .. table.concat(names, ", ")
  end)
end

--- One of the names of these lists, with a hint when it is misspelt.
function takes.name_in(...)
  local names = {}
  for _, list in ipairs({ ... }) do
    for _, name in ipairs(list) do names[#names + 1] = name end
  end
  return new(type_of_names(names), function(value)
    if holds(names, value) then return true end
    return false, "one of " .. table.concat(names, ", ") .. suggest.hint(tostring(value), names)
  end)
end

function takes.between(low, high)
  return new("number", function(value)
    if type(value) == "number" and value > low and value < high then return true end
    return false, ("a number between %s and %s"):format(core.number_text(low), core.number_text(high))
  end)
end

function takes.at_least(low)
  return new("number", function(value)
    if type(value) == "number" and value >= low then return true end
    return false, "a number of at least " .. core.number_text(low)
  end)
end

function takes.whole(low)
  return new("integer", takes.at_least(low).fits)
end

local function are_texts(value)
  if type(value) == "string" then return true end
  if type(value) ~= "table" or #value == 0 then return false end
  for _, entry in ipairs(value) do
    if type(entry) ~= "string" then return false end
  end
  return true
end

--- A text, or a list of texts that is not empty.
takes.texts = new("string|string[]", function(value) return are_texts(value), "a text or a list of texts" end)

takes.texts_or_function = new("string|string[]|fun(run: string): boolean", function(value)
  return type(value) == "function" or are_texts(value), "a text, a list of texts or a function"
end)

--- Names to names, or a function of a name.
takes.renaming = new("table<string, string>|fun(name: string): string?", function(value)
  if type(value) == "function" then return true end
  if type(value) ~= "table" then return false, "a table of names or a function" end
  for from, to in pairs(value) do
    if type(from) ~= "string" or type(to) ~= "string" then return false, "a table from names to names" end
  end
  return true
end)

--- Roles and metadata to paths; `score` may be a table from metrics to paths.
takes.field_paths = new("table<string, string|table<string, string>>", function(value)
  local wanted = "a table from names to paths"
  if type(value) ~= "table" then return false, wanted end
  for name, path in pairs(value) do
    local is_scores = name == "score" and type(path) == "table"
    for _, one in pairs(is_scores and path or { path }) do
      if type(name) ~= "string" or type(one) ~= "string" then return false, wanted end
      if name == "score" and one:find("*", 1, true) then return false, "a table whose scores are named, without *" end
    end
  end
  return true
end)

takes.range = new("number[]", function(value)
  if type(value) == "table" and type(value[1]) == "number" and type(value[2]) == "number" and value[1] < value[2] then
    return true
  end
  return false, "{ lowest, highest }"
end)

takes.cluster = new("string|(fun(item: whisker.Item): string|number|nil)|(string|function)[]|false", function(value)
  if value == false then return true end
  return takes.kind("string", "table", "function").fits(value)
end)

takes.pair = new('"all"|"none"|whisker.Config.Baseline|string[][]|fun(a: string, b: string): boolean',
  takes.kind("string", "table", "function").fits)

takes.template = new("string|fun(results: whisker.Results, doc: whisker.Document): table[]?",
  takes.kind("string", "function").fits)

--- A function, of which editors are told more.
function takes.hook(type_shown) return new(type_shown, takes.kind("function").fits) end

return takes
