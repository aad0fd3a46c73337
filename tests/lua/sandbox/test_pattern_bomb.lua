-- The library's own matcher needs 2.4 s for this pattern on 300 letters and 36.7 s on 600.
local check = require("check")
local guarded = require("guarded")
local fails = guarded.fails

local test = check.tests()

function test.of_300_letters_is_stopped()
  fails("return ('a'):rep(300):find('.-.-.-b')",
    "config.lua:1: the pattern '.-.-.-b' takes more than 119200 steps on this text", "failed", 1)
end

function test.of_600_letters_is_stopped()
  fails("return ('a'):rep(600):find('.-.-.-b')", "the pattern '.-.-.-b' takes more than", "failed", 1)
end

function test.of_3000_letters_is_stopped_in_each_function()
  for _, call in ipairs({ "find(s, p)", "match(s, p)", "gsub(s, p, '')", "gmatch(s, p)()" }) do
    fails("local s, p = ('a'):rep(3000), '.-.-.-.-.-b' return { string." .. call .. " }", "takes more than", "failed",
      1)
  end
end

function test.tried_again_for_ever_is_stopped()
  fails("local s = ('a'):rep(300) while true do pcall(string.find, s, '.-.-.-b') end", "stopped", "cancelled")
end

function test.of_nested_repeats_in_sets_and_balances_is_stopped()
  fails("return ('('):rep(100000):find('%b()x')", "takes more than", "failed", 1)
  fails("return ('a'):rep(100000):find('[a-y]*[a-z]*[^b]*c')", "takes more than", "failed", 1)
end

function test.too_complex_patterns_are_refused()
  fails("return ('a'):rep(300):find(('a?'):rep(300) .. ('a'):rep(300))", "pattern too complex", "failed", 1)
end

function test.plain_find_is_not_limited_and_not_slow()
  check.needs_lua54()
  local found = check.within(1, guarded.value, [[
    local s = ("a"):rep(1 << 21) .. "b"
    local first = s:find(("a"):rep(1 << 20) .. "b", 1, true)
    return { first, (s:find(("a"):rep(1000) .. "c", 1, true)) }
  ]])
  check.equal(found, { 1048577 })
end

function test.sane_patterns_on_long_texts_are_left_alone()
  check.needs_lua54()
  check.equal(guarded.value([[
    local s = ("word 123, "):rep(20000)
    local count = select(2, s:gsub("%a+ (%d+), ", "%1"))
    local walked = 0
    for _ in s:gmatch("%w+") do walked = walked + 1 end
    return { count, walked, s:match("^(.-)%s") }
  ]]), { 20000, 40000, "word" })
end

return test
