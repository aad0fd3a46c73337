-- design:wild_mean and design:wild_difference.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

--- Runs "a" and "b" on `n` items, `size` to a cluster.
local function design_of(n, size)
  local tbl, lines = core.table(), {}
  for i = 1, n do
    local score_a, score_b = (i * 7 % 10) / 10, (i * 3 % 8) / 10
    lines[#lines + 1] = ('{"run":"a","item":"%d","score":%g}'):format(i, score_a)
    lines[#lines + 1] = ('{"run":"b","item":"%d","score":%g}'):format(i, score_b)
  end
  tbl:scan_text("x", table.concat(lines, "\n"), { { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" },
    { path = "score", kind = "real" } })
  local design, labels = core.design(tbl, { score = "score", run = "run", item = "item" }), {}
  for i, item in ipairs(design:items()) do labels[i] = math.floor((tonumber(item) - 1) / size) end
  design:cluster_by_label(1, labels)
  return design
end

function test.six_clusters_are_enumerated()
  local design = design_of(24, 4)
  local found = design:wild_mean(1, { null = 0.3 })
  local estimate = design:mean(1, { variance = "cr1" })
  check.equal({ found.enumerated, found.draws, found.weights, found.n_clusters }, { true, 64, "rademacher", 6 })
  check.near(found.value, estimate.value)
  check.near(found.se, estimate.se)
  check.near(found.t, (found.value - 0.3) / found.se)
  check.near(found.smallest_p, 2 / 64)
  check.near(found.p * 32, math.floor(found.p * 32 + 0.5)) -- patterns come in opposite pairs
  check.equal(found.lo < found.value and found.value < found.hi, true)
  check.near(design:wild_mean(1, { null = found.lo - 1e-9 }).p, 1 / 32)
  check.equal(design:wild_mean(1, { null = found.lo + 1e-9 }).p > 0.05, true)
end

function test.five_clusters_cannot_reject_at_95()
  local found = design_of(20, 4):wild_difference(1, 2)
  check.equal({ found.lo, found.hi, found.smallest_p }, { nil, nil, 0.0625 })
  check.holds(table.concat(found.notes, " "), "cannot_reject")
end

function test.random_weights_follow_the_seed()
  local design = design_of(90, 3)
  local options = { replicates = 499, seed = 7, threads = 2 }
  local found = design:wild_difference(1, 2, options)
  check.equal({ found.enumerated, found.draws, found.seed, found.weights }, { false, 499, 7, "rademacher" })
  options.threads = 1
  check.equal(design:wild_difference(1, 2, options), found)
  options.seed = 8
  check.equal(design:wild_difference(1, 2, options).lo ~= found.lo, true)
  check.equal(design:wild_difference(1, 2, { replicates = 99, weights = "webb" }).weights, "webb")
end

function test.unrestricted()
  local design = design_of(40, 4)
  local found = design:wild_mean(1, { unrestricted = true })
  check.near(found.hi - found.value, found.value - found.lo, 1e-9) -- t is symmetric about the estimate
end

-- Digits that both interpreters must print.
function test.the_same_bytes()
  local found = design_of(90, 3):wild_mean(1, { replicates = 999, seed = 3, null = 0.43 })
  check.equal({ found.p, core.number_text(found.lo) }, { 0.273, "0.41282051281864895" })
end

function test.misuse()
  local design = design_of(24, 4)
  check.raises("bad argument #1 to 'wild_mean' (run 3 is not one of 1 to 2)", design.wild_mean, design, 3)
  check.raises("bad argument #2 to 'wild_mean' (unknown weights 'web'; did you mean 'webb'?)", design.wild_mean, design,
    1, { weights = "web" })
  check.raises("bad argument #3 to 'wild_difference' (replicates must lie in 1 .. 2147483648)", design.wild_difference,
    design, 1, 2, { replicates = 2 ^ 40 })
  check.raises("bad argument #2 to 'wild_mean' (option 'unrestricted' must be a boolean, got number)", design.wild_mean,
    design, 1, { unrestricted = 1 })
end

return test
