-- The same in every run.
local check = require("check")
local guard = require("whisker.guard")
local guarded = require("guarded")

local test = check.tests()

function test.pairs_goes_through_numbers_then_texts()
  local source = [[
    local t, order = { [true] = 1, b = 1, [2.5] = 1, [10] = 1, a = 1, B = 1, [-1] = 1, [false] = 1, ["1"] = 1 }, {}
    for key in pairs(t) do order[#order + 1] = tostring(key) end
    return table.concat(order, " ")
  ]]
  check.equal(guarded.value(source), "-1 2.5 10 1 B a b false true")
end

function test.next_goes_the_same_way()
  check.equal(guarded.value([[
    local t, order, key = { c = 1, a = 2, [3] = 3, b = 4 }, {}, nil
    repeat
      local value
      key, value = next(t, key)
      order[#order + 1] = key and key .. value
    until key == nil
    return table.concat(order, " ") .. (next({}) == nil and " empty" or "")
  ]]), "33 a2 b4 c1 empty")
end

function test.entries_may_be_taken_out_and_changed_on_the_way()
  check.equal(guarded.value([[
    local t, seen = { a = 1, b = 2, c = 3 }, {}
    for key, value in pairs(t) do
      seen[#seen + 1] = key .. value
      t.b, t.c = nil, 4
      t["new" .. key] = 1
    end
    return table.concat(seen, " ")
  ]]), "a1 c4")
end

function test.keys_without_an_order_are_refused()
  local _, message = guard.load("for _ in pairs({ [{}] = 1 }) do end", "config.lua")
  check.equal(message, "config.lua:1: the keys of this table have no fixed order: one is a table")
end

function test.the_metamethod_of_pairs_counts()
  check.equal(guarded.value([[
    local t = setmetatable({}, { __pairs = function() return function(_, i) if not i then return 1, "x" end end end })
    for i, value in pairs(t) do return i .. value end
  ]]), "1x")
end

function test.random_numbers_are_the_same_in_every_state()
  local source = "local t = {} for i = 1, 5 do t[i] = math.random(1000) end t[6] = math.random() return t"
  local first = guarded.value(source)
  check.equal(guarded.value(source), first)
  check.equal(guarded.value("math.randomseed(7) return math.random(1 << 30)" and
    "math.randomseed(7) return math.random(1000000)"), guarded.value("math.randomseed(7) return math.random(1000000)"))
  local different = false
  for i = 2, 5 do different = different or first[i] ~= first[1] end
  check.equal(different, true)
end

function test.random_numbers_lie_in_their_range()
  check.equal(guarded.value([[
    for _ = 1, 1000 do
      local a, b, c = math.random(), math.random(6), math.random(-2, 2)
      if a < 0 or a >= 1 or b < 1 or b > 6 or b % 1 ~= 0 or c < -2 or c > 2 then return false end
    end
    return true
  ]]), true)
end

function test.nothing_shows_an_address()
  check.equal(guarded.value("return tostring({}) .. ' ' .. tostring(print) .. ' ' .. tostring(nil)"),
    "table function nil")
  check.needs_lua54()
  check.equal(guarded.value("return ('%s %5s'):format({}, print)"), "table function")
  guarded.fails("return ('%d%% %-5p'):format(1, {})", "'%p' shows an address", "failed")
  check.equal(guarded.value("return tostring(setmetatable({}, { __tostring = function() return 'own' end }))"), "own")
end

function test.each_run_finds_the_same_state()
  guarded.value("shared = 1 return 1")
  local _, message = guard.load("return shared", "config.lua")
  check.equal(message, "config.lua:1: unknown global 'shared'")
end

return test
