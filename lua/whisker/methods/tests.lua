-- Tests of a difference, by name: `compare = { test = "sign_flip" }`. Without one, p is that of the interval's t.

local attempt = require("whisker.attempt")

local tests = {}

tests.names = { "t", "sign_flip", "wild", "mcnemar", "mid_p" }

local function options_of(chosen)
  return { replicates = chosen.replicates, seed = chosen.seed }
end

local made = {
  sign_flip = function(design, a, b, chosen)
    local found, message, code = attempt.call(design.sign_flip, design, a, b, options_of(chosen))
    if not found then return nil, message, code end
    return found.p, { method = found.method, exact = found.exact, replicates = found.replicates, seed = found.seed,
      units = found.n_units, smallest_p = found.smallest_p, monte_carlo_error = found.monte_carlo_error }, found.notes
  end,
  wild = function(design, a, b, chosen)
    local found, message, code = attempt.call(design.wild_difference, design, a, b, options_of(chosen))
    if not found then return nil, message, code end
    return found.p, { method = found.weights, exact = found.enumerated, replicates = found.draws, seed = found.seed,
      units = found.n_clusters, smallest_p = found.smallest_p }, found.notes
  end,
}

local of_the_table = { mcnemar = "exact_p", mid_p = "mid_p" }

--- Give a comparison the p of the test that the config chooses.
---@param design whisker.Design
---@param chosen table the config's `compare`
---@param comparison table of the results; its p, test and testing are set
---@param a integer run
---@param b integer
---@return string[]? notes, string? message, string? code
function tests.apply(design, chosen, comparison, a, b)
  local name = chosen.test
  comparison.test = name
  if name == nil or name == "t" then return {} end
  local field = of_the_table[name]
  if field then
    comparison.p = comparison[field]
    if comparison.p == nil then
      return nil, ("compare: the test '%s' is for 0/1 scores of one draw each, without clusters; '%s of %s' is not: use " ..
        "sign_flip, which is McNemar's exact test where that applies"):format(name, comparison.metric, comparison.task),
        "bad option"
    end
    return {}
  end
  local p, testing, notes = made[name](design, a, b, chosen)
  if p == nil and type(testing) == "string" then return nil, testing, notes end
  comparison.p, comparison.testing = p, testing
  return notes
end

return tests
