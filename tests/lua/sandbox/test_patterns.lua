-- The counting matcher means what the library's own means: both on the same cases, written and made at random.
local check = require("check")
local guarded = require("guarded")

local test = check.tests()

--- Results as one text, errors without their place.
local compare_source = [[
  local function shown(...)
    local parts = {}
    for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
    return table.concat(parts, "|")
  end
  local function try(call, ...)
    local results = table.pack(pcall(call, ...))
    if not results[1] then
      return "error: " .. results[2]:gsub("^[^:]+:%d+: ", ""):gsub("to '[%w_.?]+'", "")
    end
    return shown(table.unpack(results, 2, results.n))
  end
  local function all_matches(s, p)
    local parts = {}
    for a, b in string.gmatch(s, p) do
      parts[#parts + 1] = shown(a, b)
      if #parts > 200 then break end
    end
    return table.concat(parts, ";")
  end
  return function(s, p, r, init)
    return try(string.find, s, p, init) .. "\n" .. try(string.match, s, p, init) .. "\n" .. try(all_matches, s, p)
      .. "\n" .. try(string.gsub, s, p, r) .. "\n" .. try(string.gsub, s, p, r, 2)
      .. "\n" .. try(string.gsub, s, p, { a = "A", b = false, [1] = "one" })
  end
]]

local function both()
  check.needs_lua54()
  return assert(load(compare_source))(), guarded.value(compare_source)
end

local cases = {
  { "hello world", "o w", "%0%0" }, { "hello world", "(l+)(o)", "%2%1" }, { "key = value", "^(%w+)%s*=%s*(%w+)$", "%2" },
  { "abc", "", "-" }, { "abc", "()", "%1" }, { "abc", "b*", "x" }, { "abc", ".-", "x" }, { "abc", "^a", "" },
  { "THE (quick) fox", "%((%a+)%)", "<%1>" }, { "f(a(b)c)d", "%b()", "" }, { "THE (quick) fox", "%f[%a]%a+", "%0." },
  { "aXb\0c", "[%z%u]", "." }, { "a-b]c", "[]-]", "_" }, { "a^b", "[b^]", "_" }, { "a.b", "%.", "%%" },
  { "x", "%", "" }, { "x", "[a", "" }, { "x", "[a%", "" }, { "x", "(x", "" }, { "x", "x)", "" }, { "x", "%1", "" },
  { "x", "%f", "" }, { "x", "%b", "" }, { "x", "%bx", "" }, { "abab", "(ab)%1", "%1" }, { "abc", "a", "%2" },
  { "abc", "a", "%" }, { "abc", "a", "%x" }, { "0x1F zz", "%x+", "h" }, { "tab\there", "%c", " " },
  { "é", "[\xc3]", "?" }, { "aaa", "a-a$", "" }, { "a$b", "$b", "" }, { "a$", "a$$", "" }, { "abc", "(a)(b)(c)", "%3%2%1" },
  { "  trim  ", "^%s*(.-)%s*$", "%1" }, { "a,b,,c", "([^,]*)", "<%1>" }, { "[[x]]", "%[%[(.-)%]%]", "%1" },
  { "abc", "[a-", "" }, { "a-z", "[a-]", "" }, { "a-z", "[%a-z]", "" }, { "b", "[a-c-e]", "" }, { "\0\0", "%z", "" },
}

function test.written_cases()
  local theirs, ours = both()
  for _, case in ipairs(cases) do
    for _, init in ipairs({ 1, 2, -1, -3, 0, 10, -10 }) do
      local s, p, r = case[1], case[2], case[3]
      local expected, found = theirs(s, p, r, init), ours(s, p, r, init)
      if expected ~= found then error(("%q on %q from %d:\n%s\nis not\n%s"):format(p, s, init, found, expected)) end
    end
  end
end

local atoms = { "a", "b", "c", ".", "%a", "%d", "%s", "%w", "%A", "[ab]", "[^a]", "[a-c]", "[%w_]", "%.", "x", "(", ")",
  "()", "%1", "%b()", "%f[a]", "^", "$", "%", "[", "]", "-" }
local suffixes = { "", "", "", "*", "+", "-", "?" }
local letters = { "a", "b", "c", "1", " ", ".", "(", ")", "x", "_", "\0", "\200" }

local function draw(list) return list[math.random(#list)] end

function test.cases_made_at_random()
  local theirs, ours = both()
  math.randomseed(1)
  for _ = 1, 20000 do
    local p, s = {}, {}
    for i = 1, math.random(0, 6) do p[i] = draw(atoms) .. draw(suffixes) end
    for i = 1, math.random(0, 12) do s[i] = draw(letters) end
    p, s = table.concat(p), table.concat(s)
    local expected, found = theirs(s, p, "<%0>", 1), ours(s, p, "<%0>", 1)
    if expected ~= found then error(("%q on %q:\n%s\nis not\n%s"):format(p, s, found, expected)) end
  end
end

function test.replacements_by_function()
  local source = [[
    local seen = {}
    local text = ("one two three"):gsub("%w+", function(word)
      seen[#seen + 1] = word
      if word == "two" then return nil end
      return #word
    end)
    return { text, seen[2] }
  ]]
  check.equal(guarded.value(source), { "3 two 5", "two" })
end

function test.arguments_are_checked()
  guarded.fails("return ('x'):gsub('x', true)", "bad argument #2 to 'gsub' (string/function/table expected, got boolean)",
    "failed")
  guarded.fails("return ('x'):gsub('x', function() return {} end)", "invalid replacement value (a table)", "failed")
  guarded.fails("return string.find()", "bad argument #1 to 'find' (string expected, got no value)", "failed")
end

return test
