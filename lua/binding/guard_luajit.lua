-- whisker.guard for LuaJIT: a restricted environment. It guards against accidents and not against malice: the config
-- shares the host's state, its string functions and its memory, and hooks do not see time spent inside library
-- functions.
-- Interface and messages are those of sandbox.c; guard.meta.lua is the contract of both.

local copy = require("whisker.ffi.copy")
local environment = require("whisker.ffi.environment")

local guard = {}

local default_instructions, tick = 50000000, 1000

-- ---- a run ------------------------------------------------------------------------------------------------------

--- pcall under a budget of instructions. Hooks are for the interpreter, so the config's functions are not compiled.
local function run(config, call, ...)
  local left, is_spent = config.instructions, false
  local before, mask, count = debug.gethook()
  debug.sethook(function()
    left = left - tick
    if left > 0 then return end
    is_spent = true
    error(("stopped: a config may not run for more than %d steps"):format(config.instructions), 2)
  end, "", tick)
  local results = { pcall(call, ...) }
  debug.sethook(before, mask, count)
  return results, is_spent
end

--- The message of an error, whatever was raised.
local function message_of(config, raised)
  if type(raised) == "string" then return raised end
  return ("%s: raised a %s instead of a message"):format(config.name, type(raised))
end

--- Which config a function of the host comes from.
local config_of = setmetatable({}, { __mode = "k" })

--- A config's function on copies of the arguments; edits: the arguments as it left them come before its results.
local function call_copied(config, call, edits, ...)
  local arguments, count = copy.values("argument %d", "", config.inside, ...)
  local results = run(config, call, unpack(arguments, 1, count))
  if not results[1] then error(message_of(config, results[2]), 0) end
  local n_results = table.maxn(results) - 1
  local left, n_left = edits and arguments or {}, edits and count or 0
  for i = 1, n_results do left[n_left + i] = results[i + 1] end
  local fine, copied, n = pcall(copy.values, edits and "value %d" or "result %d", config.name, config.outside,
    unpack(left, 1, n_left + n_results))
  if not fine then error(copied, 0) end
  return unpack(copied, 1, n)
end

--- A function of a config as a function of the host.
local function export(config, call)
  local known = config.exported[call]
  if known then return known end
  local function exported(...) return call_copied(config, call, false, ...) end
  config.exported[call], config.original[exported], config_of[exported] = exported, call, config
  return exported
end

-- ---- load -------------------------------------------------------------------------------------------------------

local option_types = { memory_bytes = "number", instructions = "number", seconds = "number", folder = "string",
  globals = "table", log = "table" }

local function bad_argument(position, message, name)
  error(("bad argument #%d to '%s' (%s)"):format(position, name or "load", message), 3)
end

local function unknown_option(key)
  local known = { "memory_bytes", "instructions", "seconds", "folder", "globals", "log" }
  local near = require("whisker.ffi.nearest")(key, known)
  if near then return ("unknown option '%s'; did you mean '%s'?"):format(key, near) end
  return ("unknown option '%s'; there are %s"):format(key, table.concat(known, ", "))
end

local function new_config(name, options)
  local config = { name = name, folder = options.folder, log = options.log, exported = {}, original = {},
    instructions = (options.instructions or 0) > 0 and options.instructions or default_instructions }
  config.outside = function(call) return export(config, call) end
  config.inside = function(call) return config.original[call] end
  return config
end

local function failure(config, raised, is_spent, code)
  return nil, message_of(config, raised), is_spent and "cancelled" or code
end

local function load_checked(source, name, options)
  local config = new_config(name, options)
  local globals = copy.values(nil, "globals", config.inside, options.globals or {})[1]
  local names, problem = environment.new(config, globals)
  if not names then return nil, problem, "malformed" end
  local chunk, message = load(source, "@" .. name, "t", names)
  if not chunk then return nil, message, "malformed" end
  config.names = names
  jit.off(chunk, true)
  local results, is_spent = run(config, chunk)
  if not results[1] then return failure(config, results[2], is_spent, "failed") end
  if results[2] == nil then
    return nil, name .. ": returns nothing; a config returns one value", "malformed"
  end
  local fine, copied = pcall(copy.values, nil, name, config.outside, results[2])
  if not fine then return nil, copied, "malformed" end
  return copied[1]
end

function guard.load(source, chunk_name, options)
  if type(source) ~= "string" then bad_argument(1, "string expected, got " .. type(source)) end
  if type(chunk_name) ~= "string" then bad_argument(2, "string expected, got " .. type(chunk_name)) end
  if options ~= nil and type(options) ~= "table" then bad_argument(3, "table expected, got " .. type(options)) end
  for key, value in next, options or {} do
    local expected = option_types[key]
    if not expected then bad_argument(3, unknown_option(tostring(key))) end
    if type(value) ~= expected then
      bad_argument(3, ("option '%s' must be a %s, got %s"):format(key, expected, type(value)))
    end
  end
  return load_checked(source, chunk_name, options or {})
end

local function edit_in_host(call, count, ...)
  local results = { call(...) }
  local left = { ... }
  for i = 1, table.maxn(results) do left[count + i] = results[i] end
  return unpack(left, 1, count + table.maxn(results))
end

function guard.edit(call, ...)
  if type(call) ~= "function" then bad_argument(1, "function expected, got " .. type(call), "edit") end
  local config = config_of[call]
  if not config then return edit_in_host(call, select("#", ...), ...) end
  return call_copied(config, config.original[call], true, ...)
end

function guard.extend(call, source)
  if type(call) ~= "function" then bad_argument(1, "function expected, got " .. type(call), "extend") end
  if type(source) ~= "string" then bad_argument(2, "string expected, got " .. type(source), "extend") end
  local config = config_of[call]
  if not config then return nil end
  local chunk = assert(load(source, "@" .. config.name, "t", config.names))
  jit.off(chunk, true)
  local results = run(config, chunk)
  if not results[1] then error(message_of(config, results[2]), 0) end
  return copy.values(nil, config.name, config.outside, results[2])[1]
end

return guard
