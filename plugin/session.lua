-- The Lua side of a session (session.c): the config, its hooks, the analysis of what was pushed and its reports.
--
-- Data problems come back as nil, message, code. What a hook gets wrong is noted as a problem and stops nothing.

local analysis = require("whisker.analysis")
local attempt = require("whisker.attempt")
local config = require("whisker.config")
local benchmarks = require("whisker.benchmarks")
local core = require("whisker.core")
local document = require("whisker.report.document")
local extensions = require("whisker.extensions")
local guard = require("whisker.guard")
local keys = require("whisker.keys")
local order = require("whisker.order")
local output = require("whisker.cli.output")
local pairing = require("whisker.pairing")
local pushed = require("whisker.pushed")
local report = require("whisker.report")
local suggest = require("whisker.suggest")

local session = {}
session.__index = session

-- ---- the config ---------------------------------------------------------------------------------------------

local function read_config(path, text, name, arguments)
  if path then return config.read(path, arguments) end
  if text then return config.load(text, name or "config", arguments) end
  local checked = assert(config.check({}))
  checked.suggest_keys = true
  return checked
end

local function load_extensions(list)
  for _, path in ipairs(list or {}) do
    local about, message, code = extensions.load(path)
    if not about then return nil, message, code end
  end
  return true
end

--- A session with its config, which is a file, a text or nothing.
---@param note fun(code: string, source: string, line: integer?, text: string, count: integer?) notes a problem
---@param shared_objects string[]? extensions, the explicit choice of whoever opens the session
---@return table? session, string? journal or message, string|boolean? code, or whether there is an on_sample
function session.open(path, text, name, arguments, note, shared_objects)
  local loaded, message, code = load_extensions(shared_objects)
  if not loaded then return nil, message, code end
  local checked
  checked, message, code = read_config(path, text, name, arguments)
  if not checked then return nil, message, code end
  local self = { config = checked, name = path or name or "config", note = note, metadata = {}, stops = {} }
  return setmetatable(self, session), checked.journal, checked.on_sample ~= nil
end

--- What the harness says of a run: a flat map of texts.
function session:describe(task, run, metadata)
  local runs = self.metadata[task] or {}
  self.metadata[task], runs[run] = runs, metadata
end

-- ---- hooks --------------------------------------------------------------------------------------------------

--- Note what a hook got wrong, with its line.
function session:complain(hook, message)
  local file, line, text = tostring(message):match("^(.-):(%d+): (.*)$")
  self.note("bad option", file or self.name, tonumber(line), hook .. ": " .. (text or tostring(message)))
end

--- Call a hook with arguments that it may edit: true, the arguments as it left them, its results; or false.
function session:call(hook, ...)
  local results = table.pack(pcall(guard.edit, self.config[hook], ...))
  if not results[1] then self:complain(hook, results[2]) end
  return table.unpack(results, 1, results.n)
end

local function text_of(value)
  if type(value) == "number" then return core.number_text(value) end
  if type(value) == "boolean" then return tostring(value) end
  return value
end

