-- whisker report LOGS...: what the scores are worth, no config needed.

local analysis = require("whisker.analysis")
local output = require("whisker.cli.output")
local settings = require("whisker.cli.settings")

local most_runs_compared = 5

local command = {
  name = "report",
  usage = "report LOGS... [options]",
  about = "What the scores in these logs are worth: standard errors, intervals, paired differences.\n" ..
    "LOGS are files or folders of a format that `whisker formats` lists. No config is needed.",
  options = settings.options(settings.common),
}

--- All pairs of a few runs; with many, only what a baseline asks for.
local function few_pairs(config, results)
  local most = 0
  for _, group in ipairs(results.groups) do most = math.max(most, #group.scores) end
  if config.pair == "none" and most > 1 then
    results.notes[#results.notes + 1] = ("%d runs, so no pairs are compared: name one with --baseline RUN, or use " ..
      "`whisker compare` for all pairs"):format(most)
  end
end

--- Read, analyse, write: what `report` and `compare` share.
function command.work(given, pair, terminal, suggest_keys)
  local config, problem = settings.config(given, pair)
  if not config then return nil, problem, "bad option" end
  local log, message, code = analysis.read(config, output.progress(terminal))
  if not log then return nil, message, code end
  if not config.pair then
    config.pair = #log.table:distinct("run", 1, log.table:rows()) <= most_runs_compared and "all" or "none"
  end
  local results
  config.suggest_keys = suggest_keys
  results, message, code = analysis.run(config, log)
  if not results then return nil, message, code end
  few_pairs(config, results)
  local done
  done, message = output.results(results, { to = given.to, format = given.format, columns = given.columns }, terminal)
  if not done then return nil, message, "bad option" end
  return 0
end

function command.run(given, terminal)
  return command.work(given, nil, terminal, true)
end

return command
