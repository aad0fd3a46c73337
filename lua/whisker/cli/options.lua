-- The words of a command line: options by a table, everything else as it stands.

local core = require("whisker.core")
local suggest = require("whisker.suggest")

local options = {}

---@class whisker.Option
---@field name string without dashes
---@field argument string? what the help calls its value; nil: a switch
---@field about string
---@field many boolean? may be given more than once
---@field commas boolean? or as a list with commas
---@field number boolean?
---@field choices string[]?

--- Options that several commands share.
options.shared = {
  format = { name = "format", argument = "FORMAT", about = "terminal, markdown, html, latex, csv or json",
    choices = { "terminal", "markdown", "html", "latex", "csv", "json" } },
  text_format = { name = "format", argument = "FORMAT", about = "terminal or markdown",
    choices = { "terminal", "markdown" } },
  to = { name = "to", argument = "FILE", many = true,
    about = "write there (.md .html .tex .csv .json .txt) and not to the screen" },
  level = { name = "level", argument = "LEVEL", about = "confidence level of intervals, 0.95", number = true },
  cluster = { name = "cluster", argument = "FIELD", about = "field whose values group items; twice for two-way",
    many = true, commas = true },
  target = { name = "target", argument = "TARGET", choices = { "population", "benchmark" },
    about = "population: questions of this kind (default); benchmark: these very ones, so that only draws vary" },
  judgement = { name = "judgement", argument = "FIELD", about = "field that tells apart several judgements of one answer" },
  no_cluster = { name = "no-cluster", about = "treat items as independent" },
  baseline = { name = "baseline", argument = "RUN", about = "compare every run with this one" },
  task = { name = "task", argument = "TASK", about = "only this task (* matches anything)", many = true },
  metric = { name = "metric", argument = "METRIC", about = "only this metric", many = true },
  run = { name = "run", argument = "RUN", about = "only this run", many = true },
  missing = { name = "missing", argument = "POLICY", about = "items without a score: drop, zero or error",
    choices = { "drop", "zero", "error" } },
  statistic = { name = "statistic", argument = "NAME",
    about = "what is estimated: mean (default), pass@K, pass^K, majority@K, median, p95, ..." },
  test = { name = "test", argument = "TEST", about = "of differences: t (default), sign_flip, wild, mcnemar, mid_p",
    choices = { "t", "sign_flip", "wild", "mcnemar", "mid_p" } },
  margin = { name = "margin", argument = "D", about = "are the runs equivalent, within so much?", number = true },
  replicates = { name = "replicates", argument = "N", about = "of a bootstrap or of random flips", number = true,
    low = 1, high = 100000000 },
  seed = { name = "seed", argument = "N", about = "of the same, 0", number = true, low = 0, high = 2147483647 },
  variance = { name = "variance", argument = "METHOD", about = "cr2 (default), cr0, cr1, cr3, clt, ..." },
  interval = { name = "interval", argument = "METHOD", about = "t, jeffreys, wilson, clustered_wilson, bootstrap, wild, ..." },
  adjust = { name = "adjust", argument = "METHOD", about = "holm (default), min_p, max_t, hochberg, bh, by, bonferroni, none" },
  items = { name = "items", argument = "FILE", about = "the items that every run should have, one id a line" },
  strict = { name = "strict", about = "stop at the first line that cannot be read, instead of counting it" },
  untrusted = { name = "untrusted", about = "for logs and configs of strangers: work in a child process with limits" },
  memory = { name = "memory", argument = "MB", number = true, low = 64, high = 999999999,
    about = "with --untrusted: its memory, 2048" },
  seconds = { name = "seconds", argument = "S", number = true, low = 1, high = 999999999,
    about = "with --untrusted: its processor time, 300" },
  max_cells = { name = "max-cells", argument = "N", number = true, low = 1, high = 1e12,
    about = "how large the table of all samples may grow, rows times fields; 100 million" },
  input = { name = "input-format", argument = "FORMAT", about = "what the logs are, where it is not seen by itself" },
  extension = { name = "extension", argument = "FILE", many = true,
    about = "a shared object with formats and statistics of its own; it runs with your rights" },
  template = { name = "template", argument = "NAME",
    about = "summary (default), comparison, leaderboard, variance, paper, model_card, pull_request, audit, or a Lua file" },
  unit = { name = "unit", argument = "UNIT", about = "percent (default) or fraction: 74.4 or 0.744",
    choices = { "percent", "fraction" } },
  quiet = { name = "quiet", about = "no bar for long work, which is only drawn on a terminal anyway" },
  title = { name = "title", argument = "TITLE", about = "heading of the report" },
  columns = { name = "columns", argument = "N", about = "width of the report on a terminal, 40 to 1000", number = true,
    low = 40, high = 1000 },
}

