-- What a config says and what holds where it says nothing, as texts: the settings by which results were made.

local core = require("whisker.core")

local in_force = {}

--- Keys that change no number: where logs are, what is written, what speaks to a session.
local aside = { title = true, data = true, report = true, journal = true, on_sample = true, on_progress = true,
  on_finish = true, stop = true }

local function text_of(value)
  local kind = type(value)
  if kind == "string" then return value end
  if kind == "number" then return core.number_text(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "function" then return "a function in the config" end
  local parts = {}
  for i, entry in ipairs(value) do parts[i] = type(entry) == "table" and (entry.name or "a table") or text_of(entry) end
  return #parts > 0 and table.concat(parts, ", ") or (value.baseline and "against " .. tostring(value.baseline)) or
    "a table"
end

local function add(list, key, value, name)
  if value ~= nil and text_of(value) ~= (key.default or ""):gsub('^"(.*)"$', "%1") then
    list[#list + 1] = { name = name, value = text_of(value), given = true }
  elseif key.default then
    list[#list + 1] = { name = name, value = (key.default:gsub('^"([^"]*)"$', "%1")), given = false }
  end
end

--- Every key that bears on the numbers, in the order of the reference.
---@param config table checked
---@return { name: string, value: string, given: boolean }[]
function in_force.of(config)
  local list = {}
  for _, key in ipairs(require("whisker.config.keys")) do
    local value = config[key.name]
    if not aside[key.name] and not key.keys then
      add(list, key, value, key.name)
    elseif not aside[key.name] and (key.name ~= "gate" or value) then
      for _, inner in ipairs(key.keys) do add(list, inner, (value or {})[inner.name], key.name .. "." .. inner.name) end
    end
  end
  return list
end

return in_force
