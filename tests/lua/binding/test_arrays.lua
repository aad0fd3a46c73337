-- core.mean, difference and what goes with them, with numbers worked by hand.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

-- ---- mean -------------------------------------------------------------------------------------------------------

function test.mean_of_five()
  local estimate = core.mean({ 1, 0, 1, 1, 0 }, { interval = "t", low = -math.huge, high = math.huge })
  check.near(estimate.value, 0.6)
  check.near(estimate.se, math.sqrt(0.3 / 5)) -- sample variance 0.3
  check.near(estimate.se_clt, math.sqrt(0.3 / 5))
  check.near(estimate.lo, 0.6 - core.dist.t_quantile(0.975, 4) * estimate.se, 1e-10)
  check.equal(estimate.df, 4)
  check.equal(estimate.level, 0.95)
  check.equal({ estimate.n_items, estimate.n_missing, estimate.n_clusters }, { 5, 0, 5 })
  check.equal({ estimate.variance, estimate.interval }, { "clt", "t" })
end

function test.jeffreys_is_the_interval_of_scores_that_are_0_or_1()
  local estimate = core.mean({ 1, 0, 1, 0, 1, 0, 1, 0, 1, 0 })
  check.equal(estimate.interval, "jeffreys")
  check.near(estimate.lo, 0.2235286702527052, 1e-12)
end

function test.missing_scores_are_counted()
  local estimate = core.mean({ 1, false, 0, 0 / 0, n = 6 })
  check.equal({ estimate.n_items, estimate.n_missing }, { 2, 4 })
  check.near(estimate.value, 0.5)
end

-- Deviations .4 -.6 | .4 .4 -.6 sum to -.2 and .2 in the two clusters: CR0 has variance .08 / 25, CR1 twice that.
function test.clusters_by_label()
  local scores, labels = { 1, 0, 1, 1, 0 }, { "x", "x", 7, 7, 7 }
  check.near(core.mean(scores, { cluster = labels, variance = "cr0" }).se, math.sqrt(0.08) / 5)
  local estimate = core.mean(scores, { cluster = labels, variance = "cr1" })
  check.near(estimate.se, math.sqrt(0.16) / 5)
  check.equal(estimate.n_clusters, 2)
  check.near(estimate.largest_share, 0.6)
  check.near(estimate.design_effect, (0.16 / 25) / (0.3 / 5))
end

function test.a_label_of_false_is_a_cluster_of_its_own()
  local estimate = core.mean({ 1, 0, 1, 1, 0 }, { cluster = { "x", "x", false, false, "y" }, variance = "cr0" })
  check.equal(estimate.n_clusters, 4)
  check.near(estimate.se, math.sqrt(0.04 + 0.16 + 0.16 + 0.36) / 5)
end

function test.two_ways_of_clustering()
  local one, two = { "a", "a", "b", "b" }, { 1, 2, 1, 2 }
  local scores = { 1, 0.5, 0.25, 0 } -- mean .4375; deviations .5625 .0625 -.1875 -.4375
  local estimate = core.mean(scores, { cluster = { one, two }, variance = "cr0" })
  local by_one, by_two = 2 * 0.625 ^ 2, 2 * 0.375 ^ 2
  local by_both = 0.5625 ^ 2 + 0.0625 ^ 2 + 0.1875 ^ 2 + 0.4375 ^ 2
  check.equal(by_one + by_two - by_both < by_one, true) -- so the larger one-way variance is used, and a note says so
  check.near(estimate.se, math.sqrt(by_one) / 4)
  check.equal(estimate.n_clusters, 2)
  check.holds(table.concat(estimate.notes, " "), "multiway_fallback")
end

function test.weights()
  check.near(core.mean({ 1, 0, 0 }, { weight = { 2, 1, 1 } }).value, 0.5)
end

function test.strata_and_a_finite_population()
  local scores, stratum = { 1, 0, 1, 1 }, { "easy", "easy", "hard", "hard" }
  local estimate = core.mean(scores, { stratum = stratum, variance = "linearized" })
  -- within strata: variances .5 and 0; (1/2)^2 .5 / 2
  check.near(estimate.se, math.sqrt(0.25 * 0.25))
  local finite = core.mean({ 1, 0, 0, 1 }, { population = 8, variance = "linearized" })
  check.near(finite.se, math.sqrt((1 / 3) / 4 * (1 - 4 / 8)))
end

function test.one_item_has_no_standard_error()
  local estimate = core.mean({ 1 })
  check.equal(estimate.se, nil)
  check.equal(estimate.df, nil)
  check.equal(estimate.notes[1], "one_item")
end

function test.notes_are_names()
  local estimate = core.mean({ 1, 0, 1, 0 }, { cluster = { 1, 1, 2, 2 } })
  local set = {}
  for _, note in ipairs(estimate.notes) do set[note] = true end
  check.equal({ set.few_clusters, set.very_few_clusters }, { true, true })
end

function test.nothing_to_estimate_from_is_a_data_problem()
  local estimate, message, code = core.mean({ false, false })
  check.equal(estimate, nil)
  check.equal(type(message), "string")
  check.equal(code, "no data")
end

function test.a_method_for_0_and_1_refuses_others()
  local _, _, code = core.mean({ 0.5, 0.25 }, { interval = "wilson" })
  check.equal(code, "scores are not 0 and 1")
end

-- ---- difference -------------------------------------------------------------------------------------------------

