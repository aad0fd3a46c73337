local check = require("check")
local report = require("whisker.report")

local tests = check.tests()

local nasty = "<b>|`*_[x](y)\n=cmd"

local function results()
  local score = { task = "t", run = nasty, metric = "acc", n_items = 4, n_draws = 4, n_missing = 0, estimate = 0.5,
    se = 0.25, ci = { 0.1, 0.9 }, level = 0.95, method = "clt", interval = "t", binary = true, unit_range = true,
    notes = {}, draws_per_item = { total = 4, fewest = 1, most = 1 } }
  return { schema = "whisker/1", level = 0.95, adjust = "holm", power = 0.8, title = nil, inputs = {}, notes = { nasty },
    scores = { score }, comparisons = {}, components = {}, plans = {}, rankings = {}, audits = {},
    groups = { { task = "t", metric = "acc", n_items = 4, scores = { score }, comparisons = {}, keys = {},
      binary = true } } }
end

function tests.json_has_null_for_what_is_undefined_and_quotes_texts()
  local text = report.text(results(), "json")
  assert(text:find('"df": null', 1, true), text)
  assert(text:find('"ci": [0.1, 0.9]', 1, true), text)
  assert(text:find('"run": "<b>|`*_[x](y)\\n=cmd"', 1, true), text)
  assert(text:find('"n_clusters": null', 1, true), text)
end

function tests.json_never_holds_nan_or_infinity()
  local found = results()
  found.scores[1].df, found.scores[1].se = math.huge, 0 / 0
  local text = report.text(found, "json")
  assert(not text:find("nan") and not text:find("inf"), text)
end

function tests.csv_cells_cannot_be_formulas()
  local found = results()
  found.scores[1].run = "=cmd()"
  local text = report.text(found, "csv")
  assert(text:find("'=cmd()", 1, true), text)
  found.scores[1].run = 'a "quoted", name'
  assert(report.text(found, "csv"):find('"a ""quoted"", name"', 1, true))
end

--- The cell of the run in the first row.
local function csv_run(name)
  local found = results()
  found.scores[1].run = name
  return report.text(found, "csv"):match("\r\nscore,t,acc,(.-),,")
end

function tests.csv_texts_run_nowhere()
  for _, sign in ipairs({ "=", "+", "-", "@", "＝", "＋", "－", "＠" }) do
    check.equal(csv_run(sign .. "1+1|cmd"), "'" .. sign .. "1+1|cmd")
    check.equal(csv_run("  " .. sign .. "x"), "'  " .. sign .. "x")
    check.equal(csv_run("a;" .. sign .. "x"), "a;'" .. sign .. "x") -- where commas are for decimals
  end
  check.equal(csv_run("\t=x"), "' =x")
  check.equal(csv_run('="a"'), '"\'=""a"""')
  check.equal(csv_run("a-b"), "a-b")
  check.equal(csv_run("a; b"), "a; b")
end

function tests.csv_numbers_stay_numbers()
  check.equal(csv_run("-5"), "-5")
  check.equal(csv_run("+0.5"), "+0.5")
  local found = results()
  found.scores[1].estimate, found.scores[1].se = -0.25, 1e-300
  check.holds(report.text(found, "csv"), ",-0.25,1e-300,")
end

function tests.markdown_escapes_what_came_from_a_log()
  local text = report.text(results(), "markdown")
  assert(text:find("\\<b\\>\\|\\`\\*\\_\\[x\\](y) =cmd", 1, true), text)
end

function tests.terminal_lines_keep_to_the_width()
  local width = require("whisker.report.width")
  local found = results()
  found.scores[1].run = ("very long name "):rep(8)
  for _, columns in ipairs({ 60, 80, 160 }) do
    for line in report.text(found, "terminal", { columns = columns }):gmatch("[^\n]+") do
      assert(width.of(line) <= columns, columns .. ": " .. line)
    end
  end
end

function tests.colour_is_only_where_it_was_asked_for()
  assert(not report.text(results(), "terminal", {}):find("\27", 1, true))
  assert(report.text(results(), "terminal", { colour = true }):find("\27[1m", 1, true))
end

function tests.the_ending_of_a_file_says_its_format()
  check.equal(report.format_of("a/b.md"), "markdown")
  check.equal(report.format_of("b.json"), "json")
  check.equal(report.format_of("b.pdf"), nil)
end

function tests.a_template_is_a_name_or_a_function()
  local text = report.text(results(), "terminal", { template = function(found, doc)
    doc:paragraph("only " .. #found.scores)
  end })
  check.equal(text, "only 1\n")
  local _, message = report.text(results(), "terminal", { template = "sumary" })
  assert(message:find("did you mean 'summary'?", 1, true), message)
end

return tests
