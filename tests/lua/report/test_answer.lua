-- The answer on top of a report: who scores higher, by how much, how sure, and what would make it surer.
local answer = require("whisker.report.answer")
local check = require("check")
local tables = require("whisker.report.tables")

local tests = check.tests()

local results = { level = 0.95, power = 0.8, adjust = "holm" }

local function score(run, estimate)
  return { run = run, estimate = estimate, se = 0.05, ci = { estimate - 0.1, estimate + 0.1 }, unit_range = true, notes = {} }
end

local function difference(a, b, value, low, high, mde, p)
  return { a = a, b = b, difference = value, se = 0.03, ci = low and { low, high }, mde = mde, p_adjusted = p,
    n_items = 100, notes = {} }
end

local function of(scores, comparisons)
  local group = { scores = scores, comparisons = comparisons, unit_range = true }
  tables.choose_units(group)
  local lead, text = answer.of(group, results)
  return lead, text
end

local two = { score("gpt", 0.52), score("claude", 0.57) }

function tests.two_that_differ()
  local lead, text = of(two, { difference("claude", "gpt", 0.05, 0.012, 0.09, 0.06, 0.01) })
  check.equal(lead, "claude scores 5.0 points higher than gpt.")
  check.equal(text, "With 95% confidence the true difference lies between 1.2 and 9.0 points: more than the luck of which " ..
    "items were asked.")
end

function tests.the_higher_run_is_named_first_whatever_the_order()
  local lead, text = of(two, { difference("gpt", "claude", -0.05, -0.09, -0.012, 0.06, 0.01) })
  check.equal(lead, "claude scores 5.0 points higher than gpt.")
  check.holds(text, "between 1.2 and 9.0 points")
end

function tests.an_interval_that_barely_excludes_0_is_said_to()
  local _, text = of(two, { difference("claude", "gpt", 0.05, 0.0001, 0.1, 0.06, 0.049) })
  check.holds(text, "between just above 0 and 10.0 points: but only just, more than the luck")
end

function tests.two_that_are_not_told_apart()
  local lead, text = of(two, { difference("gpt", "claude", -0.05, -0.12, 0.01, 0.084, 0.1) })
  check.equal(lead, "claude and gpt are not told apart.")
  check.holds(text, "claude scores 5.0 points higher, but with 95% confidence the true difference lies between −1.0 and +12.0")
  check.holds(text, "To be seen in 80% of such evaluations, a true difference must be at least 8.4 points.")
  check.holds(text, "If it is really 5.0 points, it takes about 290 such items to see it as often.") -- 100 (8.4 / 5)^2 = 282
end

function tests.what_needs_too_many_items_is_said()
  local _, text = of(two, { difference("claude", "gpt", 0.005, -0.1, 0.11, 0.084, 0.9) })
  check.holds(text, "more than 100 times as many items")
end

function tests.clusters_grow_with_the_items()
  local comparison = difference("claude", "gpt", 0.05, -0.02, 0.12, 0.1, 0.2)
  comparison.n_clusters = 20
  local _, text = of(two, { comparison })
  check.holds(text, "about 400 such items in 80 clusters to see it")
end

function tests.no_interval_no_confidence()
  local lead, text = of(two, { difference("claude", "gpt", 0.05) })
  check.equal(lead, "claude scores 5.0 points higher than gpt.")
  check.equal(text, "How sure that is cannot be said from these items.")
  local few = difference("claude", "gpt", 0.05, 0.01, 0.09, 0.06, 0.01)
  few.notes, few.n_clusters = { { code = "very_few_clusters" } }, 3
  check.equal(select(2, of(two, { few })), "Only 3 clusters stand behind this, too few to say how sure it is.")
  check.equal(of(two, { difference("claude", "gpt", 0) }), "claude and gpt score the same.")
end

function tests.one_run()
  local lead, text = of({ score("gpt", 0.52) }, {})
  check.equal(lead, "gpt scores 52.0%.")
  check.equal(text, "With 95% confidence the score on all such items lies between 42.0 and 62.0%.")
end

function tests.many_against_a_baseline()
  local lead, text = of({ score("a", 0.9), score("b", 0.6), score("c", 0.5), score("main", 0.55) }, {
    difference("a", "main", 0.35, 0.2, 0.5, 0.1, 0.001), difference("b", "main", 0.05, -0.1, 0.2, 0.2, 0.5),
    difference("c", "main", -0.05, -0.1, -0.01, 0.1, 0.04) })
  check.equal(lead, "Against main: a scores higher; c scores lower; b is not told apart from it.")
  check.holds(text, "(p, adjusted for the 3 comparisons, below .05); the intervals are in the table.")
  check.holds(text, "must be at least 10.0 to 20.0 points, depending on the pair")
end

function tests.many_among_each_other()
  local function lead_of(p_b, p_c)
    return (of({ score("a", 0.9), score("b", 0.6), score("c", 0.5) }, { difference("a", "b", 0.3, 0.1, 0.5, 0.1, p_b),
      difference("c", "a", -0.4, -0.5, -0.1, 0.1, p_c), difference("b", "c", 0.1, -0.1, 0.3, 0.1, 0.3) }))
  end
  check.equal(lead_of(0.01, 0.01), "a is first: told apart from all others.")
  check.equal(lead_of(0.2, 0.01), "a is first: told apart from c, not from b.")
  check.equal(lead_of(0.2, 0.3), "a is first: not told apart from any other.")
end

function tests.these_very_items_have_no_luck_but_that_of_the_draws()
  local group = { scores = two, comparisons = { difference("claude", "gpt", 0.05, 0.012, 0.09, 0.06, 0.01) }, fixed = true }
  tables.choose_units(group)
  check.holds(select(2, answer.of(group, results)), "more than the luck of the draws.")
  group.comparisons = { difference("claude", "gpt", 0.05, -0.01, 0.11, 0.084, 0.1) }
  assert(not select(2, answer.of(group, results)):find("such items to see it", 1, true))
end

function tests.items_that_look_alike_are_a_doubt()
  local group = { scores = two, comparisons = { difference("claude", "gpt", 0.05, 0.012, 0.09, 0.06, 0.01) },
    candidate = { field = "doc.passage_id" } }
  tables.choose_units(group)
  check.holds(select(2, answer.of(group, results)), "But items with the same 'doc.passage_id' look alike")
end

function tests.nothing_compared_nothing_answered()
  check.equal(of({ score("a", 0.9), score("b", 0.6) }, {}), nil)
end

return tests
