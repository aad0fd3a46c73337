-- What scores and differences would read by other methods: with and without clusters, paired and not, other corrections,
-- other intervals. Reports that show it ask for it; nobody else pays.

local attempt = require("whisker.attempt")
local behind = require("whisker.behind")
local core = require("whisker.core")
local scores = require("whisker.scores")

local sensitivity = {}

-- ---- scores -------------------------------------------------------------------------------------------------

local clustered_variances, interval_names = { "clt", "cr1", "cr3" },
  { "t", "normal", "jeffreys", "wilson", "clopper_pearson", "clustered_wilson", "korn_graubard" }

local function options(from, changes)
  local list = scores.options(from.config, from.group, nil)
  for name, value in pairs(changes) do list[name] = value end
  return list
end

local function variances_of(from, score)
  local list = {}
  for _, name in ipairs(#from.group.keys > 0 and clustered_variances or {}) do
    local made = name ~= score.method and attempt.call(from.group.design.mean, from.group.design, score.index,
      options(from, { variance = name }))
    if made and made.se then list[#list + 1] = { name = name, se = made.se } end
  end
  return list
end

--- The intervals that the data allow; those that ask for independent items are refused where there are clusters.
local function intervals_of(from, score)
  local list = {}
  for _, name in ipairs(interval_names) do
    local made = name ~= score.interval and attempt.call(from.group.design.mean, from.group.design, score.index,
      options(from, { interval = name }))
    if made and made.lo and made.interval == name then
      list[#list + 1] = { name = name, low = made.lo, high = made.hi }
    end
  end
  return list
end

-- ---- differences --------------------------------------------------------------------------------------------

local function difference_by(from, comparison, name, changes)
  local made = attempt.call(from.group.design.difference, from.group.design, comparison.places[1], comparison.places[2],
    options(from, changes))
  local difference = made and made.difference
  if not difference or not difference.se then return nil end
  return { name = name, se = difference.se, low = difference.lo, high = difference.hi }
end

--- As if each run had been asked items of its own.
local function unpaired(comparison)
  local se, df = comparison.se_unpaired, comparison.df
  if comparison.pairing ~= "paired" or not se then return nil end
  local upper = 1 - (1 - comparison.level) / 2
  local reach = se * (df and core.dist.t_quantile(upper, df) or core.dist.normal_quantile(upper))
  return { name = "unpaired", se = se, low = comparison.difference - reach, high = comparison.difference + reach }
end

local function alternatives_of(from, comparison)
  local list = {}
  if #from.group.keys > 0 then
    for _, name in ipairs(clustered_variances) do
      list[#list + 1] = name ~= comparison.method and difference_by(from, comparison, name, { variance = name,
        interval = "t" }) or nil
    end
  elseif comparison.interval ~= "t" then
    list[#list + 1] = difference_by(from, comparison, "t", { interval = "t" })
  end
  list[#list + 1] = unpaired(comparison)
  return list
end

-- ---- the whole ----------------------------------------------------------------------------------------------

---@class whisker.Sensitivity
---@field scores { run: string, variances: whisker.OtherError[], intervals: whisker.OtherInterval[] }[] as in the group
---@field comparisons whisker.OtherError[][] as in the group
---@alias whisker.OtherError { name: string, se: number, low: number?, high: number? }
---@alias whisker.OtherInterval { name: string, low: number, high: number }

--- How the numbers of a group would read by other methods; nothing for statistics that are no means, and for error
--- bars of these very items.
---@param record table a group of results
---@return whisker.Sensitivity?
function sensitivity.of(record)
  local from = behind.source(record)
  if not from or from.group.statistic.kind ~= "mean" or record.fixed then return nil end
  local found = { scores = {}, comparisons = {} }
  for i, score in ipairs(record.scores) do
    found.scores[i] = { run = score.run, variances = variances_of(from, score), intervals = intervals_of(from, score) }
  end
  for i, comparison in ipairs(record.comparisons) do
    found.comparisons[i] = comparison.places and alternatives_of(from, comparison) or {}
  end
  return found
end

return sensitivity
