local check = require("check")
local gate = require("whisker.gate")

local tests = check.tests()

local function results()
  return {
    scores = { { run = "main" }, { run = "candidate" }, { run = "other" } },
    comparisons = {
      { task = "t", metric = "acc", a = "main", b = "candidate", difference = 0.01, ci = { -0.01, 0.03 } },
      { task = "t", metric = "acc", a = "other", b = "main", difference = 0.05, ci = { 0.02, 0.08 } },
      { task = "t", metric = "acc", a = "other", b = "candidate", difference = 0.06, ci = { 0.02, 0.1 } },
    },
  }
end

function tests.the_worst_end_of_the_interval_decides()
  local rule = { baseline = "main", candidate = "candidate" }
  rule.margin = 0.031
  check.equal(gate.check(results(), rule).passed, true)
  rule.margin = 0.029
  check.equal(gate.check(results(), rule).passed, false)
end

function tests.a_comparison_seen_from_the_other_side_is_turned_round()
  local verdict = gate.check(results(), { baseline = "main", candidate = "candidate", margin = 0.02 })
  check.equal(#verdict.checks, 1)
  check.near(verdict.checks[1].difference, -0.01, 1e-12)
  check.near(verdict.checks[1].low, -0.03, 1e-12)
end

function tests.without_a_candidate_every_other_run_must_pass()
  local verdict = gate.check(results(), { baseline = "main", margin = 0.02 })
  check.equal(#verdict.checks, 2)
  check.equal(verdict.passed, false)
end

function tests.an_interval_that_is_not_known_does_not_pass()
  local found = results()
  found.comparisons[1].ci = nil
  check.equal(gate.check(found, { baseline = "main", candidate = "candidate", margin = 1 }).passed, false)
end

function tests.a_gate_that_checks_nothing_is_an_error()
  check.equal(gate.check(results(), { margin = 0.02 }), nil)
  check.equal(gate.check(results(), { baseline = "nobody" }), nil)
  check.equal(gate.check(results(), { baseline = "main", metric = "f1" }), nil)
end

return tests
