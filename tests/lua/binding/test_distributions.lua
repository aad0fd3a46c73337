-- core.dist, against values in closed form.
local check = require("check")
local dist = require("whisker.core").dist

local test = check.tests()

function test.normal()
  check.near(dist.normal_cdf(0), 0.5)
  check.near(dist.normal_quantile(0.975), 1.959963984540054)
end

function test.t_with_one_degree_of_freedom_is_cauchy()
  check.near(dist.t_cdf(1, 1), 0.75)
  check.near(dist.t_quantile(0.975, 1), math.tan(math.pi * 0.475))
end

function test.chi_square_with_two_is_exponential()
  check.near(dist.chi_square_cdf(2, 2), 1 - math.exp(-1))
  check.near(dist.chi_square_quantile(0.5, 2), 2 * math.log(2))
end

function test.f_with_two_and_two()
  check.near(dist.f_cdf(3, 2, 2), 0.75)
  check.near(dist.f_quantile(0.75, 2, 2), 3)
end

function test.gamma_with_shape_one_is_exponential()
  check.near(dist.gamma_cdf(3, 1, 2), 1 - math.exp(-1.5))
  check.near(dist.gamma_quantile(0.5, 1, 2), 2 * math.log(2))
end

function test.beta()
  check.near(dist.beta_cdf(0.25, 1, 1), 0.25)
  check.near(dist.beta_cdf(0.5, 2, 1), 0.25)
  check.near(dist.beta_quantile(0.25, 2, 1), 0.5)
end

function test.binomial()
  check.near(dist.binomial_pmf(1, 2, 0.5), 0.5)
  check.near(dist.binomial_cdf(1, 2, 0.5), 0.75)
  check.equal(dist.binomial_quantile(0.6, 2, 0.5), 1)
end

function test.tails()
  check.near(dist.t_quantile(0.025, 1, "upper"), math.tan(math.pi * 0.475))
  check.near(dist.chi_square_cdf(2, 2, "upper"), math.exp(-1))
  check.near(dist.chi_square_cdf(2000, 2, "upper log"), -1000)
  check.near(dist.normal_cdf(0, "log"), -math.log(2))
  check.near(dist.normal_cdf(0, "lower"), 0.5)
end

function test.undefined_is_nil()
  check.equal(dist.t_cdf(1, -1), nil)
  check.equal(dist.normal_cdf(nil), nil)
  check.equal(dist.normal_quantile(2), nil)
end

function test.misuse()
  check.raises("bad argument #1 to 'normal_cdf' (number expected, got string)", dist.normal_cdf, "0")
  check.raises("bad argument #2 to 'normal_cdf' (unknown tail 'uper'; did you mean 'upper'?)", dist.normal_cdf, 0, "uper")
  check.raises("bad argument #3 to 't_cdf' (string expected, got boolean)", dist.t_cdf, 0, 1, true)
end

return test
