-- `target = "benchmark"`: these very items are all that matters, so that only the draws of each vary (METHODS 6.5). What
-- is made here stands in the place of estimates and differences for questions of the same kind.

local attempt = require("whisker.attempt")

local fixed_items = {}

--- Does a config ask for it?
function fixed_items.wanted(config) return config.target == "benchmark" end

--- What a config may not ask for beside it.
local function refusal(config)
  local compare = config.compare
  local own = { { config.estimate.interval, "estimate: 'interval'" }, { config.estimate.variance, "estimate: 'variance'" },
    { compare.interval, "compare: 'interval'" }, { compare.variance, "compare: 'variance'" },
    { compare.test ~= "t" and compare.test, "compare: 'test'" }, { compare.bayes, "compare: 'bayes'" },
    { compare.pairing == "unpaired", "compare: 'pairing'" }, { config.groups, "'groups'" }, { config.stratum, "'stratum'" },
    { config.adjust == "max_t" and config.adjust or config.adjust == "min_p" and config.adjust, "'adjust'" } }
  for _, entry in ipairs(own) do
    if entry[1] then
      return entry[2] .. " is for questions of the same kind; with target = \"benchmark\" only draws vary, and t is by their " ..
        "variances"
    end
  end
end

--- May this config have the target? Statistics other than the mean may not.
---@return true?, string? message, string? code
function fixed_items.check(config, statistic)
  if not fixed_items.wanted(config) then return true end
  local message = refusal(config)
  if message then return nil, message, "bad option" end
  if statistic.kind == "mean" then return true end
  return nil, ("target = \"benchmark\" is for means, and this is %s: its draws are used up in the statistic itself"):format(
    statistic.name), "bad option"
end

local function named(found)
  found.variance, found.interval = "draws", "t"
  return found
end

--- In the place of design:mean.
---@param group whisker.Group
---@param run integer
---@param config table
---@return table? estimate, string? message, string? code
function fixed_items.mean(group, run, config)
  local range = group.range
  local found, message, code = attempt.call(group.design.fixed_mean, group.design, run,
    { level = config.level, low = range and range[1], high = range and range[2] })
  if not found then return nil, message, code end
  return named(found)
end

local function mean_of(scores, others)
  local total, count, only = 0, 0, 0
  for i = 1, math.max(#scores, #others) do
    local both = scores[i] and others[i]
    total, count = total + (both and scores[i] or 0), count + (both and 1 or 0)
    only = only + (scores[i] and not others[i] and 1 or 0)
  end
  return total / count, only
end

--- In the place of a comparison's difference, with the fields of core's own.
---@return table? result, string? message, string? code
function fixed_items.difference(group, a, b, config)
  local range = group.range
  local found, message, code = attempt.call(group.design.fixed_difference, group.design, a, b,
    { level = config.level, low = range and range[1] - range[2], high = range and range[2] - range[1] })
  if not found then return nil, message, code end
  local of_a, of_b = group.design:scores(a), group.design:scores(b)
  local result = { difference = named(found), pairing = "paired", notes = found.notes }
  result.mean_a, result.n_a_only = mean_of(of_a, of_b)
  result.mean_b, result.n_b_only = mean_of(of_b, of_a)
  return result
end

return fixed_items
