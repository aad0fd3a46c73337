-- Intervals that are made by resampling, by name: `estimate = { interval = "bootstrap_bca", replicates = 10000, seed = 1 }`.
-- The standard error stays that of the variance; what the replicates say of it stands in `resampling`.

local attempt = require("whisker.attempt")

local resampled = {}

--- Names in a config, to the kind of bootstrap; false: the default kind; "wild": the wild cluster bootstrap-t.
local kinds = {
  bootstrap = false, bootstrap_percentile = "percentile", bootstrap_basic = "basic", bootstrap_normal = "normal",
  bootstrap_bca = "bca", bootstrap_studentized = "studentized", wild = "wild",
}

resampled.names = { "bootstrap", "bootstrap_percentile", "bootstrap_basic", "bootstrap_normal", "bootstrap_bca",
  "bootstrap_studentized", "wild" }

--- Is this the name of an interval by resampling?
function resampled.is_one(name) return name ~= nil and kinds[name] ~= nil end

local function options_of(chosen, kind, range, level)
  local options = { replicates = chosen.replicates, seed = chosen.seed, level = level, low = range and range[1],
    high = range and range[2] }
  if kind ~= "wild" then options.kind = kind or nil end
  return options
end

--- What a reader who checks must know: the method, its seed and how many replicates.
local function record(found, kind)
  if kind == "wild" then
    return { method = "wild_cluster_bootstrap_t", kind = found.weights, exact = found.enumerated,
      replicates = found.draws, seed = found.seed, units = found.n_clusters, se = found.se }
  end
  return { method = "bootstrap", kind = found.kind, exact = found.exact, replicates = found.replicates,
    seed = found.seed, units = found.n_units, se = found.se, bias = found.bias,
    monte_carlo_error = found.monte_carlo_error }
end

--- The interval of a run's score, or with `b` of the difference of two runs.
---@param design whisker.Design
---@param name string of the interval
---@param chosen { replicates: integer?, seed: integer? }
---@param range number[]? of what is estimated
---@param level number
---@param a integer run
---@param b integer?
---@return table? made { lo, hi, notes, resampling }, string? message, string? code
function resampled.interval(design, name, chosen, range, level, a, b)
  local kind = kinds[name]
  local options = options_of(chosen, kind, range, level)
  local found, message, code
  if kind == "wild" and b then
    found, message, code = attempt.call(design.wild_difference, design, a, b, options)
  elseif kind == "wild" then
    found, message, code = attempt.call(design.wild_mean, design, a, options)
  elseif b then
    found, message, code = attempt.call(design.bootstrap_difference, design, a, b, options)
  else
    found, message, code = attempt.call(design.bootstrap, design, a, options)
  end
  if not found then return nil, message, code end
  return { lo = found.lo, hi = found.hi, notes = found.notes, resampling = record(found, kind) }
end

return resampled
