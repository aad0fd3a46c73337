-- whisker.Design, on a table small enough to be worked by hand.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

--- Rows: { run, item, score, topic, draw, weight }.
local function table_of(rows)
  local tbl = core.table()
  for _, column in ipairs({ "run", "item", "topic", "draw" }) do tbl:add_column(column, "symbol") end
  tbl:add_column("score", "real")
  tbl:add_column("weight", "real")
  tbl:add_rows(#rows)
  for i, row in ipairs(rows) do
    tbl:set(i, "run", row[1])
    tbl:set(i, "item", row[2])
    tbl:set(i, "score", row[3])
    tbl:set(i, "topic", row[4])
    tbl:set(i, "draw", row[5])
    tbl:set(i, "weight", row[6])
  end
  return tbl
end

local roles = { score = "score", run = "run", item = "item" }

local function with(more)
  local made = { score = "score", run = "run", item = "item" }
  for key, value in pairs(more) do made[key] = value end
  return made
end

local function two_runs()
  return table_of({
    { "b", "q2", 1, "x" }, { "b", "q1", 0, "x" }, { "b", "q3", 1, "y" }, { "b", "q4", 0, "y" },
    { "a", "q1", 1, "x" }, { "a", "q2", 1, "x" }, { "a", "q3", 1, "y" },
  })
end

function test.counts_runs_and_items()
  local design = core.design(two_runs(), roles)
  local counts = design:counts()
  check.equal({ counts.n_runs, counts.n_items, counts.n_rows, counts.n_duplicates, counts.n_nameless }, { 2, 4, 7, 0, 0 })
  check.equal(design:runs(), { "b", "a" })
  check.equal(design:items(), { "q1", "q2", "q3", "q4" })
  check.equal({ design:item_row(1), design:item_row(2) }, { 2, 1 })
end

function test.scores_by_item_with_false_where_missing()
  local design = core.design(two_runs(), roles)
  check.equal(design:scores(1), { 0, 1, 1, 0 })
  check.equal(design:scores(2), { 1, 1, 1, false })
end

function test.draws_are_averaged_and_counted()
  local design = core.design(table_of({
    { "a", "q1", 1, nil, "1" }, { "a", "q1", 0, nil, "2" }, { "a", "q2", 1, nil, "1" }, { "a", "q3", nil, nil, "1" },
  }), with({ draw = "draw" }))
  check.equal(design:scores(1), { 0.5, 1, false })
  check.equal(design:draws(1), { total = 3, items = 2, fewest = 1, most = 2 })
  check.equal(design:counts().n_unscored, 1)
end

function test.binary()
  check.equal(core.design(two_runs(), roles):is_binary(), true)
  check.equal(core.design(table_of({ { "a", "q1", 0.5 } }), roles):is_binary(), false)
end

function test.where_chooses_rows()
  local design = core.design(two_runs(), with({ where = { topic = "x", run = "a" } }))
  check.equal({ design:items(), design:runs() }, { { "q1", "q2" }, { "a" } })
  local none, message, code = core.design(two_runs(), with({ where = { topic = "never seen" } }))
  check.equal({ none, type(message), code }, { nil, "string", "no data" })
end

function test.expected_items()
  local design = core.design(two_runs(), with({ expected = { "q1", "q9" } }))
  check.equal(design:items(), { "q1", "q9" })
  check.equal(design:item_row(2), nil)
  local zero = core.design(two_runs(), with({ expected = { "q1", "q9" }, missing = "zero" }))
  check.equal(zero:scores(2), { 1, 0 })
  local none, _, code = core.design(two_runs(), with({ missing = "error" }))
  check.equal({ none, code }, { nil, "missing scores" })
end

function test.weight_and_stratum()
  local tbl = table_of({ { "a", "q1", 1, "x", nil, 3 }, { "a", "q2", 0, "y", nil, 1 } })
  check.near(core.design(tbl, with({ weight = "weight" })):mean(1).value, 0.75)
  check.near(core.design(tbl, with({ stratum = "topic" })):mean(1).value, 0.5)
end

function test.clusters_by_column()
  local design = core.design(two_runs(), roles)
  check.equal(design:cluster_by_column(1, "topic"), { conflicts = 0, empty = 0 })
  check.equal(design:cluster_sizes(1), { { size = 2, item = 1 }, { size = 2, item = 3 } })
  -- run b: 0 1 | 1 0 sums to 0 and 0 in its clusters
  check.near(design:mean(1, { variance = "cr0" }).se, 0)
  check.equal(design:mean(1).n_clusters, 2)
end

function test.conflicts_and_empty_cells_are_counted()
  local design = core.design(table_of({
    { "a", "q1", 1, "x" }, { "b", "q1", 1, "y" }, { "a", "q2", 0 }, { "a", "q3", 1 },
  }), roles)
  check.equal(design:cluster_by_column(1, "topic"), { conflicts = 1, empty = 2 })
  check.equal(#design:cluster_sizes(1), 3)
end

function test.clusters_by_label()
  local design = core.design(two_runs(), roles)
  design:cluster_by_label(1, { "p", false, "p", "p" })
  check.equal(design:cluster_sizes(1), { { size = 3, item = 1 }, { size = 1, item = 2 } })
  design:cluster_by_label(2, { 1, 1, 2, 2 })
  check.equal(#design:cluster_sizes(2), 2)
  design:uncluster()
  check.raises("bad argument #1 to 'cluster_sizes' (key 1 is not one of 1 to 0)", design.cluster_sizes, design, 1)
  check.raises("bad argument #2 to 'cluster_by_label' (5 labels for 4 items)", design.cluster_by_label, design, 1,
    { 1, 2, 3, 4, 5 })
end

function test.items_that_no_run_has_are_in_no_cluster()
  local design = core.design(two_runs(), with({ expected = { "q1", "q2", "q9" } }))
  design:cluster_by_label(1, { "p", "p", "p" })
  check.equal(design:cluster_sizes(1), { { size = 2, item = 1 } })
end

function test.mean_is_that_of_the_scores()
  local design = core.design(two_runs(), roles)
  local estimate = design:mean(1, { interval = "t", level = 0.9, low = -math.huge, high = math.huge })
  check.near(estimate.value, 0.5)
  check.near(estimate.se, math.sqrt(1 / 12))
  check.near(estimate.hi - estimate.value, core.dist.t_quantile(0.95, 3) * estimate.se, 1e-10)
  check.equal({ estimate.level, estimate.n_items, estimate.n_missing }, { 0.9, 4, 0 })
  check.equal(design:mean(2).n_missing, 1)
end

-- On q1, q2, q3: a - b = 1 0 0, mean 1/3, variance 1/3.
function test.difference_of_runs()
  local design = core.design(two_runs(), roles)
  local comparison = design:difference(2, 1)
  check.near(comparison.difference.value, 1 / 3)
  check.near(comparison.difference.se, 1 / 3)
  check.equal({ comparison.n_a_only, comparison.n_b_only, comparison.only_a, comparison.only_b }, { 0, 1, 1, 0 })
  check.near(comparison.mean_b, 2 / 3)
  local mirrored = design:difference(1, 2)
  check.equal(mirrored.difference.value, -comparison.difference.value)
  check.equal(mirrored.difference.se, comparison.difference.se)
end

function test.runs_items_and_keys_out_of_range()
  local design = core.design(two_runs(), roles)
  check.raises("bad argument #1 to 'scores' (run 3 is not one of 1 to 2)", design.scores, design, 3)
  check.raises("bad argument #2 to 'difference' (run 0 is not one of 1 to 2)", design.difference, design, 1, 0)
  check.raises("bad argument #1 to 'item_row' (item 5 is not one of 1 to 4)", design.item_row, design, 5)
  check.raises("bad argument #1 to 'cluster_by_column' (key 5 is not one of 1 to 4)", design.cluster_by_column, design, 5,
    "topic")
  check.raises("bad argument #2 to 'cluster_by_column' (no column is called 'topics'; did you mean 'topic'?)",
    design.cluster_by_column, design, 1, "topics")
end

return test
