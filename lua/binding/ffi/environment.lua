-- What a config finds under LuaJIT: copies of the allowed libraries, edited as sandbox/libraries.c edits its own.

local nearest = require("whisker.ffi.nearest")

local environment = {}

-- ---- the lists --------------------------------------------------------------------------------------------------

local base_names = { "assert", "error", "getmetatable", "ipairs", "pcall", "rawequal", "rawget", "rawlen", "rawset",
  "select", "tonumber", "type", "xpcall", "_VERSION" }
local library_names = {
  table = { "concat", "insert", "move", "pack", "remove", "sort", "unpack" },
  string = { "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse", "sub",
    "upper" },
  math = { "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "min",
    "modf", "pi", "rad", "sin", "sqrt", "tan" },
}
local absent = {
  os = "a config has no clock, no environment and no processes",
  io = "a config reads and writes no files; 'require' finds those beside it",
  package = "'require' finds files beside the config and modules of whisker",
  debug = "a config cannot look behind the language",
  coroutine = "a config runs from its start to its end",
  load = "a config is source, not bytecode or text put together",
  loadstring = "a config is source, not bytecode or text put together",
  loadfile = "use 'require' for a file beside the config",
  dofile = "use 'require' for a file beside the config",
}

local function listed(library, names)
  local made = {}
  for _, name in ipairs(names) do made[name] = library[name] end
  return made
end

-- ---- a fixed order: numbers, texts, false, true -------------------------------------------------------------------

local ranks = { number = 1, string = 2, boolean = 3 }

local function is_before(a, b)
  local rank_a, rank_b = ranks[type(a)], ranks[type(b)]
  if rank_a ~= rank_b then return rank_a < rank_b end
  if type(a) == "boolean" then return not a and b end
  return a < b
end

local function sorted_keys(tbl)
  local keys = {}
  for key in next, tbl do
    if not ranks[type(key)] then
      error(("the keys of this table have no fixed order: one is a %s"):format(type(key)), 3)
    end
    keys[#keys + 1] = key
  end
  table.sort(keys, is_before)
  return keys
end

local function ordered_pairs(tbl)
  local metatable = getmetatable(tbl)
  if type(metatable) == "table" and metatable.__pairs then return metatable.__pairs(tbl) end
  local keys, place = sorted_keys(tbl), 0
  return function()
    while true do
      place = place + 1
      local key = keys[place]
      if key == nil then return nil end
      local value = rawget(tbl, key)
      if value ~= nil then return key, value end
    end
  end, tbl, nil
end

local function ordered_next(tbl, given)
  for _, key in ipairs(sorted_keys(tbl)) do
    if given == nil or is_before(given, key) then return key, tbl[key] end
  end
end

-- ---- replaced functions -------------------------------------------------------------------------------------------

local function plain_text(value)
  local metatable = getmetatable(value)
  local has_address = type(value) == "table" or type(value) == "function"
  if has_address and not (type(metatable) == "table" and metatable.__tostring) then return type(value) end
  return tostring(value)
end

local function print_to(config)
  return function(...)
    local texts = {}
    for i = 1, select("#", ...) do texts[i] = plain_text((select(i, ...))) end
    if config.log then table.insert(config.log, table.concat(texts, "\t")) end
  end
end

--- Park and Miller's minimal standard generator (1988), from a fixed seed: numbers differ from those under Lua 5.4, and
--- are the same in every run.
local function add_random(math_table)
  local modulus, state = 2147483647, 20240607
  local function draw()
    state = state * 16807 % modulus
    return (state - 1) / (modulus - 1)
  end
  function math_table.randomseed(seed) state = math.floor(math.abs(seed)) % (modulus - 1) + 1 end
  function math_table.random(low, high)
    local drawn = draw()
    if not low then return drawn end
    if not high then low, high = 1, low end
    if low > high then error("bad argument to 'random' (interval is empty)", 2) end
    return low + math.floor(drawn * (high - low + 1))
  end
end

local function guarded_setmetatable(tbl, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    error("a config cannot have finalizers (__gc)", 2)
  end
  return setmetatable(tbl, metatable)
end

local function guarded_collectgarbage(what)
  if what ~= "count" then error("collectgarbage only answers \"count\" in a config", 2) end
  return collectgarbage("count")
end

-- ---- require ------------------------------------------------------------------------------------------------------

local function read_file(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local source = file:read("*a")
  file:close()
  return source
end

--- Source and chunk name of a module: a file below the folder of the config, or a module of whisker.
local function find_source(config, name)
  if not (name:find("^[%w_-]+$") or name:find("^[%w_-][%w_.-]*[%w_-]$")) or name:find("..", 1, true) then
    return nil
  end
  if config.folder then
    local slash = config.folder ~= "" and config.folder:sub(-1) ~= "/" and "/" or ""
    local path = config.folder .. slash .. name:gsub("%.", "/") .. ".lua"
    local source = read_file(path)
    if source then return source, path end
  end
  local path = name:sub(1, 8) == "whisker." and package.searchpath(name, package.path)
  if path and name ~= "whisker.core" and name ~= "whisker.guard" then return read_file(path), path end
end

local function raise_not_found(config, name)
  if name == "whisker.core" or name == "whisker.guard" then error(("a config cannot use '%s'"):format(name), 3) end
  local where = config.folder and "in the folder of the config, and" or ": there is no folder to look in, and"
  error(("no module '%s'%s%s whisker has no such module"):format(name, config.folder and " " or "", where), 3)
end

local function require_for(config, names)
  local loaded, loading = { table = names.table, string = names.string, math = names.math }, {}
  return function(name)
    if loaded[name] ~= nil then return loaded[name] end
    if loading[name] then error(("module '%s' requires itself"):format(name), 2) end
    local source, path = find_source(config, name)
    if not source then raise_not_found(config, name) end
    local chunk, message = load(source, "@" .. path, "t", names)
    if not chunk then error(message, 0) end
    jit.off(chunk, true)
    loading[name] = true
    local fine, module = pcall(chunk, name)
    loading[name] = nil
    if not fine then error(module, 0) end
    if module == nil then module = true end
    loaded[name] = module
    return module
  end
end

-- ---- globals ------------------------------------------------------------------------------------------------------

local function unknown_global(names, name)
  if type(name) ~= "string" then return nil end
  if absent[name] then error(("there is no '%s' here: %s"):format(name, absent[name]), 2) end
  local near = nearest(name, sorted_keys(names))
  if near then error(("unknown global '%s'; did you mean '%s'?"):format(name, near), 2) end
  error(("unknown global '%s'"):format(name), 2)
end

--- The globals of a config, with those that the host gives; nil and a message when these are taken.
function environment.new(config, globals)
  local names = listed(_G, base_names)
  for library, functions in pairs(library_names) do names[library] = listed(_G[library], functions) end
  names._G = names
  names.table.unpack = names.table.unpack or unpack
  names.table.pack = names.table.pack or function(...) return { n = select("#", ...), ... } end
  names.rawlen = names.rawlen or function(value) return #value end
  add_random(names.math)
  names.pairs, names.next, names.tostring, names.print = ordered_pairs, ordered_next, plain_text, print_to(config)
  names.setmetatable, names.collectgarbage = guarded_setmetatable, guarded_collectgarbage
  names.require = require_for(config, names)
  for name, value in next, globals do
    if names[name] ~= nil then
      return nil, ("%s: the global '%s' cannot be set; there is one of this name"):format(config.name, name)
    end
    names[name] = value
  end
  return setmetatable(names, { __index = unknown_global, __metatable = false })
end

return environment
