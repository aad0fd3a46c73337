local check = require("check")
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