-- Differences 1 0 0 1: mean .5, variance 1/3.
function test.paired_difference()
  local comparison = core.difference({ 1, 1, 0, 1 }, { 0, 1, 0, 0 })
  check.equal(comparison.pairing, "paired")
  check.near(comparison.difference.value, 0.5)
  check.near(comparison.difference.se, math.sqrt(1 / 12))
  check.near(comparison.mean_a, 0.75)
  check.near(comparison.mean_b, 0.25)
  check.near(comparison.correlation, 1 / 3)
  check.near(comparison.se_unpaired, math.sqrt(0.25 / 4 * 2))
  check.equal({ comparison.only_a, comparison.only_b }, { 2, 0 })
  check.near(comparison.exact_p, 0.5)
  check.near(comparison.mid_p, 0.25)
  check.near(comparison.difference.p, core.dist.t_cdf(math.sqrt(3), 3, "upper") * 2)
end

function test.items_of_one_run_only()
  local comparison = core.difference({ 1, 0, 1, false, 1 }, { 0, 0, 1, 1, false })
  check.equal({ comparison.n_a_only, comparison.n_b_only, comparison.difference.n_items }, { 1, 1, 3 })
end

function test.unpaired_by_choice()
  local comparison = core.difference({ 1, 0, 1, 0 }, { 1, 1, 0, 0 }, { pairing = "unpaired" })
  check.equal(comparison.pairing, "unpaired")
  check.equal(comparison.correlation, nil)
end

function test.scores_that_are_no_0_or_1_have_no_discordant_items()
  local comparison = core.difference({ 0.5, 0.25, 1 }, { 0.25, 0.5, 0.5 })
  check.equal({ comparison.only_a, comparison.only_b, comparison.exact_p }, {})
end

function test.power_widens_the_detectable_effect()
  local options = { power = 0.9 }
  local a, b = { 1, 0.5, 0.25, 0, 1 }, { 0.5, 0.5, 0, 0.25, 0.5 }
  check.equal(core.difference(a, b, options).mde > core.difference(a, b).mde, true)
end

-- ---- proportions ------------------------------------------------------------------------------------------------

function test.proportion_intervals()
  local lower, upper = core.proportion_interval(0, 10, "clopper_pearson")
  check.near(lower, 0)
  check.near(upper, 1 - 0.025 ^ (1 / 10))
  lower, upper = core.proportion_interval(5, 10, "wald", 0.9)
  check.near(upper - lower, 2 * core.dist.normal_quantile(0.95) * math.sqrt(0.025))
  check.near(core.proportion_interval(5, 10, "wilson"), 0.236593090512564, 1e-9)
  check.raises("bad argument #3 to 'proportion_interval' (string expected, got nil)", core.proportion_interval, 5, 10)
end

function test.paired_proportions()
  local result = core.paired_proportions(3, 2, 0, 5)
  check.near(result.difference, 0.2)
  check.near(result.se, math.sqrt(2 - 4 / 10) / 10)
  check.near(result.exact_p, 0.5)
  check.near(result.mid_p, 0.25)
  check.near(result.chi_square, 2)
  check.near(result.chi_square_p, core.dist.chi_square_cdf(2, 1, "upper"))
  check.near(result.chi_square_corrected_p, core.dist.chi_square_cdf(0.5, 1, "upper"))
  check.equal(result.tango.lo < 0.2 and result.tango.hi > 0.2, true)
  check.equal(result.newcombe.lo < 0.2 and result.newcombe.hi > 0.2, true)
end

function test.no_discordant_item_leaves_p_undefined()
  check.equal(core.paired_proportions(3, 0, 0, 5).mid_p, nil)
end

function test.two_proportions()
  local result = core.two_proportions(5, 10, 2, 10)
  local se, pooled = math.sqrt(0.041), math.sqrt(2 * 0.35 * 0.65 / 10)
  check.near(result.difference, 0.3)
  check.near(result.wald.lo, 0.3 - core.dist.normal_quantile(0.975) * se)
  check.near(result.wald.hi, 0.3 + core.dist.normal_quantile(0.975) * se)
  check.near(result.z_pooled_p, 2 * core.dist.normal_cdf(0.3 / pooled, "upper"))
  for _, method in ipairs({ "newcombe", "agresti_caffo", "miettinen_nurminen" }) do
    check.equal(result[method].lo < 0.3 and result[method].hi > 0.3, true)
  end
  check.near(core.two_proportions(3, 3, 0, 3).fisher_p, 0.1) -- 2 / C(6, 3)
end

-- ---- many comparisons -------------------------------------------------------------------------------------------

function test.adjusted_p_values()
  local function near_all(found, expected)
    check.equal(#found, #expected)
    for i, p in ipairs(expected) do check.near(found[i], p) end
  end
  near_all(core.adjust({ 0.01, 0.04, 0.03 }), { 0.03, 0.06, 0.06 })
  near_all(core.adjust({ 0.01, 0.04, 0.03 }, "bonferroni"), { 0.03, 0.12, 0.09 })
  near_all(core.adjust({ 0.01, 0.04, 0.03 }, "bh"), { 0.03, 0.04, 0.04 })
end

function test.undefined_p_values_stay_and_do_not_count()
  local adjusted = core.adjust({ 0.01, false, 0.03 }, "bonferroni")
  check.near(adjusted[1], 0.02)
  check.equal(adjusted[2], false)
  check.near(adjusted[3], 0.06)
end

function test.names_are_those_that_options_take()
  for _, name in ipairs(require("whisker.core").names.adjustment) do
    check.equal(type(core.adjust({ 0.5 }, name)[1]), "number")
  end
  check.equal(core.names.variance[1], "clt")
  local seen = {}
  for _, list in pairs(core.names) do
    for _, name in ipairs(list) do
      check.equal(seen[list] and seen[list][name], nil)
      seen[list] = seen[list] or {}
      seen[list][name] = true
    end
  end
end

return test
