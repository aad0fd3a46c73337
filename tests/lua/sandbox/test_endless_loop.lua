local check = require("check")
local fails = require("guarded").fails

local test = check.tests()

function test.is_stopped()
  fails("while true do end", "config.lua:1: stopped: a config may not run for more than 50000000 steps", "cancelled")
end

function test.is_stopped_at_the_line_that_runs()
  fails("local n = 0\n\nwhile true do n = n + 1 end", "config.lua:3: stopped", "cancelled")
end

function test.is_stopped_sooner_with_a_smaller_budget()
  fails("while true do end", "more than 1000 steps", "cancelled", 0.5, { instructions = 1000 })
end

function test.in_a_function_that_left_is_stopped()
  check.needs_lua54()
  local rule = require("guarded").value("return function() while true do end end")
  for _ = 1, 2 do -- each call has a budget of its own
    local fine, message = check.within(6, pcall, rule)
    check.equal(fine, false)
    check.holds(message, "config.lua:1: stopped")
  end
end

function test.does_not_spend_the_budget_of_the_next_call()
  check.needs_lua54()
  local rule = require("guarded").value("return function(n) for _ = 1, n do end return n end", { instructions = 100000 })
  check.equal(pcall(rule, 1e9), false)
  check.equal(rule(10), 10)
end

return test