--- The keys of a sample as texts, by name; nil and what is wrong.
local function key_lists(given)
  local names, values = {}, {}
  if type(given) ~= "table" then return nil, "'keys' is no table any more" end
  for name, value in order.pairs(given) do
    local text = text_of(value)
    if type(name) ~= "string" or type(text) ~= "string" then
      return nil, ("the key '%s' is a %s, not a text"):format(tostring(name), type(value))
    end
    names[#names + 1], values[#values + 1] = name, text
  end
  return names, values
end

local standing = { task = true, run = true }

--- What is wrong with a sample that a hook has edited; nil for nothing.
local function fault(edited, given)
  for name in pairs(standing) do
    if edited[name] ~= given[name] then return ("'%s' cannot be changed"):format(name) end
  end
  for _, name in ipairs({ "item", "draw", "metric" }) do
    if type(edited[name]) ~= "string" or edited[name] == "" then return ("'%s' is no text any more"):format(name) end
  end
  local score = edited.score
  if score ~= nil and type(score) ~= "number" then return ("the score is a %s, not a number"):format(type(score)) end
end

local function drop(self, reason)
  reason = type(reason) == "string" and reason or "no reason given"
  self.note("cancelled", self.name, nil, "on_sample dropped samples: " .. reason)
end

--- What on_sample makes of a sample, and its keys as lists of names and texts; nothing when it is dropped.
function session:sample(given)
  given.metadata = (self.metadata[given.task] or {})[given.run]
  local fine, edited, keep, reason = self:call("on_sample", given)
  if fine and keep == false then return drop(self, reason) end
  local problem = fine and fault(edited, given)
  local names, values
  if fine and not problem then
    names, values = key_lists(edited.keys)
    problem = not names and values
  end
  if fine and not problem then return edited, names, values end
  if problem then self:complain("on_sample", problem) end
  return given, key_lists(given.keys)
end

-- ---- the analysis -------------------------------------------------------------------------------------------

--- The journal holds the same samples, so it is what a report can be checked against.
local function journal_input(path)
  if not path then return nil end
  local digest, bytes = core.digest(path)
  return { path = path, format = "journal", sha256 = digest, bytes = digest and bytes or nil }
end

function session:described_runs()
  local list = {}
  for task, runs in order.pairs(self.metadata) do
    for run, metadata in order.pairs(runs) do list[#list + 1] = { task = task, run = run, metadata = metadata } end
  end
  return list
end

--- Everything that the config asks for, of the samples so far.
function session:analyse(tbl, journal)
  if tbl:rows() == 0 then return nil, "no samples were pushed", "no data" end
  local log, message, code = pushed.log(tbl, { input = journal_input(journal), weight = self.config.weight })
  if not log then return nil, message, code end
  local results
  results, message, code = attempt.with_config(pushed.with_runs, log, self.config.runs, function(ready)
    return analysis.run(self.config, ready)
  end)
  if not results then return nil, message, code end
  results.runs = self:described_runs()
  for _, note in ipairs(self.stops) do results.notes[#results.notes + 1] = note end
  return results
end

--- Results and the document of them: { results, document, rows }.
function session:outcome(tbl, journal)
  if self.last and self.last.rows == tbl:rows() and self.last.stops == #self.stops then return self.last end
  local results, message, code = self:analyse(tbl, journal)
  if not results then return nil, message, code end
  local doc
  doc, message = report.document(results, self.config.report.template)
  if not doc then return nil, message, "bad option" end
  self.last = { results = results, document = doc, rows = tbl:rows(), stops = #self.stops }
  return self.last
end

-- ---- ends ---------------------------------------------------------------------------------------------------

--- The outcome as on_finish leaves it; what it leaves must be fit to be written.
function session:finished(outcome)
  if not self.config.on_finish then return outcome end
  local doc = outcome.document
  local fine, results, edited = self:call("on_finish", outcome.results, { title = doc.title, blocks = doc.blocks })
  if not fine then return outcome end
  local left = { results = results, document = setmetatable(edited, document), rows = outcome.rows,
    stops = outcome.stops }
  for _, format in ipairs(report.formats) do
    local problem
    fine, problem = pcall(report.text, left.results, format, { document = left.document })
    if not fine then
      self:complain("on_finish", ("what it left cannot be written as %s: %s"):format(format, problem))
      return outcome
    end
  end
  return left
end

--- Analyse, run on_finish, write the files of the config: 1, 0 when the gate failed, -1 without a gate.
function session:finish(tbl, journal)
  self.last = nil
  local outcome, message, code = self:outcome(tbl, journal)
  if not outcome then return nil, message, code end
  self.last = self:finished(outcome)
  local wanted = self.config.report
  if wanted.to and #wanted.to > 0 then
    local done
    done, message = output.results(self.last.results,
      { to = wanted.to, format = wanted.format, document = self.last.document }, {})
    if not done then return nil, message, message:find("^cannot write") and "cannot read" or "bad option" end
  end
  local gate = self.last.results.gate
  return gate and (gate.passed and 1 or 0) or -1
end

--- The report as text: what finish left, or where samples have come since, the state of things.
function session:report(tbl, journal, format, columns)
  local known = false
  for _, name in ipairs(report.formats) do known = known or name == format end
  if not known then
    return nil, ("no report format is called '%s'%s (there are %s)"):format(format,
      suggest.hint(format, report.formats), table.concat(report.formats, ", ")), "bad option"
  end
  local outcome, message, code = self:outcome(tbl, journal)
  if not outcome then return nil, message, code end
  return report.text(outcome.results, format, { document = outcome.document, columns = columns })
end

-- ---- progress -----------------------------------------------------------------------------------------------

--- A run as the report calls it.
local function shown(self, run)
  local rule, name = self.config.runs.rename, nil
  if type(rule) == "function" then name = rule(run) elseif rule then name = rule[run] end
  return name or run
end

--- The run that others are compared with: the config's baseline, else the only other one.
---@param names string[] runs of the task that have a score
function session:baseline(run, names)
  local rules = self.config
  local named = (rules.stop or {}).baseline or (type(rules.pair) == "table" and rules.pair.baseline)
    or (rules.gate or {}).baseline
  if not named then
    local other = names[1] == run and names[2] or names[1]
    return #names == 2 and other or nil
  end
  local labels, by_label = {}, {}
  for i, name in ipairs(names) do
    labels[i] = shown(self, name)
    by_label[labels[i]] = name
  end
  local found = pairing.find(named, labels)
  local baseline = found and by_label[found]
  return baseline ~= run and baseline or nil
end

--- The config for one task and metric, without what belongs to the end: items not asked yet are no failures, nor missing.
local function narrowed(rules, task, metric)
  local narrow = {}
  for key, value in pairs(rules) do narrow[key] = value end
  narrow.tasks, narrow.metrics, narrow.gate, narrow.suggest_keys, narrow.adjust = { task }, { metric }, nil, nil, nil
  narrow.runs, narrow.missing = {}, "drop"
  return narrow
end

local function oriented(comparison, run)
  local sign = comparison.a == run and 1 or -1
  return { n_paired = comparison.n_items, difference = sign * comparison.difference, se = comparison.se }
end

--- The keys that cluster a task, as designs.lua finds them.
function session:cluster_keys(task, item)
  local card = benchmarks.of_task(task, item)
  local declared = self.config.cluster
  if declared ~= nil then return declared or {} end
  local cluster = card and card.cluster
  return type(cluster) == "table" and cluster or { cluster }
end

--- How a task is watched: the range of a score, the level, the cluster of an item (a column, or true: ask `cluster`) and
--- the stopping rule. Without a range when it cannot be watched.
function session:watching(log, task)
  local stop, range = self.config.stop or {}, self.config.estimate.range or { 0, 1 }
  local rules = { low = range[1], high = range[2], level = stop.level or self.config.level, metric = stop.metric,
    half_width = stop.half_width, margin = stop.baseline and (stop.margin or 0), min_items = stop.min_items or 1 }
  local list = self:cluster_keys(task, log.table:get(1, "item"))
  if #list > 1 then
    self.note("unsupported", self.name, nil, "two cluster keys at once: there is no interval that holds at every look")
    return {}
  end
  if type(list[1]) == "function" then
    self.label, rules.cluster = list[1], true
  elseif list[1] then
    rules.cluster = keys.column(list[1], log.fields)
  end
  return rules
end

--- The cluster of an item, by a row of it and the config's function, as text.
function session:cluster(tbl, row, task)
  local log = { table = tbl, fields = self.fields }
  local fine, label = pcall(self.label, keys.item(log, tbl:get(row, "item"), row, task))
  if not fine then return self:complain("cluster", label) end
  return label and text_of(label) or nil
end

--- The score of a run so far, its comparison with the baseline, the baseline's name (the last two may be nil), and how
--- the task is watched.
function session:progress(tbl, task, run, metric)
  local log, message, code = pushed.log(tbl, { weight = self.config.weight })
  if not log then return nil, message, code end
  self.fields = log.fields
  local rules = narrowed(self.config, task, metric)
  rules.pair = function(a, b) return a == run or b == run end
  rules.compare = {}
  for key, value in pairs(self.config.compare) do rules.compare[key] = value end
  rules.compare.pairing = "paired"
  local results
  results, message, code = analysis.run(rules, log)
  if not results then return nil, message, code end
  local names, score = {}, nil
  for _, entry in ipairs(results.scores) do
    if entry.task == task and entry.metric == metric then
      names[#names + 1] = entry.run
      if entry.run == run then score = entry end
    end
  end
  if not score then return nil, ("no item of %s has a score for %s of %s"):format(run, metric, task), "no data" end
  local baseline = self:baseline(run, names)
  local difference
  for _, entry in ipairs(results.comparisons) do
    local found = entry.task == task and entry.metric == metric
    if found and baseline and (entry.a == baseline or entry.b == baseline) then difference = oriented(entry, run) end
  end
  return score, difference, baseline, self:watching(log, task)
end

--- Intervals of a report are for a number of items fixed beforehand. Where a rule ended the run, the report must say so.
function session:remember_stop(progress)
  local stops, run = self.stops, ("%s of %s"):format(progress.run, progress.task)
  if not progress.should_stop or stops[run] then return end
  local interval = progress.rule_interval
  stops[run], stops[#stops + 1] = true, ("%s: the stopping rule fired at %d items, when the interval of %s that holds " ..
    "at every look was %s to %s; intervals for a fixed number of items are too narrow after that"):format(run,
    progress.rule_items, self.config.stop.baseline and ("the difference (%s)"):format(progress.rule_metric)
      or progress.rule_metric, core.number_text(interval[1], 3), core.number_text(interval[2], 3))
end

--- Let on_progress see it.
function session:show_progress(progress)
  self:remember_stop(progress)
  if self.config.on_progress then self:call("on_progress", progress) end
end

return session
