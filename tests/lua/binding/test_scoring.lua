-- Item scores that are more than a mean: pass@k, majorities, next-token scores.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function near(found, expected, what) check.near(found, expected, 1e-13, what) end

-- ---- pass@k -------------------------------------------------------------------------------------------------------

function test.one_item()
  near(core.pass_value(10, 3, 5), 11 / 12)
  near(core.pass_value(10, 8, 3, "pass_all"), 7 / 15)
  near(core.pass_value(10, 8, 3, "g_pass", 2 / 3), 56 / 120 + 2 * 28 / 120)
  near(core.pass_value(10, 8, 3, "mg_pass"), 2 / 3 * 56 / 120)
  near(core.pass_value(4, 2, 2, "majority"), 1 / 6 + 4 / 6 / 2)
  check.equal(core.pass_value(5, 2, 6), nil)
end

function test.items()
  check.equal(core.pass_scores({ 4, 1, 2 }, { 1, 1, 0 }, { k = 2 })[2], false)
  local scores = core.pass_scores({ 4, 3, 2, 5 }, { 1, 1, 0, 5 }, { k = 2 })
  near(scores[1], 0.5)
  near(scores[2], 2 / 3)
  check.equal({ scores[3], scores[4] }, { 0, 1 })
  local cluster = { "a", "a", "b", "b" }
  local made = core.pass_at({ 4, 3, 2, 5 }, { 1, 1, 0, 5 }, { k = 2, cluster = cluster, level = 0.9 })
  check.equal(made, core.mean(scores, { low = 0, high = 1, cluster = cluster, level = 0.9 }))
  check.equal(core.pass_at({ 4, 1 }, { 1, 1 }, { k = 2 }).n_missing, 1)
end

local function design_of(rows)
  local tbl = core.table()
  for _, column in ipairs({ "run", "item", "draw" }) do tbl:add_column(column, "symbol") end
  tbl:add_column("score", "real")
  tbl:add_rows(#rows)
  for i, row in ipairs(rows) do
    tbl:set(i, "run", "a")
    tbl:set(i, "item", row[1])
    tbl:set(i, "draw", tostring(i))
    tbl:set(i, "score", row[2])
  end
  return core.design(tbl, { score = "score", run = "run", item = "item", draw = "draw" })
end

function test.a_design()
  local design = design_of({ { "q1", 1 }, { "q1", 0 }, { "q1", 0 }, { "q2", 1 }, { "q2", 1 }, { "q3", 1 } })
  local scores = design:pass_scores(1, { k = 2 })
  near(scores[1], 2 / 3)
  check.equal({ scores[2], scores[3] }, { 1, false })
  local made = design:pass_at(1, { k = 2, kind = "pass_all" })
  check.equal({ made.value, made.n_items, made.n_missing }, { 0.5, 2, 1 })
  design:cluster_by_label(1, { "x", "x", "y" })
  check.equal(design:pass_at(1, { k = 1 }).n_clusters, 2)
  local none, message, code = design_of({ { "q1", 0.5 }, { "q1", 1 } }):pass_at(1, { k = 2 })
  check.equal({ none, message, code }, { nil, "passes are counted from draws that are 0 or 1, and 1 are neither",
    "scores are not 0 and 1" })
end

function test.misuse_of_passes()
  check.raises("bad argument #2 to 'pass_at' (item 1 has 4 passes of 3 draws)", core.pass_at, { 5, 3 }, { 1, 4 })
  check.raises("bad argument #2 to 'pass_at' (1 passes for 2 items)", core.pass_at, { 5, 3 }, { 1 })
  check.raises("bad argument #1 to 'pass_scores' (element 2 of the list must be a whole number from 0 on)",
    core.pass_scores, { 5, 1.5 }, { 1, 1 })
  check.raises("bad argument #3 to 'pass_at' (unknown kind 'pas_at'; did you mean 'pass_at'?)", core.pass_at, { 5 },
    { 1 }, { kind = "pas_at" })
  check.raises("bad argument #3 to 'pass_at' (the share of k draws that must pass lies above 0 and is at most 1)",
    core.pass_at, { 5 }, { 1 }, { kind = "g_pass" })
  check.raises("bad argument #1 to 'pass_value' (n must be a whole number from 0 on)", core.pass_value, -1, 0, 1)
end

-- ---- majorities ---------------------------------------------------------------------------------------------------

--- Of two votes from 2, 1, 1: both right 1/6, one right and tied 4/6.
function test.majorities()
  near(core.majority_at({ 2, 1, 1 }, 1, 2), 1 / 6 + 4 / 6 / 2)
  check.equal(core.majority_at({ 2, 1, 1 }, 1, 4), 1)
  check.equal(core.majority_at({ 2, 1, 1 }, nil, 3), 0)
  check.equal(core.majority_at({ 2, 1, 1 }, 1, 5), nil)
  check.raises("bad argument #2 to 'majority_at' (answer 4 is not one of 1 to 3)", core.majority_at, { 2, 1, 1 }, 4, 2)
  check.raises("bad argument #3 to 'majority_at' (a majority is of 1 to 4096 draws, not of 0)", core.majority_at,
    { 2, 1, 1 }, 1, 0)
end

-- ---- next-token scoring -------------------------------------------------------------------------------------------

function test.option_scores()
  local lists = { { 0, math.log(2), math.log(5) }, { -1, -1 }, { -1, false } }
  local made = core.option_scores(lists, { 3, 2, 1 })
  near(made.probability[1], 0.625)
  check.equal({ made.probability[2], made.probability[3] }, { 0.5, false })
  check.equal(made.accuracy, { 1, 0, false })
  local divided = core.option_scores(lists, { 3, false, 1 }, { { 1, 1, 2 }, { 1, 1 }, { 1, 1 } })
  near(divided.probability[1], math.sqrt(5) / (3 + math.sqrt(5)))
  check.equal(divided.probability[2], false)
end

function test.next_token()
  local probability, accuracy = { 0.9, 0.6, 0.3, 0.8, 0.4, 0.7 }, { 1, 1, 0, 1, 0, 1 }
  local made = core.next_token(probability, accuracy, { cluster = { 1, 1, 2, 2, 3, 3 } })
  local p = core.mean(probability, { cluster = { 1, 1, 2, 2, 3, 3 }, low = 0, high = 1 })
  local a = core.mean(accuracy, { cluster = { 1, 1, 2, 2, 3, 3 } })
  check.equal({ made.probability, made.accuracy }, { p, a })
  near(made.variance_ratio, (p.se / a.se) ^ 2)
  check.equal(core.next_token({ 0.5, 0.6 }, { 1, 1 }).variance_ratio, nil)
end

function test.misuse_of_options()
  check.raises("bad argument #2 to 'option_scores' (item 0 has no option 2)", core.option_scores, { { 1, 2 } }, { 3 })
  check.raises("bad argument #3 to 'option_scores' (item 1 has 1 options, and 2 in the first list)", core.option_scores,
    { { 1, 2 } }, { 1 }, { { 1 } })
  check.raises("bad argument #1 to 'option_scores' (element 1 of the list must be a table, got number)",
    core.option_scores, { 1 }, { 1 })
  check.raises("bad argument #2 to 'next_token' (1 scores, and the first list has 2)", core.next_token, { 1, 1 }, { 1 })
end

return test
