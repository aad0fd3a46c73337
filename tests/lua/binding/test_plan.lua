-- core.plan: Miller 2024, equation 9: n = (z_{alpha/2} + z_beta)^2 (omega^2 + s_A^2/K_A + s_B^2/K_B) / delta^2.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

local z = core.dist.normal_quantile(0.975) + core.dist.normal_quantile(0.8)

function test.items()
  local answer = core.plan({ solve = "items", effect = 0.1, variance = 0.25 })
  check.near(answer.items, z * z * 0.25 / 0.01)
  check.equal(answer.solve, "items")
  check.equal(answer.power, 0.8)
  check.equal(answer.alpha, 0.05)
  check.equal(answer.design_effect, 1)
  check.near(answer.clusters, answer.items)
end

function test.items_with_draws()
  local answer = core.plan({ solve = "items", effect = 0.05, variance = 0.1, within_a = 0.2, within_b = 0.3, draws_a = 2,
    draws_b = 3 })
  check.near(answer.items, z * z * (0.1 + 0.1 + 0.1) / 0.0025)
end

function test.effect()
  check.near(core.plan({ solve = "effect", items = 400, variance = 0.25 }).effect, z * 0.5 / 20)
end

function test.power()
  local answer = core.plan({ solve = "power", items = 400, effect = 0.05, variance = 0.25 })
  local reached = core.dist.normal_cdf(0.05 / 0.025 - core.dist.normal_quantile(0.975))
  check.near(answer.power, reached, 1e-4) -- the other tail adds a little
end

function test.draws()
  local answer = core.plan({ solve = "draws", items = 400, effect = 0.1, variance = 0.1, within_a = 0.3, within_b = 0.3 })
  -- 400 * 0.01 / z^2 = 0.1 + 0.6 / K
  check.near(answer.draws_a, 0.6 / (4 / (z * z) - 0.1))
  check.equal(answer.draws_a, answer.draws_b)
end

function test.clusters()
  local answer = core.plan({ solve = "items", effect = 0.1, variance = 0.25, cluster_size = 5, icc = 0.5 })
  check.near(answer.design_effect, 3)
  check.near(answer.items, 3 * z * z * 0.25 / 0.01)
  check.near(answer.clusters, answer.items / 5)
end

function test.no_answer_is_a_data_problem()
  local answer, message, code = core.plan({ solve = "draws", items = 10, effect = 0.01, variance = 0.25, within_a = 0.1,
    within_b = 0.1 })
  check.equal(answer, nil)
  check.equal(type(message), "string")
  check.equal(code, "no data")
end

function test.misuse()
  check.raises("bad argument #1 to 'plan' (a plan needs 'solve': items, effect, power or draws)", core.plan,
    { items = 100 })
  check.raises("bad argument #1 to 'plan' (unknown solve 'efect'; did you mean 'effect'?)", core.plan, { solve = "efect" })
  check.raises("bad argument #1 to 'plan' (option 'items' must be a number, got string)", core.plan,
    { solve = "effect", items = "100" })
  check.raises("bad argument #1 to 'plan' (table expected, got nil)", core.plan)
end

return test
