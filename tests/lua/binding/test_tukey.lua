-- core.tukey and core.dunnett.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local groups = { { 3, 5, 4 }, { 9, 7, 8, 8 }, { 1, 2, 3 } }

function test.two_groups_are_the_t_test()
  local found = core.tukey({ groups[1], groups[2] })
  local pair = found.pairs[1]
  local t = -4 / math.sqrt(4 / 5 * (1 / 3 + 1 / 4))
  check.near(pair.t, t)
  check.near(pair.p, 2 * core.dist.t_cdf(t, 5), 1e-10)
  check.near(found.critical, core.dist.t_quantile(0.975, 5), 1e-9)
  check.equal({ found.df, found.n_items, found.n_missing, pair.a, pair.b, pair.value }, { 5, 7, 0, 1, 2, -4 })
  check.near(found.variance, 4 / 5)
end

function test.all_pairs_and_a_control()
  local all = core.tukey(groups)
  check.equal(#all.pairs, 3)
  check.equal({ all.pairs[2].a, all.pairs[2].b, all.pairs[2].value }, { 1, 3, 2 })
  local one = core.dunnett(groups, 3)
  check.equal({ one.pairs[1].a, one.pairs[1].b, one.pairs[2].a, one.pairs[2].b }, { 1, 3, 2, 3 })
  check.equal(one.pairs[1].p < all.pairs[2].p, true) -- fewer comparisons
  check.equal(one.critical < all.critical, true)
  check.equal(core.tie_groups({ 4, 8, 2 }, all.pairs).letters, { "b", "a", "b" })
end

function test.level()
  local wide, narrow = core.tukey(groups, { level = 0.99 }), core.tukey(groups, { level = 0.5 })
  check.equal(wide.level, 0.99)
  check.equal(wide.pairs[1].lo < narrow.pairs[1].lo, true)
end

function test.missing_scores()
  local found = core.tukey({ { 3, false, 5, 4 }, groups[2] })
  check.equal({ found.n_items, found.n_missing }, { 7, 1 })
end

function test.no_variance()
  local found = core.tukey({ { 1, 1 }, { 2, 2 } })
  check.equal({ found.pairs[1].value, found.pairs[1].p, found.pairs[1].lo, found.critical }, { -1 })
  check.equal(found.notes, { "no_variation" })
end

function test.data_problems_and_misuse()
  check.equal(select(3, core.tukey({ { 1, 2 }, {} })), "no data")
  check.raises("bad argument #1 to 'tukey' (group 2 must be a table, got number)", core.tukey, { { 1 }, 2 })
  check.raises("bad argument #2 to 'dunnett' (group 4 is not one of 1 to 3)", core.dunnett, groups, 4)
  check.raises("bad argument #1 to 'tukey' (scores of at least two groups are needed)", core.tukey, { { 1 } })
  check.raises("bad argument #1 to 'tukey' (element 2 of 'group' must be a number or false, got string)", core.tukey,
    { { 1, "x" }, { 2 } })
end

return test
