-- The `whisker` program: which command, and what its failures mean to the shell.
--
-- Exit status: 0 done; 1 a gate failed; 2 wrong usage or config; 3 the data could not be used.

local core = require("whisker.core")
local extensions = require("whisker.extensions")
local options = require("whisker.cli.options")
local plain = require("whisker.report.plain")
local progress = require("whisker.progress")
local suggest = require("whisker.suggest")

local cli = {}

local names = { "report", "run", "compare", "plan", "keys", "init", "formats", "benchmarks", "help" }
local modules = { init = "whisker.cli.init_config" }

local summaries = [[
usage: whisker COMMAND ...

  report LOGS...           what the scores are worth, no config needed
  run CONFIG [k=v...]      a config script
  compare LOGS...          paired comparison of runs
  plan [PILOT...]          how many items, clusters or draws; what they find
  keys LOGS...             which fields could be clusters
  init LOGS... > c.lua     a config to start from
  formats | benchmarks     what is known
  help config [KEY]        what may stand in a config

`whisker COMMAND --help` says more. `whisker --version` prints the version.
]]

local usage_status, data_status = 2, 3

--- Codes that are the caller's mistake; everything else is the data's.
local usage_codes = { ["bad option"] = true, ["bad argument"] = true }

local function complain(message)
  local lines = {}
  for line in (message .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = plain.text(line) end
  message = table.concat(lines, "\n")
  local prefix = message:find("^%S+:%d+: ") and "" or "whisker: "
  io.stderr:write(prefix, message, "\n")
end

local function find_command(name)
  for _, known in ipairs(names) do
    if known == name then return require(modules[name] or "whisker.cli." .. name) end
  end
  return nil, ("unknown command '%s'%s"):format(name, suggest.hint(name, names))
end

--- The commands in the order in which they are shown.
function cli.commands()
  local list = {}
  for i, name in ipairs(names) do list[i] = find_command(name) end
  return list
end

--- The bar of the terminal, where there is one and it is wanted.
local function progress_on(terminal, given)
  if not terminal.bar or given.quiet then return progress.none end
  return progress.new(function(from, to, text) terminal.bar(from, to, text and plain.text(text)) end)
end

--- What only makes sense together, or never does.
local function contradiction(given)
  if given.untrusted and given.extension then
    return "an extension runs with your rights and takes no limits: --untrusted and --extension exclude each other"
  end
  if (given.memory or given.seconds) and not given.untrusted then
    return "--memory and --seconds are limits of --untrusted"
  end
end

local function load_extensions(list)
  for _, path in ipairs(list or {}) do
    local about, message = extensions.load(path)
    if not about then return nil, message, "bad option" end
  end
  return true
end

---@param arguments string[]
---@param terminal table? what main.c knows: stdout_is_terminal, columns, and bar (from, to, text) where one can be drawn
---@return integer exit status
function cli.main(arguments, terminal)
  local name = arguments[1]
  if name == nil or name == "--help" or name == "-h" then
    io.stdout:write(summaries)
    return name and 0 or usage_status
  end
  if name == "--version" then
    io.stdout:write("whisker ", core.version(), "\n")
    return 0
  end
  local command, message = find_command(name)
  if not command then
    complain(message)
    return usage_status
  end
  local words = {}
  for i = 2, #arguments do words[i - 1] = arguments[i] end
  local given
  given, message = options.read(words, command.options)
  if not given then
    complain(message .. " (whisker " .. name .. " --help)")
    return usage_status
  end
  if given.help then
    io.stdout:write(options.help(command))
    return 0
  end
  message = contradiction(given)
  if message then
    complain(message)
    return usage_status
  end
  terminal = terminal or {}
  terminal.progress = progress_on(terminal, given)
  local status, problem, code = load_extensions(given.extension)
  if status then status, problem, code = command.run(given, terminal) end
  terminal.progress:clear()
  if status then return status end
  complain(problem)
  return usage_codes[code] and usage_status or data_status
end

return cli
