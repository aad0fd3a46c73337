-- run.lua FILE...: run the tests of Lua files under the interpreter at hand, as TAP: a line a test, the traceback of
-- each that fails below it, and in the end "# N passed, N failed, N skipped". Exit status 1 if one failed.

local folder = arg[0]:match("^(.*)/") or "."
package.path = folder .. "/?.lua;" .. package.path

local check = require("check")

local counts = { passed = 0, failed = 0, skipped = 0 }

local function report(verdict, name, detail)
  counts[verdict] = counts[verdict] + 1
  local number = counts.passed + counts.failed + counts.skipped
  print(("%sok %d - %s%s"):format(verdict == "failed" and "not " or "", number, name,
    verdict == "skipped" and " # SKIP " .. detail or ""))
  if verdict == "failed" then print("# " .. detail:gsub("\n", "\n# ")) end
end

local function with_traceback(problem)
  if check.skip_reason(problem) then return problem end
  return debug.traceback(tostring(problem), 2)
end

local function run_test(name, test)
  local fine, problem = xpcall(test, with_traceback)
  if fine then return report("passed", name) end
  local reason = check.skip_reason(problem)
  report(reason and "skipped" or "failed", name, reason or problem)
end

local function run_file(path)
  local label = path:match("([^/]+/[^/]+)%.lua$") or path
  local fine, tests = xpcall(function() return assert(loadfile(path))() end, with_traceback)
  if not fine then
    local reason = check.skip_reason(tests)
    return report(reason and "skipped" or "failed", label, reason or tests)
  end
  for _, name in ipairs(getmetatable(tests).names) do run_test(label .. ": " .. name, tests[name]) end
end

for _, path in ipairs(arg) do run_file(path) end
print(("1..%d"):format(counts.passed + counts.failed + counts.skipped))
print(("# %d passed, %d failed, %d skipped"):format(counts.passed, counts.failed, counts.skipped))
-- LuaJIT unloads libraries before it runs finalizers when a state is closed. Free what is left while they are there, so
-- that a leak check sees only real leaks: also what modules keep for good and what compiled traces hold as constants.
if check.is_luajit then
  for name in pairs(package.loaded) do
    if name:find("^whisker%.") and not name:find("^whisker%.ffi") then package.loaded[name] = nil end
  end
  jit.flush()
  collectgarbage()
  collectgarbage()
end
os.exit(counts.failed == 0 and 0 or 1, not check.is_luajit or nil)
