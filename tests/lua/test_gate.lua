local check = require("check")
local core = require("whisker.core")
local gate = require("whisker.gate")

local tests = check.tests()

local function score(run, task) return { run = run, task = task or "t", metric = "acc" } end

local function comparison(a, b, difference, ci, more)
  local record = { task = "t", metric = "acc", a = a, b = b, difference = difference, ci = ci, notes = {}, n_a_only = 0,
    n_b_only = 0 }
  for key, entry in pairs(more or {}) do record[key] = entry end
  return record
end

local function results()
  return {
    scores = { score("main"), score("candidate"), score("other") },
    comparisons = {
      comparison("main", "candidate", 0.01, { -0.01, 0.03 }),
      comparison("other", "main", 0.05, { 0.02, 0.08 }),
      comparison("other", "candidate", 0.06, { 0.02, 0.1 }),
    },
  }
end

local function passes(found, rule) return gate.check(found, rule).passed end

function tests.the_worst_end_of_the_interval_decides()
  check.equal(passes(results(), { baseline = "main", candidate = "candidate", margin = 0.031 }), true)
  check.equal(passes(results(), { baseline = "main", candidate = "candidate", margin = 0.029 }), false)
end

function tests.a_comparison_seen_from_the_other_side_is_turned_round()
  local verdict = gate.check(results(), { baseline = "main", candidate = "candidate", margin = 0.02 })
  check.equal(#verdict.checks, 1)
  check.near(verdict.checks[1].difference, -0.01)
  check.near(verdict.checks[1].low, -0.03)
end

function tests.without_a_candidate_every_other_run_must_pass()
  local verdict = gate.check(results(), { baseline = "main", margin = 0.02 })
  check.equal(#verdict.checks, 2)
  check.equal(verdict.passed, false)
end

function tests.an_interval_that_is_not_known_does_not_pass()
  local found = results()
  found.comparisons[1].ci = nil
  check.equal(passes(found, { baseline = "main", candidate = "candidate", margin = 1 }), false)
end

function tests.the_same_scores_everywhere_pass()
  local found = results()
  found.comparisons[1] = comparison("main", "candidate", 0, nil, { notes = { { code = "identical" } } })
  check.equal(passes(found, { baseline = "main", candidate = "candidate" }), true)
  found.comparisons[1] = comparison("main", "candidate", 0, { -0.04, 0.04 }, { notes = { { code = "identical" } } })
  check.equal(passes(found, { baseline = "main", candidate = "candidate" }), true)
  found.comparisons[1] = comparison("candidate", "main", -0.1, nil, { notes = { { code = "no_variation" } } })
  check.equal(passes(found, { baseline = "main", candidate = "candidate", margin = 0.05 }), false)
end

function tests.items_that_the_candidate_lacks_stop_it_unless_that_is_allowed()
  local found = results()
  found.comparisons[2].n_b_only = 44
  local rule = { baseline = "main", candidate = "other", margin = 0.02 }
  check.equal(passes(found, rule), false)
  check.holds(gate.check(found, rule).checks[1].reason, "no score for 44 items")
  rule.partial = true
  check.equal(passes(found, rule), true)
  found = results()
  found.comparisons[2].n_a_only = 44 -- the candidate has more than the baseline: nothing is hidden
  check.equal(passes(found, { baseline = "main", candidate = "other", margin = 0.02 }), true)
end

function tests.a_task_that_the_candidate_lacks_stops_it()
  local found = results()
  table.insert(found.scores, score("main", "u"))
  check.equal(passes(found, { baseline = "main", candidate = "other", margin = 0.02 }), false)
  check.equal(passes(found, { baseline = "main", candidate = "other", margin = 0.02, task = "t" }), true)
end

function tests.equivalence_needs_both_ends_within_the_margin()
  local rule = { baseline = "main", candidate = "candidate", margin = 0.031, test = "equivalence" }
  local verdict = gate.check(results(), rule)
  check.equal({ verdict.passed, verdict.test, verdict.checks[1].verdict }, { true, "equivalence", "equivalent" })
  check.near(verdict.checks[1].high, 0.01)
  rule.margin = 0.029
  check.equal(passes(results(), rule), false)
  check.equal(passes(results(), { baseline = "main", candidate = "other", margin = 0.07, test = "equivalence" }), false,
    "+0.02 to +0.08: better by more")
  check.equal(passes(results(), { baseline = "main", candidate = "other", margin = 0.09, test = "equivalence" }), true)
end

function tests.verdicts_say_the_strongest_thing_that_holds()
  local function verdict(ci, rule)
    local found = results()
    found.comparisons[2].ci = ci
    rule = rule or { margin = 0.02 }
    rule.baseline, rule.candidate = "main", "other"
    return gate.check(found, rule).checks[1].verdict
  end
  check.equal(verdict({ 0.001, 0.08 }), "superior")
  check.equal(verdict({ -0.019, 0.08 }), "not_inferior")
  check.equal(verdict({ -0.02, 0.08 }), "undecided")
  check.equal(verdict({ -0.08, -0.019 }), "undecided")
  check.equal(verdict({ -0.08, -0.021 }), "inferior")
  check.equal(verdict({ -0.01, 0.01 }), "not_inferior")
  check.equal(verdict({ -0.01, 0.01 }, { margin = 0.02, test = "equivalence" }), "equivalent")
  check.equal(verdict({ 0.005, 0.01 }, { margin = 0.02, test = "equivalence" }), "equivalent")
  check.equal(verdict({ 0.005, 0.03 }, { margin = 0.02, test = "equivalence" }), "superior")
end

-- t = (0.01 + 0.04) / 0.02 = 2.5 and, against a gain, (0.01 - 0.04) / 0.02 = -1.5.
function tests.p_is_that_of_the_tests_at_the_margin()
  local found = results()
  found.comparisons[1] = comparison("candidate", "main", 0.01, { -0.0314, 0.0514 }, { se = 0.02, df = 24, interval = "t" })
  local rule = { baseline = "main", candidate = "candidate", margin = 0.04 }
  check.near(gate.check(found, rule).checks[1].p, core.dist.t_cdf(2.5, 24, "upper"))
  rule.test = "equivalence"
  check.near(gate.check(found, rule).checks[1].p, core.dist.t_cdf(-1.5, 24))
  found.comparisons[1].interval = "tango"
  check.equal(gate.check(found, rule).checks[1].p, nil)
end

function tests.names_are_taken_to_the_letter()
  local verdict, message = gate.check(results(), { baseline = "mai", margin = 0.02 })
  check.equal(verdict, nil)
  check.holds(message, "no run is called 'mai'")
  check.equal(gate.check(results(), { baseline = "main", candidate = "cand" }), nil)
end

function tests.a_gate_that_checks_nothing_is_an_error()
  check.equal(gate.check(results(), { margin = 0.02 }), nil)
  check.equal(gate.check(results(), { baseline = "main", metric = "f1" }), nil)
end

return tests
