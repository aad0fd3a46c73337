-- design:sign_flip and design:max_t.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

--- Runs "a", "b", ... with the scores that `score(run, item)` gives (nil: missing), items 1 to n, `size` to a cluster.
local function design_of(n_runs, n, size, score)
  local tbl, lines = core.table(), {}
  for run = 1, n_runs do
    for i = 1, n do
      local x = score(run, i)
      if x then lines[#lines + 1] = ('{"run":"r%d","item":"%d","score":%.17g}'):format(run, i, x) end
    end
  end
  tbl:scan_text("x", table.concat(lines, "\n"), { { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" },
    { path = "score", kind = "real" } })
  local design, labels = core.design(tbl, { score = "score", run = "run", item = "item" }), {}
  if size > 1 then
    for i, item in ipairs(design:items()) do labels[i] = math.floor((tonumber(item) - 1) / size) end
    design:cluster_by_label(1, labels)
  end
  return design
end

local function graded(run, i) return (i * (run + 6) % 10) / 10 end
local function fractions(run, i) return (i * i * (run + 4) + 3 * i) % 1009 / 1009 + run / 60 end

-- ---- sign_flip --------------------------------------------------------------------------------------------------

function test.binary_scores_are_mcnemar()
  local design = design_of(2, 60, 1, function(run, i) return i <= (run == 1 and 25 or 15) and 1 or 0 end)
  local found = design:sign_flip(1, 2)
  check.equal({ found.method, found.exact, found.replicates, found.n_units }, { "lattice", true, 0, 60 })
  check.near(found.p, 2 ^ -9)
  check.near(found.p_greater, 2 ^ -10)
  check.near(found.p, design:difference(1, 2).exact_p)
  check.near(found.value, 10 / 60)
  check.equal(found.monte_carlo_error, 0)
  check.equal(found.patterns, 2 ^ 60)
end

function test.ways_agree()
  local design = design_of(2, 36, 3, graded)
  local lattice = design:sign_flip(1, 2)
  local patterns = design:sign_flip(1, 2, { method = "enumeration" })
  check.equal({ lattice.method, patterns.method, patterns.n_units }, { "lattice", "enumeration", 12 })
  check.near(lattice.p, patterns.p, 1e-14)
  local drawn = design:sign_flip(1, 2, { method = "monte_carlo", replicates = 9999, seed = 5 })
  check.equal({ drawn.exact, drawn.replicates, drawn.seed }, { false, 9999, 5 })
  check.equal(math.abs(drawn.p - patterns.p) < 5 * drawn.monte_carlo_error, true)
end

function test.swapping_and_threads()
  local design = design_of(2, 200, 1, fractions)
  local ab = design:sign_flip(1, 2, { replicates = 999, threads = 1 })
  local ba = design:sign_flip(2, 1, { replicates = 999, threads = 3 })
  check.equal({ ab.p, ab.p_greater, ab.value }, { ba.p, ba.p_less, -ba.value })
end

function test.five_clusters_cannot_reject()
  local found = design_of(2, 20, 4, fractions):sign_flip(1, 2)
  check.equal(found.smallest_p, 2 / 32)
  check.holds(table.concat(found.notes, " "), "cannot_reject")
end

function test.what_cannot_be_done()
  local design = design_of(2, 200, 1, fractions)
  local found, message, code = design:sign_flip(1, 2, { method = "lattice" })
  check.equal(found, nil)
  check.equal(type(message), "string")
  check.equal(code, "unsupported")
  check.equal(select(3, design:sign_flip(1, 2, { method = "enumeration" })), "too large")
  check.raises("bad argument #3 to 'sign_flip' (unknown method 'monte_carl'; did you mean 'monte_carlo'?)",
    design.sign_flip, design, 1, 2, { method = "monte_carl" })
  check.raises("bad argument #2 to 'sign_flip' (run 3 is not one of 1 to 2)", design.sign_flip, design, 1, 3)
end

-- ---- max_t ------------------------------------------------------------------------------------------------------

function test.all_pairs()
  local design = design_of(4, 60, 5, fractions)
  local found = design:max_t()
  check.equal({ #found.pairs, found.method, found.exact, found.n_units, found.statistic, found.patterns },
    { 6, "enumeration", true, 12, "studentized", 4096 })
  for _, pair in ipairs(found.pairs) do
    local alone = design:sign_flip(pair.a, pair.b, { method = "enumeration" })
    check.equal(pair.p_unadjusted, alone.p)
    check.near(pair.value, alone.value)
    check.equal(pair.p_unadjusted <= pair.p_step_down and pair.p_step_down <= pair.p, true)
    check.equal(pair.lo < pair.value and pair.value < pair.hi, true)
  end
  check.equal({ found.pairs[5].a, found.pairs[5].b }, { 2, 4 })
end

function test.a_list_of_pairs()
  local design = design_of(5, 60, 5, fractions)
  local found = design:max_t({ { 5, 2 }, { 2, 4 } }, { statistic = "mean", level = 0.9 })
  check.equal({ #found.pairs, found.pairs[1].a, found.pairs[1].b, found.pairs[2].a }, { 2, 5, 2, 2 })
  check.equal({ found.statistic, found.level }, { "mean", 0.9 })
  check.near(found.pairs[1].hi - found.pairs[1].value, found.critical, 1e-9)
  check.near(found.pairs[1].value, design:difference(5, 2).difference.value)
end

function test.missing_scores_and_notes()
  local design = design_of(3, 90, 1, function(run, i) return (run ~= 2 or i <= 80) and fractions(run, i) end)
  local found = design:max_t(nil, { replicates = 499, seed = 2 })
  check.equal({ found.pairs[1].n_items, found.pairs[2].n_items, found.pairs[3].n_items }, { 80, 90, 80 })
  check.equal({ found.pairs[1].notes, found.pairs[2].notes }, { { "dropped" }, {} })
  check.equal(found.critical, nil) -- t of 80 and of 90 items have different scales
  local again = design:max_t(nil, { replicates = 499, seed = 2, threads = 1 })
  check.equal(again, found)
  check.equal(design:max_t(nil, { replicates = 499, seed = 3 }).pairs[1].lo ~= found.pairs[1].lo, true)
end

-- Digits that both interpreters must print.
function test.the_same_bytes()
  local found = design_of(3, 90, 1, fractions):max_t(nil, { replicates = 999, seed = 11 })
  local pair = found.pairs[2]
  check.equal({ core.number_text(pair.lo), core.number_text(pair.t), pair.p, pair.p_step_down, core.number_text(found.critical) },
    { "-0.11865723730056932", "-0.7922790574454963", 0.704, 0.704, "2.3154806015372817" })
end

function test.min_p()
  local design = design_of(4, 60, 5, fractions)
  local found, by_t = design:max_t(nil, { statistic = "min_p" }), design:max_t()
  check.equal({ found.statistic, found.exact, found.n_units }, { "min_p", true, 12 })
  for i, pair in ipairs(found.pairs) do
    check.equal(pair.p_unadjusted, by_t.pairs[i].p_unadjusted)
    check.equal(pair.p_unadjusted <= pair.p_step_down and pair.p_step_down <= pair.p, true)
    check.equal(pair.lo < pair.value and pair.value < pair.hi, true)
  end
  local drawn = design_of(3, 90, 1, fractions):max_t(nil, { statistic = "min_p", replicates = 999, seed = 11 })
  local pair = drawn.pairs[2]
  check.equal({ ("%.9f"):format(pair.lo), ("%.9f"):format(pair.hi), pair.p, ("%.9f"):format(drawn.critical) },
    { "-0.118574758", "0.058128164", 0.704, "0.022737327" })
end

function test.misuse()
  local design = design_of(3, 30, 1, fractions)
  check.raises("bad argument #1 to 'max_t' (pair 2 is not of two of the runs 1 to 3)", design.max_t, design,
    { { 1, 2 }, { 1, 4 } })
  check.raises("bad argument #1 to 'max_t' (pair 1 must be a table, got number)", design.max_t, design, { 1, 2 })
  check.raises("bad argument #1 to 'max_t' (table expected, got string)", design.max_t, design, "all")
  check.raises("bad argument #2 to 'max_t' (unknown statistic 'rank'; there are studentized, mean, min_p)", design.max_t,
    design, nil, { statistic = "rank" })
  check.raises("bad argument #1 to 'max_t' (pair 1 compares run 1 with itself)", design.max_t, design, { { 1, 1 } })
end

return test
