-- whisker plan: how many items, clusters or draws, how small a difference, how much power.

local core = require("whisker.core")
local output = require("whisker.cli.output")
local pilot = require("whisker.pilot")
local plan = require("whisker.plan")
local shared = require("whisker.cli.options").shared

local command = {
  name = "plan",
  usage = "plan [PILOT...] --mde DIFFERENCE | --items N [--power P] [options]",
  about = "Plan a paired comparison of two runs on the same items (Miller 2024, section 5). Say all but one of the\n" ..
    "number of items, the difference to be found and the power; the missing one is the answer. `?` asks for a\n" ..
    "number by name: --draws ?, --clusters ?. PILOT are logs of two runs, which then say how much scores vary.",
  options = {
    { name = "mde", argument = "D", about = "difference to be found, in score units: .03" },
    { name = "items", argument = "N", about = "number of items" },
    { name = "clusters", argument = "G", about = "number of clusters, in place of --items" },
    { name = "power", argument = "P", about = "chance to find a true difference of that size, .8" },
    { name = "alpha", argument = "A", about = "two-sided false-alarm rate, .05", number = true },
    { name = "variance", argument = "V", about = "variance over items of the difference, 1/9 when nothing is known",
      number = true },
    { name = "accuracy", argument = "PA,PB", about = "instead of --variance: expected accuracies of the two runs" },
    { name = "correlation", argument = "R", about = "with --accuracy: correlation of their item scores, .5",
      number = true },
    { name = "within", argument = "V", about = "variance of one draw of an item (both runs), 0", number = true },
    { name = "draws", argument = "K", about = "draws an item, 1" },
    { name = "cluster-size", argument = "M", about = "items in a cluster, 1; or the sizes of them all: 3,5,8" },
    { name = "icc", argument = "R", about = "correlation of the differences inside a cluster, 0", number = true },
    { name = "simulate", argument = "N", about = "check the answer on N simulated data sets", number = true, low = 1,
      high = 10000000 },
    { name = "scores", argument = "KIND", about = "what is simulated: binary (0/1) or normal",
      choices = { "binary", "normal" } },
    { name = "seed", argument = "N", about = "of the simulation, 0", number = true, low = 0, high = 2 ^ 53 },
    shared.cluster, shared.no_cluster, shared.task, shared.metric, shared.run, shared.missing, shared.input,
    shared.format, shared.template, shared.to, shared.title, shared.columns, shared.quiet,
    shared.untrusted, shared.memory, shared.seconds,
  },
  details = "The variance of the difference counts most; two runs of a pilot give it, with what their draws and\n" ..
    "clusters have to do with it. By hand: n times the squared standard error of a paired difference. For 0/1\n" ..
    "scores: pA(1-pA) + pB(1-pB) - 2 r sqrt(...).",
}

-- ---- the question -------------------------------------------------------------------------------------------

--- The number of an option, or "?" where it is asked for.
local function amount(given, name)
  local value = given[name]
  if value == nil or value == "?" then return value end
  local found = core.number_parse(value) or core.number_parse("0" .. value)
  if not found then return nil, ("--%s takes a number or ?, not '%s'"):format(name, value) end
  return found
end

--- What is expected of the item scores of two runs, from their accuracies.
local function scores_of(given)
  local a, b = given.accuracy:match("^([^,]+),([^,]+)$")
  a, b = core.number_parse(a or ""), core.number_parse(b or "")
  if not a or not b or a < 0 or a > 1 or b < 0 or b > 1 then
    return nil, "--accuracy takes two accuracies, such as .65,.60"
  end
  return { variance_a = a * (1 - a), variance_b = b * (1 - b), correlation = given.correlation or 0.5 }
end

--- Variance over items of a difference of two correlated 0/1 scores.
local function binary_variance(given)
  local scores, message = scores_of(given)
  if not scores then return nil, message end
  return scores.variance_a + scores.variance_b
    - 2 * scores.correlation * math.sqrt(scores.variance_a * scores.variance_b)
end

--- The options that take a number or "?", and what they are called in a question.
local unknowns = { { "mde", "effect" }, { "items", "items" }, { "clusters", "clusters" }, { "power", "power" },
  { "draws", "draws" } }

--- Numbers that are said; what "?" asks for.
local function said_numbers(given)
  local said, solve = {}, nil
  for _, entry in ipairs(unknowns) do
    local value, message = amount(given, entry[1])
    if message then return nil, message end
    if value == "?" and solve then return nil, "only one number can be asked for with ?" end
    if value == "?" then solve = entry[2] else said[entry[2]] = value end
  end
  return said, solve
end

