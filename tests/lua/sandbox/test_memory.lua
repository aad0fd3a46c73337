local check = require("check")
local guarded = require("guarded")
local fails = guarded.fails

local test = check.tests()

local message = "config.lua: stopped: a config may not use more than 64.0 MiB"

function test.text_repeated_without_end()
  fails("return ('x'):rep(1 << 30)", message, "out of memory", 1)
  fails("return ('x'):rep(1 << 62)", "resulting string too large", "failed", 1)
end

function test.table_growing_for_ever()
  fails("local t = {} while true do t[#t + 1] = {} end", message, "out of memory")
end

function test.text_growing_for_ever()
  fails("local s = 'x' while true do s = s .. s end", message, "out of memory")
end

function test.the_cap_is_an_option()
  fails("local t = {} for i = 1, 100000 do t[i] = i end", "may not use more than 1.0 MiB", "out of memory", 1,
    { memory_bytes = 1048576 })
end

function test.refusals_caught_for_ever()
  fails("while true do pcall(string.rep, 'x', 1 << 30) end", "stopped", "cancelled")
end

function test.filling_and_dropping_is_work()
  fails("while true do local t = ('x'):rep(1 << 24) end", "stopped", "cancelled", 10)
end

function test.recursion_without_end()
  fails("local function f() return 1 + f() end return f()", message, "out of memory")
  fails("local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) return t[1]", "C stack overflow",
    "failed")
end

function test.a_config_that_stays_below_is_left_alone()
  check.needs_lua54()
  check.equal(guarded.value("return #('x'):rep(1 << 20)"), 1048576)
end

--- Wherever memory runs out, it is said and nothing is lost; with enough the value comes.
function test.every_cap_from_nothing_up()
  check.needs_lua54()
  local guard = require("whisker.guard")
  local source = [[
    local t = setmetatable({}, { __index = string })
    for i = 1, 20 do t[i] = ("x%d"):format(i):gsub("%d+", "%0%0") end
    for key, value in pairs(t) do print(key, value) end
    local function f(...) return { ... }, f end
    return { list = { f = f, n = next({ a = 1 }) } }
  ]]
  local value
  local cap = 1000
  repeat
    local found, problem, code = guard.load(source, "config.lua", { memory_bytes = cap, globals = { given = { { 1 } } } })
    if not found then
      check.equal(code, "out of memory")
      check.holds(problem, "config.lua: stopped: a config may not use more than")
    end
    cap, value = cap + 61, found
  until value
  check.equal({ value.list.n, (value.list.f(1, 2)) }, { "a", { 1, 2 } })
end

function test.every_cap_in_a_call()
  check.needs_lua54()
  local guard = require("whisker.guard")
  local long = {}
  for i = 1, 200 do long[i] = { ("item %d"):format(i) } end
  local cap, fine, found = 30000, nil, nil
  repeat
    local rule = guard.load("return function(list) list[1][2] = #list return list end", "config.lua", { memory_bytes = cap })
    if rule then
      fine, found = pcall(rule, long)
      if not fine then check.holds(found, "config.lua: stopped: a config may not use more than") end
    end
    cap = cap + 211
  until fine
  check.equal({ found[1], #found }, { { "item 1", 200 }, 200 })
end

function test.many_states_do_not_add_up()
  check.needs_lua54()
  for _ = 1, 50 do guarded.value("local t = {} for i = 1, 10000 do t[i] = {} end return { f = function() end }") end
  collectgarbage()
end

return test
