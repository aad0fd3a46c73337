-- What tests assert with. A test file returns check.tests() with functions put into it; run.lua runs them in order.

local check = {}

--- A table of tests that remembers the order in which they are put in.
function check.tests()
  local names = {}
  return setmetatable({}, { names = names, __newindex = function(tests, name, test)
    names[#names + 1] = name
    rawset(tests, name, test)
  end })
end

local skipped = {}

--- End the test that runs; it counts as skipped.
function check.skip(reason) error(setmetatable({ reason = reason }, skipped), 0) end

--- The reason, if an error is one of check.skip.
function check.skip_reason(problem)
  return type(problem) == "table" and getmetatable(problem) == skipped and problem.reason or nil
end

check.is_luajit = rawget(_G, "jit") ~= nil

function check.needs_lua54()
  if check.is_luajit then check.skip("Lua 5.4 only") end
end

--- Data that may be absent: the test counts as skipped without them.
function check.needs(path)
  local file = io.open(path, "r")
  if not file then check.skip(path .. " is absent (set WHISKER_SHARED)") end
  file:close()
end

local function shown(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) == "number" then return ("%.17g"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  local keys, parts = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do parts[i] = tostring(key) .. " = " .. shown(value[key]) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do if not same(value, b[key]) then return false end end
  for key in pairs(b) do if a[key] == nil then return false end end
  return true
end

local function named(what) return what and what .. ": " or "" end

--- Tables are equal when they hold the same.
function check.equal(found, expected, what)
  if not same(found, expected) then
    error(("%sexpected %s, found %s"):format(named(what), shown(expected), shown(found)), 2)
  end
end

--- Relative error, or absolute where nothing is expected; 1e-12 unless told.
function check.near(found, expected, tolerance, what)
  tolerance = tolerance or 1e-12
  local scale = expected == 0 and 1 or math.abs(expected)
  if type(found) ~= "number" or not (math.abs(found - expected) <= tolerance * scale) then
    error(("%sexpected %s, found %s"):format(named(what), shown(expected), shown(found)), 2)
  end
end

--- A call fails with exactly this message, the place in a file aside.
function check.raises(message, call, ...)
  local fine, problem = pcall(call, ...)
  if fine then error("expected the error " .. shown(message) .. ", there was none", 2) end
  local found = tostring(problem):gsub("^[^:\n]+:%d+: ", "")
  if found ~= message then error("expected the error " .. shown(message) .. ", found " .. shown(found), 2) end
end

--- A text holds another.
function check.holds(text, part)
  if type(text) ~= "string" or not text:find(part, 1, true) then
    error("expected a text with " .. shown(part) .. ", found " .. shown(text), 2)
  end
end

--- A call ends within so many seconds of processor time (ten times as many under a sanitizer); returns what it returns.
function check.within(seconds, call, ...)
  if os.getenv("LD_PRELOAD") then seconds = 10 * seconds end
  local began = os.clock()
  local results = { call(...) }
  local took = os.clock() - began
  if took > seconds then error(("took %.1f s, allowed are %g"):format(took, seconds), 2) end
  return (table.unpack or unpack)(results, 1, 8) -- luacheck: ignore 143
end

--- A file with this text, under a name of its own; the caller removes it.
function check.file(text)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

return check
