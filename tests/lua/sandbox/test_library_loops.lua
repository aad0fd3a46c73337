-- Loops inside library functions, which instructions do not count.
local check = require("check")
local guarded = require("guarded")
local fails = guarded.fails

local test = check.tests()

function test.nothing_repeated_without_end()
  check.needs_lua54()
  check.equal(check.within(0.5, guarded.value, "return ('') :rep(math.maxinteger)"), "")
end

function test.elements_moved_without_end()
  fails("table.move({}, 1, math.maxinteger - 1, 2)", "stopped", "cancelled", 1)
end

function test.lengths_that_lie()
  local lying = "local t = setmetatable({}, { __len = function() return 1 << 52 end }) "
  for _, call in ipairs({ "table.insert(t, 1, 'x')", "table.remove(t, 1)", "table.sort(t)", "table.concat(t)" }) do
    fails(lying .. call, "stopped", "cancelled", 1)
  end
end

function test.long_sorts()
  fails("local t = {} for i = 1, 200000 do t[i] = -i end while true do table.sort(t) end", "stopped", "cancelled")
end

function test.long_walks_over_text()
  fails("local s = ('x'):rep(1 << 24) while true do utf8.len(s) end", "stopped", "cancelled")
end

function test.long_comparisons_end_with_the_clock()
  fails("local s = ('x'):rep(1 << 22) local a, b = s .. 'a', s .. 'b' while true do local _ = a < b end",
    "or 0.5 seconds", "cancelled", 3, { seconds = 0.5 })
end

function test.pairs_over_many_keys()
  fails("local t = {} for i = 1, 100000 do t['k' .. i] = i end while true do next(t) end", "stopped", "cancelled")
  fails("local t = {} for i = 1, 100000 do t['k' .. i] = i end while true do pairs(t) end", "stopped", "cancelled", 10)
end

function test.ordinary_use_is_left_alone()
  check.needs_lua54()
  check.equal(guarded.value([[
    local t = { 3, 1, 2 }
    table.sort(t)
    table.insert(t, 1, 0)
    table.remove(t, 2)
    return { table.concat(t, ","), table.concat(table.move({ 1, 2 }, 1, 2, 2), ","), utf8.len("é"), ("ab"):rep(2, "-") }
  ]]), { "0,2,3", "1,1,2", 1, "ab-ab" })
end

return test
