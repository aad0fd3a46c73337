-- core.tie_groups and core.rank_sets.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

-- Run 3 is the best and above 1, nothing is known of 3 and 2 or of 2 and 1.
local pairs_of_three = { { a = 1, b = 2, lo = -0.3, hi = 0.1 }, { a = 1, b = 3, lo = -0.5, hi = -0.1 },
  { a = 2, b = 3, lo = -0.3, hi = 0 } }
local values = { 0.4, 0.5, 0.7 }

function test.groups()
  local found = core.tie_groups(values, pairs_of_three)
  check.equal(found.groups, { { 2, 3 }, { 1, 2 } })
  check.equal(found.letters, { "b", "ab", "a" })
end

function test.ranks()
  check.equal(core.rank_sets(3, pairs_of_three), { { best = 2, worst = 3 }, { best = 1, worst = 3 }, { best = 1, worst = 2 } })
end

function test.lower_is_better()
  local found = core.tie_groups(values, pairs_of_three, { lower_is_better = true })
  check.equal(found.letters, { "a", "ab", "b" })
  check.equal(core.rank_sets(3, pairs_of_three, { lower_is_better = true }),
    { { best = 1, worst = 2 }, { best = 1, worst = 3 }, { best = 2, worst = 3 } })
end

function test.by_p_values()
  local list = { { a = 1, b = 2, value = -0.1, p_step_down = 0.2 }, { a = 2, b = 3, value = -0.2, p_step_down = 0.04 },
    { a = 1, b = 3, value = -0.3, p_step_down = 0.001 } }
  check.equal(core.tie_groups(values, list, { alpha = 0.05 }).letters, { "b", "b", "a" })
  check.equal(core.rank_sets(3, list, { alpha = 0.01 })[1], { best = 2, worst = 3 })
end

function test.pairs_without_an_interval_tell_nothing()
  check.equal(core.tie_groups({ 1, false, 3 }, { { a = 1, b = 3 } }).letters, { "a", "a", "a" })
  check.equal(core.rank_sets(2, {}), { { best = 1, worst = 2 }, { best = 1, worst = 2 } })
end

function test.too_many_groups_are_a_data_problem()
  local list, flat = {}, {}
  for i = 1, 24, 3 do
    for _, pair in ipairs({ { i, i + 1 }, { i, i + 2 }, { i + 1, i + 2 } }) do
      list[#list + 1] = { a = pair[1], b = pair[2], lo = 0.1, hi = 0.2 }
    end
  end
  for i = 1, 24 do flat[i] = -i end
  local found, message, code = core.tie_groups(flat, list)
  check.equal(found, nil)
  check.holds(message, "groups")
  check.equal(code, "too large")
end

function test.misuse()
  check.raises("bad argument #2 to 'tie_groups' ('b' of pair 1 is not one of the runs 1 to 3)", core.tie_groups, values,
    { { a = 1, b = 4 } })
  check.raises("bad argument #2 to 'rank_sets' ('a' of pair 2 is not one of the runs 1 to 3)", core.rank_sets, 3,
    { { a = 1, b = 2 }, { b = 2 } })
  check.raises("bad argument #2 to 'rank_sets' ('lo' of pair 1 must be a number, got string)", core.rank_sets, 3,
    { { a = 1, b = 2, lo = "0" } })
  check.raises("bad argument #2 to 'tie_groups' (table expected, got nil)", core.tie_groups, values)
  check.raises("bad argument #1 to 'rank_sets' (1 to 32767 runs are ranked, not 0)", core.rank_sets, 0, {})
  check.raises("bad argument #3 to 'rank_sets' (unknown option 'aplha'; did you mean 'alpha'?)", core.rank_sets, 3, {},
    { aplha = 1 })
  check.raises("bad argument #2 to 'rank_sets' (alpha lies between 0 and 1)", core.rank_sets, 3, {}, { alpha = 1 })
end

function test.shares_of_ranks_are_counts_and_ties_share()
  local shares, used = core.rank_shares({ { 3, 2, 1, 5 }, { 1, 2, 3, false }, { 2, 1, 2, 1 } })
  check.equal(used, 3)
  check.near(shares[1][1], (1 + .5) / 3)
  check.near(shares[1][2], .5 / 3)
  check.near(shares[1][3], 1 / 3)
  check.near(shares[2][1], (.5 + 1) / 3)
  check.near(shares[3][2], 2 / 3)
  for run = 1, 3 do check.near(shares[run][1] + shares[run][2] + shares[run][3], 1) end
end

function test.shares_of_ranks_refuse_what_cannot_be_ranked()
  check.equal({ core.rank_shares({ { false }, { 1 } }) }, { nil, "no replicate has a value for every run", "no data" })
  check.raises("bad argument #1 to 'rank_shares' (run 2 needs as many replicates as the first, 2)", core.rank_shares,
    { { 1, 2 }, { 1 } })
  check.raises("bad argument #1 to 'rank_shares' (replicates of at least one run are needed, a list each)",
    core.rank_shares, {})
end

return test
