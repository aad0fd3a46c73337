local check = require("check")
local fails = require("guarded").fails

local test = check.tests()

function test.that_are_short_and_endless_cannot_be_made()
  fails("while true do coroutine.wrap(function() end)() end", "there is no 'coroutine' here", "failed", 1)
end

function test.that_are_short_and_endless_cannot_be_made_under_pcall()
  fails("while true do pcall(function() return coroutine.create end) end", "stopped", "cancelled")
end

return test
