-- What crosses between a config and its host, and what is said of what does not.
local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

local function refused(source, message, code)
  local value, found, found_code = guard.load(source, "config.lua")
  check.equal({ value, found_code }, { nil, code or "malformed" })
  check.equal(found, message)
end

function test.plain_data_leaves_as_it_is()
  local value = guarded.value([[return { 1, 2.5, "text\0with", true, false, nested = { list = { "a", { b = -0.0 } } },
    huge = math.huge, [-3] = "minus", [0.5] = "half" }]])
  check.equal(value, { 1, 2.5, "text\0with", true, false, nested = { list = { "a", { b = 0 } } }, huge = math.huge,
    [-3] = "minus", [0.5] = "half" })
end

function test.integers_stay_integers()
  check.needs_lua54()
  check.equal(guarded.value("return { math.maxinteger, math.type(1), 1.0 }")[1], math.maxinteger)
  check.equal(math.type(guarded.value("return 1.0")), "float")
  check.equal(math.type(guarded.value("return 1")), "integer")
end

function test.one_value_of_any_kind()
  check.equal(guarded.value("return 'only this', 'not this'"), "only this")
  check.equal(guarded.value("return false"), false)
  refused("local x = 1", "config.lua: returns nothing; a config returns one value")
end

function test.a_table_that_stands_twice_is_copied_twice()
  local value = guarded.value("local t = { 1 } return { t, t }")
  check.equal(value[1] ~= value[2] and value[1][1] == 1, true)
end

function test.what_cannot_leave_is_named()
  refused("local t = {} t.t = t return t",
    "config.lua: " .. ("t."):rep(31) .. "t: nested more than 32 deep, or a table that contains itself")
  refused("return { report = { to = { 'x', setmetatable({}, {}) } } }",
    "config.lua: report.to[2]: a table with a metatable; only plain data can cross")
  refused("return { a = { [{}] = 1 } }", "config.lua: a: a key that is neither a text nor a number")
  refused("return { [('n'):rep(201)] = 1 }", "config.lua: the value: a name longer than 200 bytes")
  refused("return setmetatable({}, {})", "config.lua: the value: a table with a metatable; only plain data can cross")
end

function test.too_much_cannot_leave()
  check.needs_lua54()
  local value, message = guard.load("local t = {} for i = 1, 600000 do t[i] = i end return { list = t }", "config.lua",
    { memory_bytes = 268435456 })
  check.equal(value, nil)
  check.holds(message, "more than 1000000 values")
  value, message = guard.load("return { x = ('x'):rep((1 << 24) + 1) }", "config.lua", { memory_bytes = 268435456 })
  check.equal({ value, message }, { nil, "config.lua: x: a text of more than 16 MiB" })
end

function test.functions_are_called_with_copies()
  local rules = guarded.value([[
    local calls = 0
    return {
      cluster = function(item) calls = calls + 1 item.id = "changed" return item.doc.passage, calls end,
      sum = function(...) local s = 0 for _, n in ipairs({ ... }) do s = s + n end return s, select("#", ...) end,
    }
  ]])
  local item = { id = "q1", doc = { passage = "p" } }
  check.equal({ rules.cluster(item) }, { "p", 1 })
  check.equal({ rules.cluster(item) }, { "p", 2 })
  check.equal(item.id, "q1")
  check.equal({ rules.sum(1, 2, 3) }, { 6, 3 })
  check.equal({ rules.sum(1, nil, nil) }, { 1, 3 })
end

function test.functions_come_back_as_what_they_were()
  local rules = guarded.value([[
    local function double(n) return 2 * n end
    return { double = double, apply = function(f, n) return f(n), f == double end, make = function(k)
      return function(n) return n + k end
    end }
  ]])
  check.equal({ rules.apply(rules.double, 4) }, { 8, true })
  check.equal(rules.make(10)(5), 15)
end

