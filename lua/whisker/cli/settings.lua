-- From the options of a command line to a config.

local config = require("whisker.config")
local resampled = require("whisker.methods.resampled")

local settings = {}

local function baseline_or(given, otherwise)
  return given.baseline and { baseline = given.baseline } or otherwise
end

--- A checked config from options; words are the logs.
---@return table? config, string? message
function settings.config(given, pair)
  local data = {}
  for i, path in ipairs(given) do
    data[i] = { path = path, format = given.input_format, items = given.items, strict = given.strict,
      max_cells = given.max_cells }
  end
  if #data == 0 then return nil, "name the logs: files or folders" end
  local cluster = given.cluster
  if given.no_cluster then cluster = false end
  return config.check({
    title = given.title, data = data, cluster = cluster, pair = baseline_or(given, pair), adjust = given.adjust,
    missing = given.missing, judgement = given.judgement, target = given.target,
    tasks = given.task, metrics = given.metric, level = given.level,
    runs = given.run and { select = given.run } or nil,
    report = { template = given.template, unit = given.unit },
    estimate = { variance = given.variance, interval = given.interval, statistic = given.statistic,
      replicates = given.replicates, seed = given.seed },
    compare = { test = given.test, equivalence = given.margin, replicates = given.replicates, seed = given.seed,
      interval = resampled.is_one(given.interval) and given.interval or nil },
  }, { is_command_line = true })
end

--- The names of options, in the order of the help page.
settings.common = { "format", "template", "to", "cluster", "no_cluster", "judgement", "target", "baseline", "task", "metric",
  "run", "missing", "level", "statistic", "variance", "interval", "test", "adjust", "margin", "replicates", "seed", "unit",
  "title", "items", "strict", "max_cells", "input", "extension", "columns", "quiet", "untrusted", "memory", "seconds" }

function settings.options(names)
  local shared = require("whisker.cli.options").shared
  local list = {}
  for i, name in ipairs(names) do list[i] = shared[name] end
  return list
end

return settings
