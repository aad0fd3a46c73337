-- A message handler runs inside the hook that raised, where hooks are off: ours runs after the error has unwound.
local check = require("check")
local guarded = require("guarded")

local test = check.tests()

function test.that_never_ends_is_stopped()
  guarded.fails([[
    local function loop() while true do end end
    xpcall(loop, loop)
  ]], "stopped", "cancelled")
end

function test.is_called_with_the_error()
  check.equal(guarded.value([[
    local results = { xpcall(function(a, b) error({ a, b }) end, function(e) return e[1] + e[2], "more" end, 3, 4) }
    return results[1] == false and results[2] == 7
  ]]), true)
end

function test.is_not_called_without_one()
  check.equal(guarded.value("return { xpcall(function(...) return ... end, error, 1, 2) }"), { true, 1, 2 })
end

return test
