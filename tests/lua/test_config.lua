local check = require("check")
local config = require("whisker.config")

local tests = check.tests()

local function refused(value, text, origin)
  local checked, message, code = config.check(value, origin)
  check.equal(checked, nil)
  check.equal(code, "bad option")
  assert(message:find(text, 1, true), message)
end

function tests.the_smallest_config()
  local checked = assert(config.check({ data = "logs" }))
  check.equal(checked.data[1].path, "logs")
  check.equal(checked.level, 0.95)
  check.equal(checked.cluster, nil)
end

function tests.one_form_for_every_way_to_say_it()
  local checked = assert(config.check({ data = { "a", { path = "b", format = "csv" } }, cluster = "x", metrics = "acc" }))
  check.equal(checked.data[1].path, "a")
  check.equal(checked.data[2].format, "csv")
  check.equal(checked.cluster[1], "x")
  check.equal(checked.metrics[1], "acc")
  check.equal(assert(config.check({ data = "a", cluster = false })).cluster, false)
end

function tests.misspelt_keys_name_the_line_and_the_nearest()
  refused({ clutser = "x" }, "report.lua:2: unknown key 'clutser' in the config; did you mean 'cluster'?",
    { name = "report.lua", text = "return {\n  clutser = 'x' }" })
  refused({ estimate = { varience = "cr2" } }, "unknown key 'varience' in 'estimate'; did you mean 'variance'?")
  refused({ data = { path = "x", fromat = "csv" } }, "did you mean 'format'?")
end

function tests.values_out_of_range_are_refused()
  refused(7, "must return a table")
  refused({ level = 95 }, "'level' must be a number between 0 and 1")
  refused({ adjust = "sidak" }, "'adjust' must be one of")
  refused({ missing = "ignore" }, "one of drop, zero, error")
  refused({ estimate = { variance = "cr9" } }, "'variance' must be one of")
  refused({ estimate = { range = { 1, 0 } } }, "{ lowest, highest }")
  refused({ cluster = { 1 } }, "a field's name or a function")
  refused({ cluster = { "a", "b", "c", "d", "e" } }, "one to four")
  refused({ data = {} }, "names no path")
  refused({ data = { { format = "csv" } } }, "must be a path")
end

function tests.what_speaks_to_a_session()
  local nothing = function() end
  assert(config.check({ journal = "j.jsonl", on_sample = nothing, on_progress = nothing, on_finish = nothing,
    stop = { half_width = 0.02, level = 0.9, min_items = 50 } }))
  assert(config.check({ stop = { baseline = "main", margin = 0, metric = "acc" } }))
  refused({ on_sample = "x" }, "'on_sample' must be a function")
  refused({ stop = { halfwidth = 0.02 } }, "unknown key 'halfwidth' in 'stop'; did you mean 'half_width'?")
  refused({ stop = {} }, "'stop' needs either 'half_width'")
  refused({ stop = { half_width = 0.1, baseline = "main" } }, "'stop' needs either 'half_width'")
  refused({ stop = { baseline = "main", margin = -1 } }, "a number of at least 0")
end

function tests.gates()
  assert(config.check({ gate = { baseline = "main", margin = 0.02, test = "equivalence" } }))
  assert(config.check({ gate = { baseline = "main", test = "non_inferiority" } }))
  refused({ gate = { baseline = "main", test = "equivalence" } }, "needs a 'margin' above 0")
  refused({ gate = { baseline = "main", test = "tost" } }, "'test' must be one of non_inferiority, equivalence")
end

function tests.a_file_that_is_not_there_is_an_error()
  local checked, message, code = config.read("no-such-config.lua")
  check.equal(checked, nil)
  check.equal(code, "bad option")
  assert(message:find("no-such-config.lua", 1, true), message)
end

return tests