function test.errors_in_functions_raise_with_the_configs_line()
  local rule = guarded.value("return function(item)\n  return item.doc.passage\nend")
  local fine, message = pcall(rule, { id = "q1" })
  check.equal(fine, false)
  check.holds(message, "config.lua:2: attempt to index ")
  local _, own = pcall(guarded.value("return function() error('own message', 0) end"))
  check.equal(own, "own message")
  local _, odd = pcall(guarded.value("return function() error({}) end"))
  check.equal(odd, "config.lua: raised a table instead of a message")
end

function test.what_cannot_be_given_or_returned_is_named()
  local rule = guarded.value("return function(x) return 1, x and { deep = { setmetatable({}, {}) } } end")
  local _, given = pcall(rule, { item = { score = print } })
  check.equal(given, "argument 1.item.score: a function that cannot be given to a config")
  local _, returned = pcall(rule, true)
  check.equal(returned, "config.lua: result 2.deep[1]: a table with a metatable; only plain data can cross")
end

function test.functions_of_another_config_cannot_be_given()
  check.needs_lua54()
  local one, other = guarded.value("return function() end"), guarded.value("return function(f) return f end")
  check.raises("argument 1: a function that cannot be given to a config", other, one)
end

function test.globals_are_given_as_copies()
  local value = guarded.value("arguments.x = 'changed' return arguments.level + 1",
    { globals = { arguments = { level = 2, x = "given" } } })
  check.equal(value, 3)
  local _, message = guard.load("return 1", "config.lua", { globals = { string = "x" } })
  check.equal(message, "config.lua: the global 'string' cannot be set; there is one of this name")
  local fine, found = pcall(guard.load, "return 1", "config.lua", { globals = { x = { print } } })
  check.equal(fine, false)
  check.holds(found, "globals: x[1]: a function that cannot be given to a config")
end

function test.what_is_printed_goes_to_the_log()
  local log = {}
  local rule = guarded.value("print('one', 2, nil, {}) print() return function(x) print(x) return x end", { log = log })
  check.equal(log, { "one\t2\tnil\ttable", "" })
  rule("later")
  check.equal(log[3], "later")
  guard.load("print('before') error('x')", "config.lua", { log = log })
  check.equal(log[4], "before")
end

function test.a_log_without_end_is_cut()
  check.needs_lua54()
  local log = {}
  guarded.value("for i = 1, 100000 do print(('x'):rep(100)) end return 1", { log = log })
  check.equal(#log < 1000 and #log > 600, true)
end

function test.functions_keep_their_state_alive()
  check.needs_lua54()
  local rule = guarded.value("local big = ('x'):rep(1000000) return function() return #big end")
  for _ = 1, 20 do
    collectgarbage()
    check.equal(rule(), 1000000)
  end
end

function test.edit_gives_back_the_arguments_as_the_function_left_them()
  local edit = guarded.value([[return function(sample, n)
    sample.score, sample.keys.family = n, "f1"
    n = 7
    return false, "why"
  end]])
  local sample = { score = 0, keys = { passage = "p1" } }
  check.equal({ guard.edit(edit, sample, 2) },
    { { score = 2, keys = { passage = "p1", family = "f1" } }, 2, false, "why" })
  check.equal(sample, { score = 0, keys = { passage = "p1" } })
end

function test.edit_of_a_function_of_no_config()
  local sample = { score = 0 }
  check.equal({ guard.edit(function(given) given.score = 1 return "done" end, sample) }, { { score = 1 }, "done" })
  check.equal({ guard.edit(function() end) }, {})
  check.raises("bad argument #1 to 'edit' (function expected, got nil)", guard.edit, nil)
end

function test.edit_refuses_what_cannot_leave()
  local edit = guarded.value("return function(sample) sample.score = setmetatable({}, {}) end")
  local fine, message = pcall(guard.edit, edit, {})
  check.equal(fine, false)
  check.holds(message, "value 1.score: a table with a metatable; only plain data can cross")
end

return test
