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

function test.clusters_are_solved_for_and_given()
  local question = { solve = "clusters", effect = 0.1, variance = 0.25, cluster_size = 5, icc = 0.5 }
  local answer = core.plan(question)
  check.near(answer.items, 3 * z * z * 0.25 / 0.01)
  check.near(answer.clusters, answer.items / 5)
  check.near(core.plan({ solve = "effect", clusters = answer.clusters, variance = 0.25, cluster_size = 5,
    icc = 0.5 }).effect, 0.1, 1e-10)
end

-- Sizes 1, 1, 1, 5: mean 2, 28/8 items a unit.
function test.sizes_of_clusters()
  local answer = core.plan({ solve = "effect", items = 2000, variance = 0.25, sizes = { 1, 1, 1, 5 }, icc = 0.4 })
  check.near(answer.cluster_size, 2)
  check.near(answer.cluster_size * (1 + answer.cluster_variation ^ 2), 3.5)
  check.near(answer.design_effect, 2)
  check.near(answer.effect, z * math.sqrt(0.25 * 2 / 2000))
end

function test.an_answer_is_a_question()
  local answer = core.plan({ solve = "items", effect = 0.1, variance = 0.25, cluster_size = 5, icc = 0.5 })
  check.equal(core.plan(answer), answer)
end

-- scipy's nct: with 9 df the power is 80% at 3.1493 standard errors
function test.few_items_by_the_noncentral_t()
  local effect = core.plan({ solve = "effect", items = 11, variance = 0.25 }).effect
  check.near(effect, 3.1099710408565775 * 0.5 / math.sqrt(11), 1e-10)
end