local function set_clusters(question, given)
  local sizes = {}
  for part in (given.cluster_size or ""):gmatch("[^,]+") do
    sizes[#sizes + 1] = core.number_parse(part) or core.number_parse("0" .. part)
  end
  local _, commas = (given.cluster_size or ""):gsub(",", "")
  if given.cluster_size and #sizes ~= commas + 1 then
    return nil, ("--cluster-size takes a number, or sizes with commas, not '%s'"):format(given.cluster_size)
  end
  if #sizes > 1 then question.sizes = sizes else question.cluster_size = sizes[1] end
  return true
end

--- What has to be solved when no "?" says it.
local function missing_one(question, has_pilot)
  if not question.items and not question.clusters and (question.effect or not has_pilot) then return "items" end
  return (not question.effect and "effect") or (not question.power and "power")
end

local function check_question(question, has_pilot)
  if question.effect and question.effect <= 0 then return nil, "--mde is a difference above 0" end
  if question.effect and question.effect >= 1 and not question.variance and not has_pilot then
    return nil, ("--mde is in units of the score: %s points of accuracy are --mde %s. For other scores give --variance")
      :format(core.number_text(question.effect), core.number_text(question.effect / 100))
  end
  if not question.solve then
    return nil, "everything is given: leave out --items, --mde or --power to have it solved"
  end
  if (question.solve == "items" or question.solve == "clusters") and not question.effect then
    return nil, "say --mde, the difference to be found, or --items"
  end
  return question
end

local function question_of(given)
  local said, solve = said_numbers(given)
  if not said then return nil, solve end
  local has_pilot = #given > 0
  local question = { effect = said.effect, items = said.items, clusters = said.clusters, power = said.power,
    draws_a = said.draws, draws_b = said.draws, alpha = given.alpha, within_a = given.within, within_b = given.within,
    icc = given.icc, variance = given.variance }
  local done, message = set_clusters(question, given)
  if not done then return nil, message end
  if given.accuracy then
    question.variance, message = binary_variance(given)
    if not question.variance then return nil, message end
  end
  question.solve = solve or missing_one(question, has_pilot)
  question, message = check_question(question, has_pilot)
  if not question then return nil, message end
  if not has_pilot then question.variance = question.variance or 1 / 9 end
  return question
end

-- ---- the answer ---------------------------------------------------------------------------------------------

local function simulation_of(given, from)
  local kind = given.scores or ((given.accuracy or (from and from.binary)) and "binary") or "normal"
  return { replicates = given.simulate, seed = given.seed, scores = kind, sizes = from and from.sizes }
end

--- The question with what the pilot says; where no size is said and none is looked for, it is that of the pilot.
local function from_pilot(question, from)
  local filled = {}
  for key, value in pairs(from.question) do
    if value ~= 0 then filled[key] = value end
  end
  local looks_for_size = question.solve == "items" or question.solve == "clusters"
  if not (question.items or question.clusters or looks_for_size) then filled.items = from.basis.n_items end
  if question.solve == "draws" and not (filled.within_a or filled.within_b) then
    return nil, "the pilot has one draw an item, so what draws carry is unknown: say --within", "no data"
  end
  return filled
end

local function solved(question, given, progress, from)
  local message, code
  if from then question, message, code = from_pilot(question, from) end
  if not question then return nil, message, code end
  if question.solve == "draws" then question.draws_a, question.draws_b = nil, nil end
  if given.simulate then progress:part(1, 1, "simulating the plan") end
  return plan.solve(question, { from = from, scores = given.accuracy and scores_of(given) or nil,
    simulate = given.simulate and simulation_of(given, from) or nil })
end

-- ---- the command --------------------------------------------------------------------------------------------

--- What a pilot is asked to fill: where draws are looked for, it says how many it had in vain.
local function for_pilot(question)
  local copy = {}
  for key, value in pairs(question) do copy[key] = value end
  if copy.solve == "draws" then copy.draws_a, copy.draws_b = nil, nil end
  return copy
end

local function results_of(question, given, terminal)
  if #given == 0 then
    local record, message, code = solved(question, given, terminal.progress)
    return record and plan.results({ record }), message, code
  end
  local pilots, message, code = pilot.read(given, for_pilot(question), terminal.progress)
  if not pilots then return nil, message, code end
  local records = {}
  for i, from in ipairs(pilots) do
    records[i], message, code = solved(question, given, terminal.progress, from)
    if not records[i] then return nil, message, code end
  end
  return plan.results(records, pilots)
end

function command.run(given, terminal)
  local question, problem = question_of(given)
  if not question then return nil, problem, "bad option" end
  local results, message, code = results_of(question, given, terminal)
  if not results then return nil, message, code end
  results.title = given.title or results.title
  local done
  done, message = output.results(results, { to = given.to, format = given.format, columns = given.columns,
    template = given.template or "plan" }, terminal)
  if not done then return nil, message, "bad option" end
  return 0
end

return command
