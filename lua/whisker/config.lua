-- Configs: what may stand in one, checked and filled in.
--
-- A config is a file that returns one table. `config.read` runs it in a guarded state and `config.check` turns the
-- table, whoever made it, into the form that analysis.lua reads. `journal`, the hooks and `stop` speak to a session, in
-- which a harness pushes its samples while it runs; over logs on disk they do nothing.

local attempt = require("whisker.attempt")
local declared = require("whisker.config.keys")
local order = require("whisker.order")
local own_template = require("whisker.report.own_template")
local paths = require("whisker.paths")
local source_lines = require("whisker.source_lines")
local suggest = require("whisker.suggest")

local config = {}

-- ---- what may stand in a config -----------------------------------------------------------------------------

--- Keys by name: what a key takes, or the keys of its table; and those of the tables in its list.
local function by_name(list)
  local allowed, entries = {}, {}
  for _, key in ipairs(list) do
    allowed[key.name] = key.keys and by_name(key.keys) or key.takes
    entries[key.name] = key.entries and by_name(key.entries)
  end
  return allowed, entries
end

local keys, entry_keys = by_name(declared)

-- ---- checking -----------------------------------------------------------------------------------------------

---@class whisker.Origin
---@field name string? file, for messages
---@field text string? its source, for line numbers
---@field is_command_line boolean? options, not a config

local function place(origin, key)
  if origin.is_command_line then return "" end
  if not origin.name then return "config: " end
  local line = origin.text and source_lines.of_key(origin.text, key)
  return origin.name .. (line and ":" .. line or "") .. ": "
end

local function check_table(value, allowed, origin, inside)
  for key, entry in order.pairs(value) do
    local check = allowed[key]
    if not check then
      return nil, ("%sunknown key '%s'%s%s"):format(place(origin, tostring(key)), tostring(key),
        inside and (" in '%s'"):format(inside) or " in the config", suggest.hint(tostring(key), order.keys(allowed)))
    end
    if check.fits then
      local fits, wanted = check.fits(entry)
      if not fits then return nil, ("%s'%s' must be %s"):format(place(origin, key), key, wanted) end
    else
      if type(entry) ~= "table" then return nil, ("%s'%s' must be a table"):format(place(origin, key), key) end
      local done, message = check_table(entry, check, origin, key)
      if not done then return nil, message end
    end
  end
  return true
end

local function as_list(value)
  if value == nil then return nil end
  return type(value) == "table" and value or { value }
end

--- The data entries: a path, one entry, or a list of either.
local function data_entries(data, origin)
  if type(data) == "string" then return { { path = data } } end
  if data.path then data = { data } end
  local entries = {}
  for i, entry in ipairs(data) do
    if type(entry) == "string" then entry = { path = entry } end
    if type(entry) ~= "table" or type(entry.path) ~= "string" then
      return nil, place(origin, "data") .. "'data' must be a path, { path = ... }, or a list of these"
    end
    local done, message = check_table(entry, entry_keys.data, origin, "data")
    if not done then return nil, message end
    entries[i] = entry
  end
  if #entries == 0 then return nil, place(origin, "data") .. "'data' names no path" end
  return entries
end

local function check_mean(rule, origin)
  if type(rule) ~= "table" or type(rule.name) ~= "string" then
    return nil, place(origin, "groups") .. "'groups' must be a list of { name = ..., tasks = ..., mean = ... }"
  end
  local done, message = check_table(rule, entry_keys.groups, origin, "groups")
  if not done then return nil, message end
  if rule.mean ~= "custom" or rule.weights then return true end
  return nil, place(origin, "groups") .. "a custom mean of 'groups' has weights = { task = number }"
end

