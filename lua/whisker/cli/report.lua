-- whisker report LOGS...: what the scores are worth, no config needed.

local analysis = require("whisker.analysis")
local output = require("whisker.cli.output")
local settings = require("whisker.cli.settings")

local command = {
  name = "report",
  usage = "report LOGS... [options]",
  about = "What the scores in these logs are worth: standard errors, intervals, paired differences.\n" ..
    "LOGS are files or folders of a format that `whisker formats` lists. No config is needed.",
  options = settings.options(settings.common),
}

--- Read, analyse, write: what `report` and `compare` share.
function command.work(given, pair, terminal, suggest_keys)
  local config, problem = settings.config(given, pair)
  if not config then return nil, problem, "bad option" end
  local log, message, code = analysis.read(config, terminal.progress)
  if not log then return nil, message, code end
  config.few_pairs, config.suggest_keys = not pair, suggest_keys
  local results
  results, message, code = analysis.run(config, log, terminal.progress)
  if not results then return nil, message, code end
  if pair and #results.comparisons == 0 then
    results.notes[#results.notes + 1] = "one run a task, so there is nothing to compare"
  end
  local done
  local printed = {}
  done, message = output.results(results, { to = given.to, format = given.format, columns = given.columns,
    template = config.report.template, printed = printed }, terminal)
  output.printed(printed)
  if not done then return nil, message, "bad option" end
  return 0
end

function command.run(given, terminal)
  return command.work(given, nil, terminal, true)
end

return command
