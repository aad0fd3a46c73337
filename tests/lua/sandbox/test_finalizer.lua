-- Lua turns hooks off while a finalizer runs.
local check = require("check")
local guarded = require("guarded")

local test = check.tests()

function test.that_never_ends_is_refused()
  guarded.fails([[
    setmetatable({}, { __gc = function() while true do end end })
    collectgarbage()
  ]], "config.lua:1: a config cannot have finalizers (__gc)", "failed", 1)
end

function test.added_later_does_not_run()
  check.needs_lua54()
  local value = check.within(6, guarded.value, [[
    local metatable = {}
    for _ = 1, 100 do setmetatable({}, metatable) end
    metatable.__gc = function() while true do end end
    local filler = {}
    for i = 1, 200000 do filler = { filler } if i % 1000 == 0 then filler = nil end end
    return { true }
  ]])
  check.equal(value, { true })
end

function test.other_metamethods_are_allowed()
  check.equal(guarded.value([[
    local object = setmetatable({}, { __index = { a = 1 }, __call = function(_, n) return n + 1 end })
    return object.a + object(1)
  ]]), 3)
end

return test
