-- What is estimated of a run, by name: `estimate = { statistic = "pass@5" }`. The mean of the item scores unless a config
-- says otherwise.
--
--   mean
--   pass@K, pass^K, majority@K       what K draws achieve, from all draws of an item
--   g_pass@K:SHARE, mg_pass@K        at least a share of K draws passes
--   median, p95, p99.9               quantiles of the item scores
--   perplexity, f1, ...              a function of the means of several metrics: `columns` says which metric is which

local attempt = require("whisker.attempt")
local core = require("whisker.core")
local extensions = require("whisker.extensions")
local suggest = require("whisker.suggest")

local statistics = {}

---@class whisker.Statistic
---@field name string
---@field kind "mean"|"pass"|"quantile"|"columns"
---@field options table? of pass and quantile
---@field which any of columns: what core.summary takes
---@field columns string[]? their names

local pass_kinds = { ["pass@"] = "pass_at", ["pass^"] = "pass_all", ["majority@"] = "majority", ["mg_pass@"] = "mg_pass",
  ["g_pass@"] = "g_pass" }

local function parse_pass(name)
  local word, k, share = name:match("^([%l_]+[@^])(%d+):?([%d.]*)$")
  local kind = word and pass_kinds[word]
  if not kind then return nil end
  if (kind == "g_pass") ~= (share ~= "") then return nil end
  return { name = name, kind = "pass", options = { kind = kind, k = tonumber(k), share = core.number_parse(share) } }
end

local function parse_quantile(name)
  if name == "median" then return { name = name, kind = "quantile", options = { q = 0.5 } } end
  local percent = core.number_parse(name:match("^p([%d.]+)$") or "")
  if not percent or percent <= 0 or percent >= 100 then return nil end
  return { name = name, kind = "quantile", options = { q = percent / 100 } }
end

local function find_columns(name)
  for _, entry in ipairs(core.statistics()) do
    if entry.name == name then
      return { name = name, kind = "columns", which = name, columns = entry.columns, direction = entry.direction,
        low = entry.low, high = entry.high }
    end
  end
  local extension, entry = extensions.statistic(name)
  if extension then return { name = name, kind = "columns", which = { extension, name }, columns = entry.columns } end
end

local function known_names()
  local list = { "mean", "pass@1", "pass^1", "majority@1", "g_pass@1:0.5", "mg_pass@1", "median", "p95" }
  for _, entry in ipairs(core.statistics()) do list[#list + 1] = entry.name end
  return list
end

--- A statistic by name.
---@param name string?
---@return whisker.Statistic?, string? message
function statistics.named(name)
  if name == nil or name == "mean" then return { name = "mean", kind = "mean" } end
  local found = parse_pass(name) or parse_quantile(name) or find_columns(name)
  if found then return found end
  return nil, ("'%s' is no known statistic%s (there are pass@K, pass^K, majority@K, g_pass@K:SHARE, median, p95, %s)")
    :format(name, suggest.hint(name, known_names()), table.concat(known_names(), ", ", 9))
end

-- ---- estimates --------------------------------------------------------------------------------------------------

--- The item scores of the metrics that a statistic of columns takes.
---@param statistic whisker.Statistic
---@param metrics table<string, string> column to metric
---@param scores_of fun(metric: string): (number|false)[]?
local function columns_of(statistic, metrics, scores_of)
  local columns = {}
  for _, column in ipairs(statistic.columns) do
    local metric = metrics[column] or column
    columns[column] = scores_of(metric)
    if not columns[column] then
      return nil, ("estimate: '%s' takes the columns %s, and these logs have no metric '%s'; say which is which: " ..
        "columns = { %s = \"...\" }"):format(statistic.name, table.concat(statistic.columns, ", "), metric, column),
        "bad option"
    end
  end
  return columns
end

--- The statistic of a run, with its standard error and interval.
---@param statistic whisker.Statistic
---@param group whisker.Group
---@param run integer
---@param options table variance, interval, level, low, high
---@param columns { metrics: table<string, string>, scores_of: function } where a statistic of columns finds them
---@return whisker.Estimate?, string? message, string? code
function statistics.estimate(statistic, group, run, options, columns)
  local design = group.design
  if statistic.kind == "mean" then return attempt.call(design.mean, design, run, options) end
  local asked = { variance = options.variance, interval = options.interval, level = options.level }
  for key, value in pairs(statistic.options or {}) do asked[key] = value end
  if statistic.kind == "pass" then return attempt.call(design.pass_at, design, run, asked) end
  if statistic.kind == "quantile" then
    asked.low, asked.high = options.low, options.high
    return attempt.call(design.quantile, design, run, asked)
  end
  local found, message, code = columns_of(statistic, columns.metrics, function(metric)
    return columns.scores_of(metric, run)
  end)
  if not found then return nil, message, code end
  return attempt.call(design.summary, design, statistic.which, found, asked)
end

--- Item scores whose mean the statistic is, so that two runs can be compared by them; nil when it is no such mean.
---@return (number|false)[]? scores
function statistics.item_scores(statistic, group, run)
  if statistic.kind == "mean" then return group.design:scores(run) end
  if statistic.kind == "pass" then return (attempt.call(group.design.pass_scores, group.design, run, statistic.options)) end
end

return statistics
