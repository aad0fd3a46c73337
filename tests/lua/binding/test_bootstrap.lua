-- The bootstrap from Lua: of a run, of a difference, of all of them together, of lists of scores.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

--- Three runs on 60 items in clusters of two to five.
local function design_of()
  local tbl, lines = core.table(), {}
  for i = 1, 60 do
    local scores = { a = i * 7 % 10 / 10, b = i * 3 % 8 / 8, c = i * 7 % 10 / 10 + i % 3 / 7 }
    for _, run in ipairs({ "a", "b", "c" }) do
      lines[#lines + 1] = ('{"run":"%s","item":"%d","score":%.17g}'):format(run, i, scores[run])
    end
  end
  tbl:scan_text("x", table.concat(lines, "\n"), { { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" },
    { path = "score", kind = "real" } })
  local design, labels = core.design(tbl, { score = "score", run = "run", item = "item" }), {}
  for i, item in ipairs(design:items()) do labels[i] = math.floor(math.sqrt(tonumber(item) * 9)) end
  return design, labels
end

local function clustered()
  local design, labels = design_of()
  design:cluster_by_label(1, labels)
  return design
end

-- ---- one run ------------------------------------------------------------------------------------------------------

-- 0/1 items: counts over n, by binomial quantiles.
function test.binary_scores_are_exact()
  local scores = {}
  for i = 1, 200 do scores[i] = i <= 150 and 1 or 0 end
  local found = core.bootstrap(scores, { kind = "percentile" })
  check.equal({ found.exact, found.replicates, found.kind, found.monte_carlo_error }, { true, 0, "percentile", 0 })
  check.near(found.lo, core.dist.binomial_quantile(0.025, 200, 0.75) / 200)
  check.near(found.hi, core.dist.binomial_quantile(0.975, 200, 0.75) / 200)
  check.near(found.se, math.sqrt(0.75 * 0.25 / 200))
  check.equal({ found.n_items, found.n_missing, found.n_units, found.notes }, { 200, 0, 200, {} })
end

function test.kinds_and_options()
  local design = clustered()
  local found = design:bootstrap(3, { replicates = 499, seed = 3, threads = 2 })
  check.equal({ found.kind, found.replicates, found.seed, found.exact }, { "studentized", 499, 3, false })
  check.near(found.value, design:mean(3).value)
  check.equal(design:bootstrap(3, { replicates = 499, seed = 3, threads = 1 }), found)
  check.equal(found.lo < found.value and found.value < found.hi, true)
  local seen = {}
  for _, kind in ipairs({ "percentile", "basic", "normal", "bca", "hull" }) do
    local other = design:bootstrap(3, { kind = kind, replicates = 499, seed = 3 })
    check.equal({ other.kind, other.se, other.n_units }, { kind, found.se, found.n_units })
    check.equal(seen[other.lo], nil, kind)
    seen[other.lo] = kind ~= "percentile" and kind ~= "basic" or nil -- the hull shares a limit with one of these
    check.equal(other.acceleration ~= nil, true)
  end
  local wide = design:bootstrap(3, { level = 0.99, replicates = 499, seed = 3 })
  check.equal(wide.lo < found.lo and wide.hi > found.hi and wide.level == 0.99, true)
end

function test.lists_are_designs()
  local design, labels = design_of()
  design:cluster_by_label(1, labels)
  local options = { replicates = 299, seed = 5 }
  local with_clusters = { replicates = 299, seed = 5, cluster = labels }
  check.equal(core.bootstrap(design:scores(2), with_clusters), design:bootstrap(2, options))
  check.equal(core.bootstrap_difference(design:scores(1), design:scores(2), with_clusters),
    design:bootstrap_difference(1, 2, options))
end

function test.replicates_are_kept_on_request()
  local design = clustered()
  local found = design:bootstrap(2, { kind = "percentile", replicates = 399, keep = true })
  check.equal(#found.replicate, 399)
  table.sort(found.replicate)
  check.near(found.lo, found.replicate[10])
  check.near(found.hi, found.replicate[390])
  check.equal(design:bootstrap(2, { kind = "percentile", replicates = 399 }).replicate, nil)
  check.equal(#core.bootstrap({ 1, 0, 1 }, { keep = true }).replicate, 9999)
end

function test.quantiles()
  local design = clustered()
  local found = design:bootstrap(3, { quantile = 0.9, replicates = 399, keep = true })
  check.equal(found.kind, "percentile")
  table.sort(found.replicate)
  check.near(found.lo, found.replicate[10])
  local scores = design:scores(3)
  table.sort(scores)
  check.near(found.value, scores[54] + 0.1 * (scores[55] - scores[54])) -- rank 1 + 59 * 0.9
end

-- exp(sum of nll over sum of tokens)
function test.statistics()
  local nll, tokens, total_nll, total_tokens = {}, {}, 0, 0
  for i = 1, 40 do
    nll[i], tokens[i] = 10 + i % 7, 5 + i % 5
    total_nll, total_tokens = total_nll + nll[i], total_tokens + tokens[i]
  end
  local found = core.bootstrap({ nll, tokens }, { statistic = "perplexity", replicates = 499 })
  check.near(found.value, math.exp(total_nll / total_tokens))
  check.equal({ found.kind, found.n_units }, { "studentized", 40 })
  check.equal(found.lo < found.value and found.value < found.hi, true)
  local mean = core.bootstrap({ nll }, { replicates = 499 })
  check.equal(mean, core.bootstrap(nll, { replicates = 499, statistic = "mean" }))
end

function test.draws_within_items()
  local draws, scores = {}, {}
  for i = 1, 30 do
    draws[i] = { i % 2, 1, i % 3 / 2, false }
    scores[i] = (i % 2 + 1 + i % 3 / 2) / 3
  end
  local plain = core.bootstrap(scores, { kind = "normal", always_draw = true })
  local nested = core.bootstrap(scores, { kind = "normal", draws = draws })
  check.equal(nested.value, plain.value)
  check.equal(nested.se > plain.se, true)
  draws[2] = { 0, 0 }
  local found, message, code = core.bootstrap(scores, { draws = draws })
  check.equal({ found, code }, { nil, "conflict" })
  check.holds(message, "is not the mean of its draws")
end

-- ---- runs together ------------------------------------------------------------------------------------------------

function test.runs_and_differences_follow_from_each_other()
  local design = clustered()
  local options = { replicates = 199, seed = 8 }
  local runs = design:bootstrap_runs({ replicates = 199, seed = 8, keep = true })
  local all = design:bootstrap_differences(nil, options)
  check.equal({ #runs, #all }, { 3, 3 })
  check.equal({ all[2].a, all[2].b, all[3].a, all[3].b }, { 1, 3, 2, 3 })
  local differences = {}
  for i = 1, 199 do differences[i] = runs[1].replicate[i] - runs[3].replicate[i] end
  table.sort(differences)
  check.near(all[2].lo, differences[5], 1e-12)
  check.near(all[2].hi, differences[195], 1e-12)
  check.near(all[2].value, runs[1].value - runs[3].value, 1e-14)
  local listed = design:bootstrap_differences({ { 3, 1 } }, options)
  check.equal({ #listed, listed[1].a, listed[1].b }, { 1, 3, 1 })
  check.equal({ listed[1].lo, listed[1].hi }, { -all[2].hi, -all[2].lo })
  check.equal(design:bootstrap_differences({}), {})
end

-- ---- what goes wrong ----------------------------------------------------------------------------------------------

function test.undefined_is_nil()
  local found = core.bootstrap({ 0.5 })
  check.equal({ found.value, found.se, found.lo, found.hi }, { 0.5 })
  check.equal(found.notes, { "one_item" })
  local nothing, _, code = core.bootstrap({ false, false })
  check.equal({ nothing, code }, { nil, "no data" })
end

function test.misuse()
  local design = clustered()
  check.raises("bad argument #2 to 'bootstrap' (unknown kind 'bcs'; did you mean 'bca'?)", core.bootstrap, { 1, 0 },
    { kind = "bcs" })
  check.raises("bad argument #2 to 'bootstrap' (unknown option 'replicate'; did you mean 'replicates'?)",
    design.bootstrap, design, 1, { replicate = 3 })
  check.raises("bad argument #2 to 'bootstrap' (replicates must lie in 2 .. 2147483647)", core.bootstrap, { 1, 0 },
    { replicates = 1 })
  check.raises("bad argument #1 to 'bootstrap' (run 4 is not one of 1 to 3)", design.bootstrap, design, 4)
  check.raises("bad argument #1 to 'bootstrap' (perplexity takes 2 columns, got 1)", core.bootstrap, { 1, 0 },
    { statistic = "perplexity" })
  check.raises("bad argument #1 to 'bootstrap' (column 2 has 1 numbers, and the first has 2)", core.bootstrap,
    { { 1, 0 }, { 1 } }, { statistic = "ratio" })
  check.raises("bad argument #2 to 'bootstrap' (element 2 of 'draws' must be a table, got nil)", core.bootstrap, { 1, 0 },
    { draws = { { 1 } } })
  check.raises("bad argument #2 to 'bootstrap_difference' (1 scores, and the first list has 2)",
    core.bootstrap_difference, { 1, 0 }, { 1 })
  check.raises("bad argument #1 to 'bootstrap_differences' (pair 1 must hold two runs from 1 to 3)",
    design.bootstrap_differences, design, { { 1, 4 } })
  check.raises("bad argument #1 to 'bootstrap_differences' (pair 1 must be a table of two runs, got number)",
    design.bootstrap_differences, design, { 1 })
  check.raises("bad argument #2 to 'bootstrap_differences' (replicates are kept of runs, not of their differences: "
    .. "bootstrap_runs has them)", design.bootstrap_differences, design, nil, { keep = true })
  check.raises("bad argument #1 to 'bootstrap_runs' (runs that are drawn together have no studentized interval; one run "
    .. "or one difference has)", design.bootstrap_runs, design, { kind = "studentized" })
end

return test
