-- guard.load: its arguments, its codes, its messages.
local check = require("check")
local guard = require("whisker.guard")

local test = check.tests()

function test.mistakes_of_syntax()
  local value, message, code = guard.load("return {\n  a = 1\n  b = 2\n}", "folder/config.lua")
  check.equal({ value, code }, { nil, "malformed" })
  check.equal(message:sub(1, 20), "folder/config.lua:3:")
end

function test.errors_while_it_runs()
  local value, message, code = guard.load("local x\nreturn x.y", "config.lua")
  check.equal({ value, code }, { nil, "failed" })
  check.holds(message, "config.lua:2: attempt to index ")
  local _, odd = guard.load("error(nil)", "config.lua")
  check.equal(odd, "config.lua: raised a nil instead of a message")
end

function test.misuse()
  check.raises("bad argument #1 to 'load' (string expected, got nil)", guard.load)
  check.raises("bad argument #2 to 'load' (string expected, got nil)", guard.load, "return 1")
  check.raises("bad argument #3 to 'load' (table expected, got string)", guard.load, "return 1", "x", "y")
  check.raises("bad argument #3 to 'load' (unknown option 'instuctions'; did you mean 'instructions'?)", guard.load,
    "return 1", "x", { instuctions = 5 })
  check.raises("bad argument #3 to 'load' (option 'memory_bytes' must be a number, got string)", guard.load, "return 1",
    "x", { memory_bytes = "1" })
  check.raises("bad argument #3 to 'load' (option 'log' must be a table, got boolean)", guard.load, "return 1", "x",
    { log = true })
end

function test.a_state_too_small_to_start_is_out_of_memory()
  check.needs_lua54()
  local value, message, code = guard.load("return 1", "config.lua", { memory_bytes = 10000 })
  check.equal({ value, code }, { nil, "out of memory" })
  check.holds(message, "config.lua: stopped: a config may not use more than")
end

return test
