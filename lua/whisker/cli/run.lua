-- whisker run CONFIG [k=v...]: a config script.

local analysis = require("whisker.analysis")
local config = require("whisker.config")
local output = require("whisker.cli.output")
local settings = require("whisker.cli.settings")

local command = {
  name = "run",
  usage = "run CONFIG.lua [name=value...] [options]",
  about = "Run a config script. name=value pairs reach it as the table `arguments`.\n" ..
    "Exit status 1 when its gate fails. What it prints goes to stderr.",
  options = settings.options({ "format", "template", "to", "extension", "columns", "quiet",
    "untrusted", "memory", "seconds" }),
}

local function split_words(given)
  local path, arguments = nil, {}
  for _, word in ipairs(given) do
    local name, value = word:match("^([%a_][%w_]*)=(.*)$")
    if name then
      arguments[name] = value
    elseif path then
      return nil, ("one config at a time: '%s' and '%s'"):format(path, word)
    else
      path = word
    end
  end
  if not path then return nil, "name a config: whisker run CONFIG.lua" end
  return path, arguments
end

local function analyse(path, arguments, printed, terminal)
  local checked, message, code = config.read(path, arguments, printed)
  if not checked then return nil, message, code end
  local log, results
  log, message, code = analysis.read(checked, terminal.progress)
  if not log then return nil, message, code end
  results, message, code = analysis.run(checked, log, terminal.progress)
  if not results then return nil, message, code end
  return checked, results
end

function command.run(given, terminal)
  local path, arguments = split_words(given)
  if not path then return nil, arguments, "bad option" end
  local printed = {}
  local checked, results, code = analyse(path, arguments, printed, terminal)
  if not checked then
    output.printed(printed)
    return nil, results, code
  end
  local done, message = output.results(results, { to = given.to or checked.report.to, columns = given.columns,
    format = given.format or checked.report.format, template = given.template or checked.report.template,
    printed = printed }, terminal)
  output.printed(printed)
  if not done then return nil, message, "bad option" end
  return results.gate and not results.gate.passed and 1 or 0
end

return command
