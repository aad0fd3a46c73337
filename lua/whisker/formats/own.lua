-- Formats that users declare: a file that returns what layout.format takes, or the table itself in a config's data entry.
-- The file runs in a guarded state, like a config; a single layout may stand without `layouts` around it.

local attempt = require("whisker.attempt")
local layout = require("whisker.formats.layout")
local order = require("whisker.order")
local paths = require("whisker.paths")
local reader = require("whisker.reader")
local suggest = require("whisker.suggest")

local own = {}

local format_keys = { name = true, title = true, layouts = true }

local function check_keys(value, known, place)
  for key in order.pairs(value) do
    if not known[key] then
      return nil, ("%s: unknown key '%s' in a format%s"):format(place, tostring(key),
        suggest.hint(tostring(key), order.keys(known)))
    end
  end
  return true
end

--- Patterns of Lua that a declaration holds: a malformed one is its own fault, and known before a file is.
local function check_patterns(one, place)
  for _, key in ipairs({ "file", "head", "hidden" }) do
    for _, pattern in ipairs(type(one[key]) == "table" and one[key] or { one[key] }) do
      local fine, problem = pcall(string.find, "", pattern)
      if not fine then
        return nil, ("%s: '%s' holds a pattern that is none, %s: %s"):format(place, key, tostring(pattern),
          tostring(problem):gsub("^.-:%d+: ", ""))
      end
    end
  end
  return true
end

local function check_layout(one, place)
  if type(one) ~= "table" then return nil, place .. ": each of the layouts of a format is a table" end
  local done, message = check_keys(one, layout.keys, place)
  if done then done, message = check_patterns(one, place) end
  if not done then return nil, message end
  for _, pass in ipairs(type(one.passes) == "table" and one.passes or { one }) do
    local fields = pass.fields or one.fields
    local names_item = type(fields) == "table" and (fields.item or (one.join or {}).item)
    if type(one.passes) ~= "function" and not names_item then
      return nil, place .. ": a layout names its fields: fields = { item = \"...\", score = \"...\" }"
    end
  end
  return true
end

--- Paths that lead nowhere in a whole file are a mistake of the declaration, not of the log.
local function complain_of_nothing(file, into, done)
  local tbl, first, last = into.table, done.first, done.last
  if last < first then return nil end
  if #tbl:distinct("item", first, last) == 0 then
    return file.path .. ": no row has anything where the format's `item` should be; is its path right?"
  end
  local columns, texts = reader.score_columns(tbl), 0
  for _, column in ipairs(columns) do texts = texts + #tbl:distinct(column, first, last) end
  if texts == 0 and tbl:count_empty(columns, first, last) == last - first + 1 then
    return file.path .. ": no row has anything where the format's `score` should be; is its path right?"
  end
end

local function checked(read)
  return function(file, into)
    local done, message, code = read(file, into)
    if not done then return nil, message, code end
    local nothing = complain_of_nothing(file, into, done)
    if not nothing then return done end
    into.table:truncate(done.first - 1)
    return nil, nothing, "no data"
  end
end

--- A format out of a declaration.
---@param declared table
---@param place string for messages
---@return table? format, string? message, string? code
function own.format(declared, place)
  if type(declared) ~= "table" then return nil, place .. ": a format is a table", "bad option" end
  declared = attempt.wrap_functions(declared, place)
  local done, message = true, nil
  if declared.layouts then
    done, message = check_keys(declared, format_keys, place)
  else
    declared = { name = declared.name, title = declared.title, layouts = { declared } }
    declared.layouts[1].title = nil
  end
  for _, one in ipairs(done and declared.layouts or {}) do
    if done then done, message = check_layout(one, place) end
  end
  if not done then return nil, message, "bad option" end
  declared.name = declared.name or "own"
  declared.title = declared.title or "declared by " .. place
  for _, one in ipairs(declared.layouts) do one.name = one.name or declared.name end
  local format = layout.format(declared)
  for _, one in ipairs(format.layouts) do one.read = checked(one.read) end
  return format
end

local loaded = {} ---@type table<string, table>

--- The format that a file declares.
---@param path string
---@return table? format, string? message, string? code
function own.load(path)
  if loaded[path] then return loaded[path] end
  local file, message = io.open(path, "rb")
  local source = file and file:read("*a")
  if file then file:close() end
  if not source then return nil, "cannot open the format: " .. (message or path), "bad option" end
  local declared, problem = require("whisker.guard").load(source, path, { folder = paths.split(path) })
  if declared == nil then return nil, problem, "bad option" end
  local format, code
  format, problem, code = own.format(declared, path)
  loaded[path] = format
  return format, problem, code
end

--- Is what a data entry says in `format` a declaration, or the path of one?
function own.is_own(format) return type(format) == "table" or format:find("%.lua$") ~= nil end

--- The format of a data entry.
---@param format string|table
function own.of(format)
  if type(format) == "table" then return own.format(format, "the format of a data entry") end
  return own.load(format)
end

--- Formats in the folders that WHISKER_FORMATS names, with ":" between them.
---@return table[] list, string[] problems
function own.in_folders()
  local core = require("whisker.core")
  local list, problems = {}, {}
  for folder in (os.getenv("WHISKER_FORMATS") or ""):gmatch("[^:]+") do
    local found, message = core.list_files(folder)
    if not found then problems[#problems + 1] = message end
    for _, path in ipairs(found or {}) do
      if path:find("%.lua$") then
        local format, problem = own.load(path)
        list[#list + 1], problems[#problems + 1] = format, problem
      end
    end
  end
  return list, problems
end

return own
