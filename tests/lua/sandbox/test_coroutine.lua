local check = require("check")
local fails = require("guarded").fails

local test = check.tests()

function test.that_never_ends_cannot_be_made()
  fails("coroutine.wrap(function() while true do end end)()",
    "config.lua:1: there is no 'coroutine' here: a config runs from its start to its end", "failed", 1)
end

return test
