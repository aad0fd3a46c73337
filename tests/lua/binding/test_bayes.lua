-- core.paired_bayes and core.unpaired_bayes.
local check = require("check")
local core = require("whisker.core")

local test = check.tests()

-- 25 to 0 in a table of four probabilities: P[Beta(4, 1) < 1/2] = (1/2)^4, and half of McNemar's mid-p.
function test.the_four_cells()
  local found = core.paired_bayes(5, 3, 0, 2, { model = "dirichlet" })
  check.near(found.a_better, 0.9375)
  check.near(found.b_better, 0.0625)
  check.near(found.b_better, core.paired_proportions(5, 3, 0, 2).mid_p / 2)
  check.near(found.value, 3 / 14)
  check.equal({ found.model, found.level }, { "dirichlet", 0.95 })
end

-- Against 4 million draws from the prior, weighed (600,000 effective ones): .95673, [-.04338, .58098], mean .27632.
function test.the_latent_model_is_the_default()
  local found = core.paired_bayes(5, 3, 0, 2)
  check.equal(found.model, "latent")
  check.near(found.a_better, 0.95673, 0.002)
  check.near(found.lo, -0.04338, 0.01)
  check.near(found.hi, 0.58098, 0.003)
  check.near(found.value, 0.27632, 0.002)
  check.equal(core.paired_bayes(5, 3, 0, 2, { correlation_a = 4, correlation_b = 2 }), found)
  local any = core.paired_bayes(5, 3, 0, 2, { correlation_a = 1, correlation_b = 1, level = 0.5 })
  check.equal(any.level, 0.5)
  check.equal(any.a_better ~= found.a_better and any.lo > found.lo, true)
end

-- Beta(2, 1) against Beta(1, 2): P = 5/6, mean 1/3.
function test.independent_proportions()
  local found = core.unpaired_bayes(1, 1, 0, 1)
  check.near(found.a_better, 5 / 6, 1e-9)
  check.near(found.value, 1 / 3, 1e-9)
  check.equal(found.model, "beta")
  check.equal(core.unpaired_bayes(1, 1, 0, 1, 0.5).lo > found.lo, true)
end

function test.misuse_and_no_data()
  local found, message, code = core.paired_bayes(0, 0, 0, 0)
  check.equal({ found, type(message), code }, { nil, "string", "no data" })
  check.raises("bad argument #2 to 'paired_bayes' (integer expected, got nil)", core.paired_bayes, 1)
  check.raises("bad argument #5 to 'paired_bayes' (unknown model 'beta'; there are latent, dirichlet)",
    core.paired_bayes, 1, 1, 1, 1, { model = "beta" })
  check.raises("bad argument #5 to 'paired_bayes' (a level lies between 0 and 1)", core.paired_bayes, 1, 1, 1, 1,
    { level = 2 })
  check.raises("bad argument #1 to 'unpaired_bayes' (successes lie between 0 and the number of trials, at least 1)",
    core.unpaired_bayes, 3, 2, 0, 1)
  check.raises("bad argument #5 to 'unpaired_bayes' (a level lies between 0 and 1)", core.unpaired_bayes, 1, 2, 0, 1, 2)
end

return test
