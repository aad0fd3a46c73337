-- whisker plan: how many items, clusters or draws, how small a difference, how much power.

local attempt = require("whisker.attempt")
local core = require("whisker.core")
local document = require("whisker.report.document")
local output = require("whisker.cli.output")
local pilot = require("whisker.pilot")
local shared = require("whisker.cli.options").shared
local words = require("whisker.report.plan_words")
local cell = document.cell

local plan_format = { name = "format", argument = "FORMAT", about = "terminal, markdown or json",
  choices = { "terminal", "markdown", "json" } }

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
    { name = "curve", about = "a table of items against difference found and power" },
    { name = "simulate", argument = "N", about = "check the answer on N simulated data sets", number = true, low = 1,
      high = 10000000 },
    { name = "scores", argument = "KIND", about = "what is simulated: binary (0/1) or normal",
      choices = { "binary", "normal" } },
    { name = "seed", argument = "N", about = "of the simulation, 0", number = true, low = 0, high = 2 ^ 53 },
    shared.cluster, shared.no_cluster, shared.task, shared.metric, shared.run, shared.missing, shared.input,
    plan_format, shared.columns,
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

--- Variance over items of a difference of two correlated 0/1 scores.
local function binary_variance(given)
  local a, b = given.accuracy:match("^([^,]+),([^,]+)$")
  a, b = core.number_parse(a or ""), core.number_parse(b or "")
  if not a or not b or a < 0 or a > 1 or b < 0 or b > 1 then
    return nil, "--accuracy takes two accuracies, such as .65,.60"
  end
  local va, vb = a * (1 - a), b * (1 - b)
  return va + vb - 2 * (given.correlation or 0.5) * math.sqrt(va * vb)
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

--- Around the answer's items, from a quarter to four times as many.
local steps = { 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4 }

local function curve_of(answer)
  local items = {}
  for i, step in ipairs(steps) do items[i] = math.ceil(answer.items * step - 1e-9) end
  return core.plan_curve(answer, items)
end

local function simulation_of(answer, given, from)
  local kind = given.scores or ((given.accuracy or (from and from.binary)) and "binary") or "normal"
  return attempt.call(core.plan_simulate, answer,
    { replicates = given.simulate, seed = given.seed, scores = kind, sizes = from and from.sizes })
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

local function solved(question, given, from)
  local message, code
  if from then question, message, code = from_pilot(question, from) end
  if not question then return nil, message, code end
  if question.solve == "draws" then question.draws_a, question.draws_b = nil, nil end
  local answer
  answer, message, code = attempt.call(core.plan, question)
  if not answer then return nil, message, code end
  local record = { answer = answer, pilot = from }
  if from then record.low, record.high = core.plan_range(answer, from.basis) end
  if given.curve then record.curve = curve_of(answer) end
  if given.simulate then
    record.simulation, message, code = simulation_of(answer, given, from)
    if not record.simulation then return nil, message, code end
  end
  return record
end

-- ---- output -------------------------------------------------------------------------------------------------

local function json_record(record)
  local plan, from = {}, record.pilot
  for key, value in pairs(record.answer) do plan[key] = value end
  if (plan.cluster_size or 0) == 0 then
    plan.cluster_size, plan.icc, plan.clusters, plan.cluster_variation = nil, nil, nil, nil
  end
  plan.curve, plan.simulation = record.curve, record.simulation
  if from then
    plan.task, plan.metric, plan.a, plan.b = from.task, from.metric, from.a, from.b
    plan.range_ci = record.low and { record.low, record.high } or nil
    plan.pilot = from.basis
  end
  return plan
end

local function write_json(records)
  local results = { schema = "whisker/1", inputs = {}, notes = records.notes or {}, scores = {}, comparisons = {},
    plans = {} }
  for i, record in ipairs(records) do results.plans[i] = json_record(record) end
  io.stdout:write(require("whisker.report.writers.json")(results))
end

local curve_columns = { { title = "items", align = "right" }, { title = "difference found", align = "right" },
  { title = "power", align = "right" } }

local function add_curve(doc, curve)
  local rows = {}
  for i, point in ipairs(curve) do
    local power = point.power and core.fixed_text(point.power * 100, 1) .. "%" or "–"
    rows[i] = { cell.count(point.items), cell.number(point.effect, 4), cell.text(power) }
  end
  doc:table({ caption = "Items, and what they find", columns = curve_columns, rows = rows, unit = "raw", decimals = 4 })
end

local function add_record(doc, record)
  local answer, from = record.answer, record.pilot
  if from then doc:section(("%s · %s"):format(from.task, from.metric)) end
  doc:paragraph(words.answer(answer))
  local clusters = words.clusters(answer)
  if clusters then doc:paragraph(clusters) end
  local range = from and words.range(answer, record.low, record.high, from.basis.level)
  if range then doc:paragraph(range) end
  if record.simulation then doc:paragraph(words.simulation(record.simulation, answer.alpha)) end
  if record.curve then add_curve(doc, record.curve) end
  if from then doc:paragraph(words.pilot(from)) end
  doc:notes("Assumed", words.assumed(answer))
  if from then doc:notes("How far to trust this", words.pilot_notes(from)) end
end

-- ---- the command --------------------------------------------------------------------------------------------

--- What a pilot is asked to fill: where draws are looked for, it says how many it had in vain.
local function for_pilot(question)
  local copy = {}
  for key, value in pairs(question) do copy[key] = value end
  if copy.solve == "draws" then copy.draws_a, copy.draws_b = nil, nil end
  return copy
end

local function records_of(question, given, terminal)
  if #given == 0 then
    local record, message, code = solved(question, given)
    return record and { record }, message, code
  end
  local pilots, message, code = pilot.read(given, for_pilot(question), output.progress(terminal))
  if not pilots then return nil, message, code end
  local records = { notes = pilots.notes }
  for i, from in ipairs(pilots) do
    records[i], message, code = solved(question, given, from)
    if not records[i] then return nil, message, code end
  end
  return records
end

function command.run(given, terminal)
  local question, problem = question_of(given)
  if not question then return nil, problem, "bad option" end
  local records, message, code = records_of(question, given, terminal)
  if not records then return nil, message, code end
  if given.format == "json" then
    write_json(records)
    return 0
  end
  local doc = document.new("Plan")
  for _, record in ipairs(records) do add_record(doc, record) end
  local read = {}
  for i, text in ipairs(records.notes or {}) do read[i] = { mark = "!", text = text } end
  doc:notes("What was read", read)
  output.document(doc, given, terminal)
  return 0
end

return command