local function find(list, name)
  for _, option in ipairs(list) do
    if option.name == name then return option end
  end
  local names = {}
  for i, option in ipairs(list) do names[i] = option.name end
  return nil, ("unknown option '--%s'%s"):format(name, suggest.hint(name, names))
end

local function converted(option, value)
  if option.number then
    local number = core.number_parse(value) or core.number_parse("0" .. value)
    local fits = number and (not option.low or (number >= option.low and number <= option.high and number % 1 == 0))
    if number and not fits then
      return nil, ("--%s takes a whole number from %d to %d, not %s"):format(option.name, option.low, option.high, value)
    end
    if not number then return nil, ("--%s takes a number, not '%s'"):format(option.name, value) end
    return number
  end
  if option.choices then
    for _, choice in ipairs(option.choices) do if choice == value then return value end end
    return nil, ("--%s takes %s, not '%s'%s"):format(option.name, table.concat(option.choices, ", "), value,
      suggest.hint(value, option.choices))
  end
  return value
end

local function store(given, option, value)
  local key = option.name:gsub("-", "_")
  if not option.many then
    given[key] = value
    return
  end
  given[key] = given[key] or {}
  for part in value:gmatch(option.commas and "[^,]+" or ".+") do table.insert(given[key], part) end
end

--- Read a command line.
---@param arguments string[]
---@param list whisker.Option[]
---@return table? given options by name with "_" for "-", and the other words in order
---@return string? message
function options.read(arguments, list)
  local given, i, only_words = {}, 1, false
  while i <= #arguments do
    local word = arguments[i]
    local name, value = word:match("^%-%-([%w-]+)=?(.*)$")
    if word == "--" and not only_words then
      only_words = true
    elseif word == "-h" and not only_words then
      given.help = true
    elseif name and not only_words then
      if name == "help" then
        given.help = true
      else
        local option, message = find(list, name)
        if not option then return nil, message end
        if option.argument then
          if not word:find("=", 1, true) then
            i = i + 1
            value = arguments[i]
          end
          if value == nil or value == "" then return nil, ("--%s needs %s"):format(name, option.argument) end
          value, message = converted(option, value)
          if value == nil then return nil, message end
          store(given, option, value)
        elseif value ~= "" then
          return nil, ("--%s takes no value"):format(name)
        else
          given[name:gsub("-", "_")] = true
        end
      end
    elseif word:find("^%-.") and not only_words and not core.number_parse(word) then
      return nil, ("unknown option '%s'; options begin with two dashes"):format(word)
    else
      given[#given + 1] = word
    end
    i = i + 1
  end
  return given
end

--- The help page of a command.
---@param command { usage: string, about: string, options: whisker.Option[], details: string? }
function options.help(command)
  local lines = { "usage: whisker " .. command.usage, "", command.about, "" }
  local widest = 0
  for _, option in ipairs(command.options) do
    widest = math.max(widest, #option.name + (option.argument and #option.argument + 1 or 0))
  end
  for _, option in ipairs(command.options) do
    local left = option.name .. (option.argument and " " .. option.argument or "")
    lines[#lines + 1] = ("  --%s%s  %s"):format(left, (" "):rep(widest - #left),
      option.about .. (option.many and not option.commas and ", or several of them" or ""))
  end
  if command.details then lines[#lines + 1] = "\n" .. command.details end
  return table.concat(lines, "\n") .. "\n"
end

return options