--- Means over tasks (task_groups.lua).
local function check_groups(groups, origin)
  if not groups then return true end
  for _, rule in ipairs(#groups > 0 and groups or { false }) do
    local done, message = check_mean(rule, origin)
    if not done then return nil, message end
  end
  return true
end

local function check_stop(stop, origin)
  if not stop or (stop.half_width == nil) ~= (stop.baseline == nil) then return true end
  return nil, place(origin, "stop") .. "'stop' needs either 'half_width', how narrow the interval of a score must be, " ..
    "or 'baseline', the run that the others must differ from"
end

local function check_gate(gate, origin)
  if not gate or gate.test ~= "equivalence" or (gate.margin or 0) > 0 then return true end
  return nil, place(origin, "gate") .. "'gate' with test = \"equivalence\" needs a 'margin' above 0: no interval lies " ..
    "within nothing"
end

local function check_cluster(cluster, origin)
  if type(cluster) ~= "table" then return true end
  if #cluster < 1 or #cluster > 4 then
    return nil, place(origin, "cluster") .. "'cluster' takes one to four keys"
  end
  for _, key in ipairs(cluster) do
    if type(key) ~= "string" and type(key) ~= "function" then
      return nil, place(origin, "cluster") .. "each key in 'cluster' must be a field's name or a function of the item"
    end
  end
  return true
end

--- Check a config table and bring it into one form: data a list of entries, cluster a list of keys, lists lists.
---@param value any what the config returned
---@param origin whisker.Origin?
---@return table? config, string? message, string? code
function config.check(value, origin)
  origin = origin or {}
  if type(value) ~= "table" then
    local name = origin.name or "config"
    return nil, name .. ": a config must return a table, this one returned " .. type(value), "bad option"
  end
  local done, message = check_table(value, keys, origin)
  if done then done, message = check_cluster(value.cluster, origin) end
  if done then done, message = check_groups(value.groups, origin) end
  if done then done, message = check_stop(value.stop, origin) end
  if done then done, message = check_gate(value.gate, origin) end
  if not done then return nil, message, "bad option" end
  local given, checked = value, {}
  value = attempt.wrap_functions(given, "config")
  for key, entry in pairs(value) do checked[key] = entry end
  if value.data ~= nil then
    checked.data, message = data_entries(value.data, origin)
    if not checked.data then return nil, message, "bad option" end
  end
  checked.cluster = value.cluster ~= false and as_list(value.cluster) or value.cluster
  checked.tasks, checked.metrics = as_list(value.tasks), as_list(value.metrics)
  checked.runs, checked.estimate = value.runs or {}, value.estimate or {}
  checked.compare, checked.report = value.compare or {}, value.report or {}
  checked.report.to = as_list(checked.report.to)
  checked.report.template = (given.report or {}).template -- runs where it was written, with what it needs there
  checked.level = value.level or 0.95
  for _, name in ipairs({ "on_sample", "on_progress", "on_finish" }) do
    checked[name] = given[name] -- whoever calls a hook looks after its failures, and lets it edit what it is given
  end
  return checked
end

--- Paths of data in a config file start from its own folder, so that it runs from anywhere.
local function resolve(entries, folder)
  for i, entry in ipairs(entries or {}) do
    local resolved = {}
    for key, value in pairs(entry) do resolved[key] = value end
    resolved.path = paths.join(folder, entry.path)
    if type(entry.format) == "string" and entry.format:find("%.lua$") then
      resolved.format = paths.join(folder, entry.format)
    end
    if type(entry.items) == "string" then resolved.items = paths.join(folder, entry.items) end
    entries[i] = resolved
  end
end

--- Run the text of a config in a guarded state and check what it returns.
---@param source string
---@param name string its path, or what stands for it in messages
---@param arguments table<string, string>? `k=v` of the command line, the global `arguments` of the config
---@param printed string[]? what it prints, now or when its functions are called, is appended here, a line each
---@return table? config, string? message, string? code
function config.load(source, name, arguments, printed)
  local folder = paths.split(name)
  local options = { folder = folder, globals = { arguments = arguments or {} }, log = printed }
  local value, problem = require("whisker.guard").load(source, name, options)
  if value == nil then return nil, problem, "bad option" end
  local checked, code
  checked, problem, code = config.check(value, { name = name, text = source })
  if not checked then return nil, problem, code end
  resolve(checked.data, folder)
  local template = checked.report.template
  if own_template.is_path(template) then checked.report.template = paths.join(folder, template) end
  return checked
end

--- The same for a file.
---@param path string
---@param arguments table<string, string>?
---@param printed string[]?
---@return table? config, string? message, string? code
function config.read(path, arguments, printed)
  local file, message = io.open(path, "rb")
  if not file then return nil, "cannot open the config: " .. message, "bad option" end
  local source = file:read("*a")
  file:close()
  if not source then
    return nil, path .. ": is a folder, not a config; to report on logs: whisker report " .. path, "bad option"
  end
  return config.load(source, path, arguments, printed)
end

return config
