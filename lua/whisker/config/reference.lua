-- The declared keys of a config, for whoever shows them: by path, with what may be chosen.

local declared = require("whisker.config.keys")

local reference = {}

--- The keys inside a key: of its table, or of the tables in its list.
---@param key whisker.Key
---@return whisker.Key[]
function reference.inside(key) return key.keys or key.entries or {} end

local function each(list, prefix, visit)
  for _, key in ipairs(list) do
    visit(key, prefix .. key.name)
    each(reference.inside(key), prefix .. key.name .. ".", visit)
  end
end

--- Every key in order, those inside a key after it, each with its path: "estimate.interval".
---@param visit fun(key: whisker.Key, path: string)
function reference.each(visit) each(declared, "", visit) end

---@param path string
---@return whisker.Key? key, string[] paths all that there are
function reference.find(path)
  local found, paths = nil, {}
  reference.each(function(key, here)
    paths[#paths + 1] = here
    if here == path then found = key end
  end)
  return found, paths
end

--- The words to choose from, where there is such a choice; nil: anything of its type.
---@param key whisker.Key
---@return string[]?
function reference.choices(key)
  if not key.takes or key.takes.type:find("[^\"|%w_]") or not key.takes.type:find('"', 1, true) then return nil end
  local list = {}
  for word in key.takes.type:gmatch('"([^"]*)"') do list[#list + 1] = word end
  return list
end

return reference
