local check = require("check")
local fails = require("guarded").fails

local test = check.tests()

function test.cannot_go_on()
  fails("while true do pcall(function() while true do end end) end", "stopped", "cancelled")
end

function test.cannot_go_on_in_error_handling()
  fails([[
    local function again() return pcall(again) end
    while true do xpcall(again, again) end
  ]], "stopped", "cancelled", 10)
end

function test.cannot_return_as_if_nothing_had_happened()
  fails("pcall(function() while true do end end) return { 1 }", "stopped", "cancelled")
  fails("return pcall(function() while true do end end)", "stopped", "cancelled")
end

function test.cannot_go_on_through_to_be_closed_variables()
  fails([[
    local function loop() while true do end end
    local function nest(n)
      local guard <close> = setmetatable({}, { __close = loop })
      if n > 0 then nest(n - 1) end
      loop()
    end
    while true do pcall(nest, 50) end
  ]], "stopped", "cancelled")
end

return test
