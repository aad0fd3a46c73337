-- What a config does not find, and what it is told.
local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

local function message_of(source, options)
  local value, message = guard.load(source, "config.lua", options)
  check.equal(value, nil)
  return message
end

function test.libraries_beyond_the_language()
  for _, name in ipairs({ "os", "io", "package", "debug", "coroutine", "load", "loadfile", "dofile", "loadstring" }) do
    check.holds(message_of("return " .. name), "config.lua:1: there is no '" .. name .. "' here: ")
  end
end

function test.unknown_globals_raise_with_the_nearest_name()
  check.equal(message_of("\nreturn strng.rep('x', 2)"), "config.lua:2: unknown global 'strng'; did you mean 'string'?")
  check.equal(message_of("return something_else"), "config.lua:1: unknown global 'something_else'")
  check.equal(message_of("local cluser = 1 return cluster"), "config.lua:1: unknown global 'cluster'")
end

function test.own_globals_are_allowed()
  check.equal(guarded.value("function helper() return 2 end return helper()"), 2)
end

function test.the_watch_over_globals_cannot_be_taken_off()
  check.equal(guarded.value("return getmetatable(_G) == false"), true)
  check.holds(message_of("setmetatable(_G, nil)"), "cannot change a protected metatable")
end

function test.every_name_that_is_there_is_meant_to_be()
  check.needs_lua54()
  local names = guarded.value([[
    local list = {}
    for name in pairs(_G) do list[#list + 1] = name end
    for _, library in ipairs({ "math", "string", "table", "utf8" }) do
      for name in pairs(_G[library]) do list[#list + 1] = library .. "." .. name end
    end
    return table.concat(list, " ")
  ]])
  check.equal(names, "_G _VERSION assert collectgarbage error getmetatable ipairs math next pairs pcall print rawequal "
    .. "rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 xpcall math.abs "
    .. "math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor math.fmod math.huge math.log "
    .. "math.max math.maxinteger math.min math.mininteger math.modf math.pi math.rad math.random math.randomseed "
    .. "math.sin math.sqrt math.tan math.tointeger math.type math.ult string.byte string.char string.find "
    .. "string.format string.gmatch string.gsub string.len string.lower string.match string.rep string.reverse "
    .. "string.sub string.upper table.concat table.insert table.move table.pack table.remove table.sort table.unpack "
    .. "utf8.char utf8.charpattern utf8.codepoint utf8.codes utf8.len utf8.offset")
end

function test.the_true_string_table_is_cut_down_too()
  guarded.fails("return ('x').dump or ('x'):dump()", "attempt to call a nil value (method 'dump')", "failed")
  check.equal(guarded.value("return getmetatable('').__index == string"), true)
end

function test.the_collector_only_counts()
  check.equal(guarded.value("return collectgarbage('count') > 1"), true)
  check.holds(message_of("collectgarbage()"), "config.lua:1: collectgarbage only answers \"count\" in a config")
end

function test.the_host_keeps_its_own()
  guarded.value("string.rep, table.insert, pairs = nil, nil, nil return 1")
  check.equal(("x"):rep(2), "xx")
  check.equal(type(pairs), "function")
end

return test
