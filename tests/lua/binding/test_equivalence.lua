-- core.equivalence: two one-sided tests by hand.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

function test.between_margins()
  local found = core.equivalence({ value = 0.01, se = 0.01, df = 20, low = -0.04, high = 0.03 })
  check.near(found.p_lower, core.dist.t_cdf(5, 20, "upper"))
  check.near(found.p_upper, core.dist.t_cdf(-2, 20))
  check.near(found.p, found.p_upper)
  check.near(found.p_inferior, core.dist.t_cdf(5, 20))
  check.near(found.p_superior, core.dist.t_cdf(1, 20, "upper"))
  check.near(found.hi, 0.01 + 0.01 * core.dist.t_quantile(0.95, 20), 1e-10)
  check.equal({ found.verdict, found.alpha, found.low, found.high }, { "equivalent", 0.05, -0.04, 0.03 })
end

function test.one_margin_and_the_normal_law()
  local found = core.equivalence({ value = 0.01, se = 0.01, low = -0.02, alpha = 0.025 })
  check.near(found.p, core.dist.normal_cdf(3, "upper"))
  check.equal({ found.verdict, found.high }, { "not_inferior", math.huge })
  check.equal(core.equivalence({ value = -0.1, se = 0.01, low = -0.02 }).verdict, "inferior")
  check.equal(core.equivalence({ value = -0.02, se = 0.01, low = -0.02 }).verdict, "undecided")
  check.equal(core.equivalence({ value = 0.1, se = 0.01, low = -0.02, high = 0.02 }).verdict, "superior")
end

function test.an_estimate_without_a_standard_error()
  local found = core.equivalence({ value = 0.01, low = -0.02 })
  check.equal({ found.verdict, found.p, found.lo }, { "undecided" })
end

function test.misuse()
  check.raises("bad argument #1 to 'equivalence' (table expected, got nil)", core.equivalence)
  check.raises("bad argument #1 to 'equivalence' (a test of equivalence needs 'low', the margin below 0)",
    core.equivalence, { value = 1, se = 1 })
  check.raises("bad argument #1 to 'equivalence' (unknown option 'hihg'; did you mean 'high'?)", core.equivalence,
    { value = 1, se = 1, low = -1, hihg = 1 })
  check.raises("bad argument #1 to 'equivalence' (the margins lie on either side of 0: a finite low <= 0 and a " ..
    "high >= 0, and not both are 0)", core.equivalence, { value = 1, se = 1, low = 1, high = 2 })
end

return test