function test.curve()
  local question = { effect = 0.05, variance = 0.1 }
  local curve = core.plan_curve(question, { 0.5, 100, 400 })
  check.equal({ #curve, curve[1].items, curve[1].effect, curve[1].power }, { 3, 0.5, nil, nil })
  check.near(curve[3].effect, z * math.sqrt(0.1 / 400))
  check.near(curve[3].power, core.plan({ solve = "power", items = 400, effect = 0.05, variance = 0.1 }).power)
  check.equal(core.plan_curve({ variance = 0.1 }, { 400 })[1].power, nil)
end

-- ---- from a pilot -------------------------------------------------------------------------------------------------

--- Numbers between 0 and 1: the minimal standard generator of Park and Miller.
local function random(seed)
  return function()
    seed = seed * 16807 % 2147483647
    return seed / 2147483647
  end
end

--- Two runs on n items of all difficulties, so many draws each, in passages of four that are alike.
local function pilot_design(n, draws)
  local lines, draw_number = {}, random(20240607)
  local passage
  for i = 1, n do
    if i % 4 == 1 then passage = draw_number() end
    for _, run in ipairs({ "a", "b" }) do
      local chance = (draw_number() + passage * (run == "a" and 1 or 0)) / (run == "a" and 2 or 1)
      for draw = 1, draws do
        local right = draw_number() < chance
        lines[#lines + 1] = ('{"run":"%s","item":"i%d","draw":"%d","passage":"p%d","score":%d}'):format(run, i, draw,
          math.floor((i - 1) / 4), right and 1 or 0)
      end
    end
  end
  local tbl, fields = core.table(), { { path = "score", kind = "real" } }
  for _, name in ipairs({ "run", "item", "draw", "passage" }) do
    fields[#fields + 1] = { path = name, kind = "symbol" }
  end
  tbl:scan_text("pilot", table.concat(lines, "\n"), fields)
  return core.design(tbl, { score = "score", run = "run", item = "item", draw = "draw" })
end

function test.a_plan_at_the_pilot_finds_what_the_comparison_does()
  local design = pilot_design(440, 2)
  for _, clustered in ipairs({ false, true }) do
    if clustered then design:cluster_by_column(1, "passage") end
    local question, basis = design:pilot(1, 2, { solve = "effect", items = 440 })
    local answer = core.plan(question)
    local comparison = design:difference(1, 2)
    check.near(basis.se, comparison.difference.se)
    check.near(basis.difference, comparison.difference.value)
    check.equal(basis.n_clusters, clustered and 110 or 440)
    check.near(question.draws_a, 2)
    if basis.icc_raw == nil or basis.icc_raw >= 0 then check.near(answer.effect, comparison.mde, 1e-11) end
    local low, high = core.plan_range(answer, basis)
    check.equal(low < answer.effect and answer.effect < high, true)
  end
end

function test.a_pilot_fills_what_is_not_said()
  local question, basis = pilot_design(60, 1):pilot(1, 2, { solve = "items", effect = 0.1, draws_a = 4 })
  check.equal({ question.draws_a, question.within_a, question.solve }, { 4, 0, "items" })
  check.equal(basis.notes, { "no_repeats" })
  check.equal(basis.level, 0.95)
  local _, wide = pilot_design(60, 1):pilot(1, 2, nil, 0.999)
  check.equal(wide.variance_high > basis.variance_high, true)
end

function test.a_pilot_without_a_difference()
  local design = pilot_design(60, 1)
  local question, message, code = design:pilot(1, 1)
  check.equal(question, nil)
  check.holds(message, "differ by the same on every item")
  check.equal(code, "no data")
end

-- ---- by simulation ------------------------------------------------------------------------------------------------

function test.simulation()
  local answer = core.plan({ solve = "items", effect = 0.1, variance = 0.15, within_a = 0.1, within_b = 0.1 })
  for _, kind in ipairs({ "normal", "binary" }) do
    local trial = core.plan_simulate(answer, { scores = kind, replicates = 600, seed = 3, threads = 2 })
    check.equal(math.abs(trial.power - trial.expected_power) < 4 * trial.power_error, true, kind)
    check.equal(math.abs(trial.false_alarms - 0.05) < 4 * trial.false_alarms_error, true, kind)
    check.equal(trial, core.plan_simulate(answer, { scores = kind, replicates = 600, seed = 3, threads = 1 }))
  end
  local given = core.plan_simulate(core.plan({ solve = "power", items = 90, effect = 0.1, variance = 0.15, cluster_size = 3,
    icc = 0.2 }), { sizes = { 2, 4 }, replicates = 50 })
  check.equal({ given.n_clusters, given.n_items, given.replicates }, { 30, 90, 50 })
end

function test.no_answer_is_a_data_problem()
  local answer, message, code = core.plan({ solve = "draws", items = 10, effect = 0.01, variance = 0.25, within_a = 0.1,
    within_b = 0.1 })
  check.equal(answer, nil)
  check.equal(type(message), "string")
  check.equal(code, "no data")
end

function test.misuse()
  check.raises("bad argument #1 to 'plan' (a plan needs 'solve': items, effect, power, draws or clusters)", core.plan,
    { items = 100 })
  check.raises("bad argument #1 to 'plan' (unknown solve 'efect'; did you mean 'effect'?)", core.plan, { solve = "efect" })
  check.raises("bad argument #1 to 'plan' (option 'items' must be a number, got string)", core.plan,
    { solve = "effect", items = "100" })
  check.raises("bad argument #1 to 'plan' (table expected, got nil)", core.plan)
  check.raises("bad argument #1 to 'plan' (a cluster holds at least one item; the one of number 1 does not)", core.plan,
    { solve = "effect", items = 100, variance = 0.1, sizes = { 1, 0 } })
  check.raises("bad argument #1 to 'plan' (element 2 of 'sizes' must be a whole number)", core.plan,
    { solve = "effect", items = 100, variance = 0.1, sizes = { 1, 1.5 } })
  check.raises("bad argument #2 to 'plan_curve' (table expected, got nil)", core.plan_curve, { variance = 0.1 })
  check.raises("bad argument #1 to 'plan_simulate' (a plan is solved before it is simulated)", core.plan_simulate,
    { variance = 0.1, items = 10 })
  check.raises("bad argument #2 to 'plan_simulate' (unknown scores 'binry'; did you mean 'binary'?)",
    core.plan_simulate, { variance = 0.1, items = 10 }, { scores = "binry" })
  check.raises("bad argument #2 to 'plan_range' (table expected, got nil)", core.plan_range, { variance = 0.1 })
end

return test
