-- What core.meta.lua and guard.meta.lua describe is there, and nothing else.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local folder = debug.getinfo(1, "S").source:match("^@(.*)/tests/lua/") or "."

--- Names of the functions that a contract declares, by what they belong to: { core = {...}, Table = {...} }.
local function declared(file)
  local names = {}
  for line in io.lines(folder .. "/lua/binding/" .. file) do
    local owner, name = line:match("^function ([%w]+)[.:]([%w_]+)%(")
    if owner then
      names[owner] = names[owner] or {}
      names[owner][name] = "function"
    end
  end
  return names
end

local function functions_in(library)
  local names = {}
  for name, value in pairs(library) do
    if type(value) == "function" then names[name] = "function" end
  end
  return names
end

function test.functions_of_the_module()
  check.equal(functions_in(core), declared("core.meta.lua").core)
end

function test.methods_of_tables_designs_and_archives()
  local names = declared("core.meta.lua")
  local tbl = core.table()
  tbl:scan_text("x", '{"run":"a","item":"b","score":1}\n', { { path = "*", kind = "symbol", except = { "score" } },
    { path = "score", kind = "real" } })
  local design = core.design(tbl, { score = "score", run = "run", item = "item" })
  check.equal(functions_in(getmetatable(tbl).__index), names.Table)
  check.equal(functions_in(getmetatable(design).__index), names.Design)
  local path = check.file(require("zip")({ { name = "x", text = "", crc = 0 } }))
  local archive = core.archive(path)
  os.remove(path)
  check.equal(functions_in(getmetatable(archive).__index), names.Archive)
  check.equal(functions_in(getmetatable(core.state()).__index), names.State)
end

function test.distributions()
  local expected = { binomial_pmf = "function" }
  for _, name in ipairs({ "normal", "t", "chi_square", "f", "gamma", "beta", "binomial" }) do
    expected[name .. "_cdf"], expected[name .. "_quantile"] = "function", "function"
  end
  check.equal(functions_in(core.dist), expected)
end

function test.the_guard()
  check.equal(functions_in(require("whisker.guard")), declared("guard.meta.lua").guard)
end

--- Fields of results: what a class declares, apart from those that are undefined here.
local function fields_of(class)
  local fields, inside = {}, false
  for line in io.lines(folder .. "/lua/binding/core.meta.lua") do
    local name = line:match("^%-%-%-@class whisker%.(%w+)")
    if name then inside = name == class end
    local field = line:match("^%-%-%-@field ([%w_]+)")
    if inside and field then fields[field] = true end
  end
  return fields
end

local function check_fields(result, class)
  local fields = fields_of(class)
  for field in pairs(result) do
    if not fields[field] then error(("'%s' is not declared in whisker.%s"):format(field, class), 2) end
  end
  for field in pairs(fields) do
    if result[field] == nil then error(("whisker.%s.%s is not there"):format(class, field), 2) end
  end
end

function test.results_have_the_fields_that_are_declared()
  local options = { cluster = { 1, 1, 2, 2, 3, 3, 4, 4 } }
  local a, b = { 1, 0, 1, 1, 0, 1, 1, 0 }, { 0, 0, 1, 0, 1, 1, 1, 0 }
  check_fields(core.mean(a, options), "Estimate")
  check_fields(core.difference(a, b), "Comparison")
  check_fields(core.components({ 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0 },
    { 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4 }, { answer = { 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2 },
    cluster = { 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2 } }), "Components")
  check_fields(core.groups(a, { 1, 1, 1, 1, 2, 2, 2, 2 }), "Groups")
end

return test
