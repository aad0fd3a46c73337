-- whisker: honest error bars for evaluations, from Lua.
--
--   local whisker = require("whisker")
--   local results = assert(whisker.run({ data = "logs/", cluster = "doc.passage_id" }))
--   io.write(whisker.text(results, "terminal"))
--
-- Data problems come back as nil, message, code; misuse raises with the argument's position.

local core = require("whisker.core")

local whisker = {
  version = core.version,
  mean = core.mean,
  difference = core.difference,
  proportion_interval = core.proportion_interval,
  paired_proportions = core.paired_proportions,
  two_proportions = core.two_proportions,
  adjust = core.adjust,
  plan = core.plan,
  dist = core.dist,
}

--- Read the logs of a config into a table of draws.
---@param config table as in a config file
---@return whisker.Log?, string? message, string? code
function whisker.read(config)
  local checked, message, code = require("whisker.config").check(config)
  if not checked then return nil, message, code end
  return require("whisker.analysis").read(checked)
end

--- Everything that a config asks for: scores, comparisons, notes, as in the JSON (schema whisker/1).
---@param config table as in a config file
---@param log whisker.Log? what whisker.read gave, when it is there already
---@return table? results, string? message, string? code
function whisker.run(config, log)
  local checked, message, code = require("whisker.config").check(config)
  if not checked then return nil, message, code end
  local analysis = require("whisker.analysis")
  if not log then
    log, message, code = analysis.read(checked)
    if not log then return nil, message, code end
  end
  return analysis.run(checked, log)
end

--- Results as text.
---@param results table
---@param format "terminal"|"markdown"|"html"|"latex"|"csv"|"json"|nil
---@param options { template: string|function|nil, columns: integer?, colour: boolean? }?
---@return string?, string? message
function whisker.text(results, format, options)
  return require("whisker.report").text(results, format or "terminal", options)
end

return whisker
