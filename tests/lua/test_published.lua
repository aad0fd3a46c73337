local check = require("check")
local published = require("whisker.published")

local tests = check.tests()

local function score(more)
  local record = { task = "t", run = "m", metric = "acc", estimate = 0.5, n_items = 100, n_scored = 100, se = 0.05, se_clt = 0.05,
    binary = true }
  for key, entry in pairs(more or {}) do record[key] = entry end
  return record
end

local function only_note(record, entry)
  local notes = published.compare(record, entry)
  check.equal(#notes, 1)
  return notes[1]
end

function tests.agreement_is_silent()
  check.equal(#published.compare(score(), { value = 0.5, se = 0.05, n = 100 }), 0)
  check.equal(#published.compare(score({ estimate = 0.74402 }), { value = 0.744, rounded = 0.0005 }), 0)
end

function tests.fewer_digits_are_no_disagreement()
  check.equal(#published.compare(score({ estimate = 1 / 3, se_clt = 0.123456789 }), { value = 0.3333, se = 0.12346 }), 0)
  check.equal(#published.compare(score({ estimate = 1 / 3 }), { value = 0.333 }), 0)
  only_note(score({ estimate = 1 / 3 }), { value = 0.33 })
  only_note(score({ estimate = 1 / 3 }), { value = 0.3335 })
end

function tests.causes_of_another_standard_error()
  local record = score({ n_items = 5, n_clusters = 2, se = 0.08, se_clt = 0.05 })
  check.holds(only_note(record, { value = 0.5, se = 0.05 * math.sqrt(4 / 5) }), "it divides by n where n - 1 is meant")
  check.holds(only_note(record, { value = 0.5, se = 0.08 }), "it is that of the clusters")
  check.holds(only_note(record, { value = 0.5, se = 0.0487 }), "it may be a bootstrap's")
  check.holds(only_note(record, { value = 0.5, se = 0.5 }), "no formula that is known here gives it")
  record.n_draws = 20
  check.holds(only_note(record, { value = 0.5, se = math.sqrt(0.25 / 19) }), "it takes each of the 20 draws for an item")
  check.holds(only_note(record, { value = 0.5, se = 0.01, se_of_runs = 4 }), "it is how much 4 runs of the same items differ")
end

function tests.causes_of_another_mean()
  local record = score({ estimate = 0.6, n_items = 80, n_scored = 80, n_missing = 20 })
  check.holds(only_note(record, { value = 0.48 }), "it counts the 20 items without a score as wrong")
  check.holds(only_note(record, { value = 0.1, cause = "its grader is another" }), "48 right of 80; its grader is another")
  record.binary, record.draws_per_item = false, { fewest = 1, most = 3 }
  check.holds(only_note(record, { value = 0.1 }), "it counts every draw alike")
end

function tests.another_denominator_is_recognised()
  local note = only_note(score({ estimate = 0.648, n_items = 500 }), { value = 0.6493, rounded = 0.0005 })
  assert(note:find("324 right of 499, where there are 500 items", 1, true), note)
end

function tests.samples_that_are_not_all_there()
  local note = only_note(score({ estimate = 2 / 3, n_items = 3, n_scored = 3 }), { value = 0.75, n = 100 })
  assert(note:find("over 100 items, of which the log holds 3", 1, true), note)
  note = only_note(score(), { value = 0.5, n = 200 })
  assert(note:find("published over 200 items", 1, true), note)
end

function tests.a_mean_that_no_denominator_explains()
  local note = only_note(score({ estimate = 0.102, n_items = 500 }), { value = 0.528, rounded = 0.0005 })
  assert(note:find("51 right of 500", 1, true), note)
end

function tests.standard_errors_that_differ_or_cannot_be()
  local note = only_note(score(), { value = 0.5, se = 0.04 })
  assert(note:find("the published standard error is 0.04", 1, true), note)
  local record = score({ n_items = 1 })
  record.se, record.se_clt = nil, nil
  assert(only_note(record, { value = 0.5, se = 0 }):find("where none can be known", 1, true))
end

-- Three runs on 198 items: their spread, and one that is too large to be that.
function tests.the_spread_between_runs_is_no_error_of_the_items()
  local record = score({ n_items = 198 })
  record.se_clt, record.draw_part, record.draws_per_item = 0.0206, 0.00032, { fewest = 3, most = 3 }
  local note = only_note(record, { value = 0.5, se = 0.0077 })
  assert(note:find("it is how much 3 runs of the same items differ", 1, true), note)
  record.draw_part = 1e-6
  note = only_note(record, { value = 0.5, se = 0.0077 })
  assert(not note:find("3 runs", 1, true), note)
  record.draw_part = 0
  assert(only_note(record, { value = 0.5, se = 1e-17 }):find("3 runs", 1, true))
end

return tests
