-- What other methods say of the same data, against formulas and against what the methods say when they are asked for.
local check = require("check")
local core = require("whisker.core")
local sensitivity = require("whisker.sensitivity")
local whisker = require("whisker")

local tests = check.tests()

local function results(cluster, more)
  local config = { data = "examples/logs/lm_eval", tasks = "reading", metrics = "acc", cluster = cluster,
    runs = { select = { "model_a", "model_b" } } }
  for key, value in pairs(more or {}) do config[key] = value end
  return assert(whisker.run(config))
end

local function named(list, name)
  for _, entry in ipairs(list) do
    if entry.name == name then return entry end
  end
end

function tests.scores_by_other_variances()
  local found = results("passage_id")
  local other, score = sensitivity.of(found.groups[1]), found.scores[1]
  check.near(named(other.scores[1].variances, "clt").se, score.se_clt)
  check.equal(named(other.scores[1].variances, "cr2"), nil) -- that is the one reported
  for _, name in ipairs({ "cr1", "cr3" }) do
    check.near(named(other.scores[1].variances, name).se,
      results("passage_id", { estimate = { variance = name } }).scores[1].se)
  end
end

function tests.scores_by_other_intervals()
  local found = results(false)
  local score, intervals = found.scores[1], sensitivity.of(found.groups[1]).scores[1].intervals
  local reach = core.dist.t_quantile(0.975, 116) * score.se
  check.near(named(intervals, "t").low, score.estimate - reach)
  check.near(named(intervals, "normal").high, score.estimate + core.dist.normal_quantile(0.975) * score.se)
  local low, high = core.proportion_interval(87, 117, "clopper_pearson", 0.95)
  check.near(named(intervals, "clopper_pearson").low, low)
  check.near(named(intervals, "clopper_pearson").high, high)
  check.equal(named(intervals, score.interval), nil)
  check.equal(#sensitivity.of(found.groups[1]).scores[1].variances, 0)
end

function tests.differences_by_other_methods()
  local found = results("passage_id")
  local comparison, other = found.comparisons[1], sensitivity.of(found.groups[1]).comparisons[1]
  check.near(named(other, "clt").se, results(false, { compare = { interval = "t" } }).comparisons[1].se)
  check.near(named(other, "unpaired").se, comparison.se_unpaired)
  check.near(named(other, "unpaired").low + named(other, "unpaired").high, 2 * comparison.difference)
end

function tests.other_statistics_and_foreign_records_have_none()
  check.equal(sensitivity.of({ scores = {}, comparisons = {} }), nil)
  local found = results("passage_id", { estimate = { statistic = "median" } })
  check.equal(sensitivity.of(found.groups[1]), nil)
end

function tests.settings_say_what_was_set_and_what_was_not()
  local found = results(function() return "x" end, { level = 0.9, adjust = "holm" })
  local by_name = {}
  for _, entry in ipairs(found.settings) do by_name[entry.name] = entry end
  check.equal(by_name.level, { name = "level", value = "0.9", given = true })
  check.equal(by_name.adjust, { name = "adjust", value = "holm", given = false }) -- said, and the default all the same
  check.equal(by_name.cluster.value, "a function in the config")
  check.equal(by_name["runs.select"].value, "model_a, model_b")
  check.equal(by_name.data, nil)
end

return tests
