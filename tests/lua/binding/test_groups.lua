-- Means of groups, and win rates over tasks.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local function near(found, expected, what) check.near(found, expected, 1e-13, what) end

local scores = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 }
local labels = { "b", "b", "b", "b", "a", "a", "a", "a", "a", "a" }

local function part(label)
  local list = {}
  for i, of_item in ipairs(labels) do if of_item == label then list[#list + 1] = scores[i] end end
  return core.mean(list)
end

-- ---- means of groups ----------------------------------------------------------------------------------------------

function test.means_of_groups()
  local a, b = part("a"), part("b")
  local made = core.groups(scores, labels, { combine = "macro" })
  check.equal(made.groups, { { label = "b", estimate = b }, { label = "a", estimate = a } })
  near(made.combined.value, (a.value + b.value) / 2)
  near(made.combined.se, math.sqrt(a.se ^ 2 + b.se ^ 2) / 2)
  local parts = { (a.se / 2) ^ 2, (b.se / 2) ^ 2 }
  near(made.combined.df, (parts[1] + parts[2]) ^ 2 / (parts[1] ^ 2 / a.df + parts[2] ^ 2 / b.df))
  local micro = core.groups(scores, labels).combined
  near(micro.value, 3.9)
  near(micro.se, math.sqrt((0.6 * a.se) ^ 2 + (0.4 * b.se) ^ 2))
  local custom = core.groups(scores, labels, { weights = { a = 1, b = 3 } }).combined
  near(custom.value, a.value / 4 + b.value * 3 / 4)
end

function test.of_a_design()
  local tbl = core.table()
  for _, column in ipairs({ "run", "item", "subject" }) do tbl:add_column(column, "symbol") end
  tbl:add_column("score", "real")
  tbl:add_rows(#scores)
  for i, score in ipairs(scores) do
    tbl:set(i, "run", "m")
    tbl:set(i, "item", ("q%02d"):format(i))
    tbl:set(i, "subject", labels[i])
    tbl:set(i, "score", score)
  end
  local design = core.design(tbl, { score = "score", run = "run", item = "item", stratum = "subject" })
  check.equal(design:groups(1, labels, { combine = "macro" }), core.groups(scores, labels, { combine = "macro" }))
  design:cluster_by_label(1, { 1, 2, 3, 4, 1, 2, 3, 4, 5, 6 })
  local crossed = design:groups(1, labels)
  check.equal(crossed, core.groups(scores, labels, { cluster = { 1, 2, 3, 4, 1, 2, 3, 4, 5, 6 } }))
  check.equal(crossed.combined.n_clusters, 6)
end

function test.a_group_without_scores()
  local made = core.groups({ 1, 0, false, false }, { "x", "x", "y", "y" }, { combine = "macro" })
  check.equal({ made.combined.value, made.combined.notes }, { nil, { "undefined" } })
  check.equal({ made.groups[2].estimate.value, made.groups[2].estimate.n_missing }, { nil, 2 })
end

function test.misuse_of_groups()
  check.raises("bad argument #2 to 'groups' (9 labels for 10 items)", core.groups, scores,
    { 1, 2, 3, 4, 5, 6, 7, 8, 9 })
  check.raises("bad argument #2 to 'groups' (item 2 has no label)", core.groups, { 1, 2, 3 }, { "a", false, "b" })
  check.raises("bad argument #3 to 'groups' ('weights' needs a number for the group 'a')", core.groups, scores, labels,
    { weights = { b = 1 } })
  check.raises("bad argument #3 to 'groups' (no item is in the group 'c' of 'weights')", core.groups, scores, labels,
    { weights = { a = 1, b = 1, c = 1 } })
  check.raises("bad argument #3 to 'groups' (unknown combine 'makro'; did you mean 'macro'?)", core.groups, scores,
    labels, { combine = "makro" })
  check.raises("bad argument #3 to 'groups' (groups are combined over one cluster key, and 2 cross here)", core.groups,
    scores, labels, { cluster = { scores, labels } })
end

-- ---- win rates ----------------------------------------------------------------------------------------------------

local runs = {
  { 1, 1, 0, 1, 0, 3, 3, 2 },
  { 1, 0, 1, 0, 0, 1, 1, 2 },
  { 0, 1, 1, 0, 1, 2, 2, 3 },
}
local tasks = { "qa", "qa", "qa", "qa", "qa", "cost", "cost", "cost" }

function test.win_rates()
  local made = core.win_rates(runs, tasks, { replicates = 200, direction = { cost = "less" } })
  check.equal({ made[1].value, made[2].value, made[3].value }, { (0.75 + 0) / 2, (0 + 1) / 2, (0.75 + 0.5) / 2 })
  check.equal({ made[1].n_items, made[1].n_units, made[1].replicates, made[1].kind }, { 8, 8, 200, "hull" })
  check.equal(made[2].lo <= made[2].value and made[2].value <= made[2].hi, true)
  check.equal(core.win_rates(runs, tasks, { replicates = 200, direction = { cost = "less" }, threads = 2 }), made)
  check.equal(core.win_rates(runs, tasks, { replicates = 200 })[1].value, (0.75 + 1) / 2)
end

function test.clusters_of_tasks()
  local made = core.win_rates(runs, tasks, { replicates = 100, cluster = { 1, 1, 2, 2, 3, 1, 2, 3 } })
  check.equal(made[1].n_units, 3)
  local none, message, code = core.win_rates({ { 1, 2 }, { false, false } }, { "x", "x" }, { replicates = 100 })
  check.equal({ none, message, code }, { nil, "no task has the scores of two runs", "no data" })
end

function test.misuse_of_win_rates()
  check.raises("bad argument #1 to 'win_rates' (a win rate needs at least two runs and one task)", core.win_rates,
    { runs[1] }, tasks)
  check.raises("bad argument #1 to 'win_rates' (run 2 has 3 scores for 8 items)", core.win_rates,
    { runs[1], { 1, 2, 3 } }, tasks)
  check.raises("bad argument #3 to 'win_rates' (unknown direction 'fewer'; there are more, less)", core.win_rates, runs,
    tasks, { direction = { cost = "fewer" } })
end

return test
