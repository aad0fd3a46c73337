-- The keys of a config as a reference in Markdown, and as a class for editors.

local reference = require("whisker.config.reference")

local config = {}

-- ---- Markdown -----------------------------------------------------------------------------------------------

--- What it does, the words to choose from, what holds without it.
local function sentences(key)
  local parts, choices = { key.about }, reference.choices(key)
  if choices then parts[#parts + 1] = "One of `" .. table.concat(choices, "`, `") .. "`." end
  if key.default then parts[#parts + 1] = "Default: " .. key.default:gsub('^("[%w_]+")', "`%1`") .. "." end
  if key.session then parts[#parts + 1] = "In a session only." end
  return table.concat(parts, " ")
end

local function example(key)
  return key.example and "\n\n```lua\n" .. key.example .. "\n```" or ""
end

--- A key inside another, and its type where the words to choose from do not say it.
local function name_of(key, path)
  return reference.choices(key) and ("`%s`"):format(path) or ("`%s`, `%s`"):format(path, key.takes.type)
end

local function has_inside(key) return #reference.inside(key) > 0 end

--- Top keys as headings, and what stands inside of one as bold names.
function config.markdown()
  local parts = {}
  reference.each(function(key, path)
    local is_inside = path:find(".", 1, true)
    local heading = is_inside and "**" .. name_of(key, path) .. "**" or "### `" .. path .. "`"
    local kind = not is_inside and not key.keys and not reference.choices(key) and "`" .. key.takes.type .. "`. " or ""
    parts[#parts + 1] = heading .. "\n\n" .. kind .. sentences(key) .. example(key)
  end)
  return "\n" .. table.concat(parts, "\n\n") .. "\n"
end

-- ---- LuaCATS ------------------------------------------------------------------------------------------------

--- "whisker.Config.Estimate" for the table of `estimate`; of lists the class of an entry.
local function class_of(path)
  return "whisker.Config." .. path:gsub("^%l", string.upper)
end

--- What an editor is told of a key: tables by the class of what stands inside.
local function type_of(key, path)
  if key.keys then return class_of(path) end
  if key.name == "data" then return ("string|%s|(string|%s)[]"):format(class_of(path), class_of(path)) end
  if key.entries then return class_of(path) .. "[]" end
  return key.takes.type:find("^fun") and "(" .. key.takes.type .. ")" or key.takes.type
end

local function class(name, keys, prefix)
  local lines = { "---@class " .. name }
  for _, key in ipairs(keys) do
    lines[#lines + 1] = ("---@field %s? %s %s"):format(key.name, type_of(key, prefix .. key.name), key.about)
  end
  return table.concat(lines, "\n")
end

--- The stub: `---@type whisker.Config` before a config's table makes an editor complete it.
function config.stub()
  local parts = {
    "---@meta whisker.config\n-- Generated from whisker/config/keys.lua (tests/lua/test_manual.lua): the keys of a config.",
    class("whisker.Config", require("whisker.config.keys"), ""),
    "---@class whisker.Config.Baseline\n---@field baseline string the run that every other one is compared with",
  }
  reference.each(function(key, path)
    if has_inside(key) then parts[#parts + 1] = class(class_of(path), reference.inside(key), path .. ".") end
  end)
  return table.concat(parts, "\n\n") .. "\n"
end

return config
