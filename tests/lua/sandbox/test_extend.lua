-- guard.extend: more source in the state where a function lives.
local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

function test.both_share_one_state()
  local call = guarded.value("mark = 0 return function(by) mark = mark + by return mark end")
  local read = guard.extend(call, "return function() return mark end")
  call(2)
  check.equal(read(), 2)
  check.equal(guard.extend(call, "return mark"), 2)
end

function test.functions_cross_as_what_they_are()
  local call = guarded.value("return function(x) return x + 1 end")
  check.equal(guard.extend(call, "return function(other, x) return other(x) end")(call, 41), 42)
end

function test.functions_of_the_host_have_no_such_state()
  check.equal(guard.extend(print, "return 1"), nil)
end

function test.its_errors_raise()
  local call = guarded.value("return function() end")
  check.equal(pcall(guard.extend, call, "return +"), false)
  local _, message = pcall(guard.extend, call, "error('no', 0)")
  check.equal(message, "no")
  check.equal(pcall(guard.extend, call, "return os"), false)
  check.equal(call(), nil) -- the state lives on
end

function test.misuse()
  check.raises("bad argument #1 to 'extend' (function expected, got number)", guard.extend, 7, "")
end

return test
