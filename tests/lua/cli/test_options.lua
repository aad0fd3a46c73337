local check = require("check")
local options = require("whisker.cli.options")

local list = { { name = "level", argument = "L", number = true },
  { name = "cluster", argument = "F", many = true, commas = true },
  { name = "no-cluster" }, { name = "format", argument = "F", choices = { "json", "csv" } } }
local tests = check.tests()

local function read(...) return options.read({ ... }, list) end

function tests.words_and_options_in_any_order()
  local given = assert(read("logs", "--level", ".9", "more", "--cluster=a,b", "--cluster", "c", "--no-cluster"))
  check.equal(given[1] .. given[2], "logsmore")
  check.near(given.level, 0.9, 1e-15)
  check.equal(table.concat(given.cluster, " "), "a b c")
  check.equal(given.no_cluster, true)
end

function tests.two_dashes_end_the_options()
  local given = assert(read("--", "--level"))
  check.equal(given[1], "--level")
  check.equal(given.level, nil)
end

function tests.what_is_wrong_is_said()
  local function refused(text, ...)
    local given, message = read(...)
    check.equal(given, nil)
    assert(message:find(text, 1, true), message)
  end
  refused("unknown option '--levle'; did you mean 'level'?", "--levle", "1")
  refused("--level takes a number, not 'x'", "--level", "x")
  refused("--level needs L", "--level")
  refused("--format takes json, csv, not 'jsn'; did you mean 'json'?", "--format", "jsn")
  refused("--no-cluster takes no value", "--no-cluster=1")
  refused("options begin with two dashes", "-x")
end

return tests
