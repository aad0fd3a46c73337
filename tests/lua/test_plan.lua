-- Plans as results: what else they say beside the answer, against published and independent numbers.
local check = require("check")
local plan = require("whisker.plan")
local report = require("whisker.report")

local tests = check.tests()

local function those(record, what)
  local list = {}
  for _, entry in ipairs(record.what_if) do
    if entry.what == what then list[#list + 1] = entry end
  end
  return list
end

local function miller() return assert(plan.solve({ solve = "items", effect = 0.03, power = 0.8, variance = 1 / 9 })) end

function tests.clusters_multiply_the_items_by_the_design_effect()
  local found = those(miller(), "icc")
  check.equal({ found[1].value, found[2].value, #found }, { 0.1, 0.3, 2 })
  check.near(found[1].items, 968.99749806779 * (1 + 9 * 0.1))
  check.near(found[2].items, 968.99749806779 * (1 + 9 * 0.3))
  check.near(found[2].detectable, 0.03 * math.sqrt(1 + 9 * 0.3), 0.02) -- 97 clusters: the t test asks for a little more
end

function tests.a_known_variance_is_halved_and_doubled_only_when_it_is_a_guess()
  local found = those(miller(), "variance")
  check.near(found[1].items, 968.99749806779 / 2)
  check.near(found[2].items, 968.99749806779 * 2)
end

-- Two runs of .65 and .60 whose item scores correlate by .3 need 1,028 items (arXiv 2605.30315).
function tests.correlation_is_that_of_published_numbers()
  local va, vb = 0.65 * 0.35, 0.6 * 0.4
  local record = assert(plan.solve({ solve = "items", effect = 0.05, power = 0.8,
    variance = va + vb - math.sqrt(va * vb) }, { scores = { variance_a = va, variance_b = vb, correlation = 0.5 } }))
  local found = those(record, "correlation")
  check.equal({ found[1].value, found[2].value, #found }, { 0.3, 0.7, 2 }) -- .5 is the plan itself
  check.near(found[1].items, 1027.6, 1e-4)
  check.equal(#those(record, "variance"), 0)
end

-- Miller 2024, section 5: 198 items find 13.27 points with one draw, 7.57 with ten.
function tests.draws_are_those_of_the_paper()
  local record = assert(plan.solve({ solve = "effect", items = 198, power = 0.8, variance = 1 / 9, within_a = 1 / 6,
    within_b = 1 / 6 }))
  local found = those(record, "draws")
  check.near(found[1].detectable, 0.13273, 1e-4)
  check.near(found[4].detectable, 0.07567, 1e-4)
  check.equal(found[4].value, 10)
end

function tests.the_curve_goes_through_the_answer()
  local curve = miller().curve
  check.equal({ curve[4].items, #curve }, { 969, 8 })
  check.near(curve[4].effect, 0.03, 1e-4)
  check.near(curve[4].power, 0.8, 1e-4)
end

function tests.no_number_of_draws_may_be_enough()
  local record = assert(plan.solve({ solve = "draws", items = 60, effect = 0.12, power = 0.8, variance = 0.0535,
    within_a = 0.08, within_b = 0.11 }))
  check.equal(those(record, "icc")[2].draws, nil)
  check.holds(assert(report.text(plan.results({ record }), "terminal", { template = "plan" })), "alike by ICC .30")
end

function tests.every_format_holds_the_answer()
  local results = plan.results({ miller() })
  for _, format in ipairs({ "terminal", "markdown", "html", "latex" }) do
    check.holds(assert(report.text(results, format, { template = "plan" })), "969 items")
  end
  check.holds(report.text(results, "csv"), "\r\nanswer,,,,,,items,968.997498067")
  check.holds(report.text(results, "csv"), "\r\nif icc,0.1,,,,,,1841.0952463")
  check.holds(report.text(results, "json"), '"what": "icc",\n          "value": 0.1')
end

function tests.without_a_plan_the_template_says_how_to_get_one()
  check.holds(report.text(plan.results({}), "terminal", { template = "plan" }), "Nothing was planned: `whisker plan")
end

return tests
