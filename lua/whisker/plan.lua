-- Plans as results: a question solved, and what its answer hangs on: other numbers of items, draws and clusters, and
-- what if the numbers taken for given are other ones.

local attempt = require("whisker.attempt")
local core = require("whisker.core")

local plan = {}

-- ---- asking again -------------------------------------------------------------------------------------------

local taken = { "alpha", "variance", "within_a", "within_b", "draws_a", "draws_b", "cluster_size", "cluster_variation",
  "icc" }

--- The question of an answer, with some numbers changed; solve: what is looked for now.
local function again(answer, solve, changes)
  local question = { solve = solve }
  for _, name in ipairs(taken) do question[name] = answer[name] end
  for _, name in ipairs({ "items", "effect", "power" }) do question[name] = answer[name] end
  if solve == "clusters" then question.items = nil else question[solve] = nil end
  if solve == "draws" then question.draws_a, question.draws_b = nil, nil end
  for name, value in pairs(changes) do question[name] = value end
  return attempt.call(core.plan, question)
end

--- What the answer would be: the same unknown solved, and the difference that the planned items would show.
local function alternative(answer, what, value, changes)
  local other = again(answer, answer.solve, changes) or {}
  local shown = answer.solve ~= "effect" and again(answer, "effect", changes) or nil
  return { what = what, value = value, items = other.items, effect = other.effect, power = other.power,
    draws = other.draws_a, clusters = (other.cluster_size or 0) > 1 and other.clusters or nil,
    cluster_size = (other.cluster_size or 0) > 1 and other.cluster_size or nil, design_effect = other.design_effect,
    detectable = shown and shown.effect or other.effect }
end

-- ---- what if ------------------------------------------------------------------------------------------------

local function add(list, ...) list[#list + 1] = alternative(...) end

--- Draws an item, where draws carry anything.
local function of_draws(list, answer)
  if answer.solve == "draws" or (answer.within_a or 0) + (answer.within_b or 0) == 0 then return end
  for _, draws in ipairs({ 1, 2, 5, 10, 50 }) do
    add(list, answer, "draws", draws, { draws_a = draws, draws_b = draws })
  end
end

--- The same items in smaller and larger clusters.
local function of_cluster_size(list, answer)
  local size = answer.cluster_size or 0
  if size <= 1 or (answer.icc or 0) == 0 then return end
  add(list, answer, "cluster_size", 1, { cluster_size = 1, cluster_variation = 0 })
  for _, factor in ipairs({ 0.5, 1, 2, 4 }) do
    if size * factor > 1 then add(list, answer, "cluster_size", size * factor, { cluster_size = size * factor }) end
  end
end

--- Clusters as large as these, where none are planned.
local supposed_size = 10

local function of_icc(list, answer)
  local clustered = (answer.cluster_size or 0) > 1
  local size = clustered and answer.cluster_size or supposed_size
  for _, icc in ipairs({ 0, 0.1, 0.3 }) do
    local changed = clustered and math.abs(icc - answer.icc) > 1e-3 or (not clustered and icc > 0)
    if changed then add(list, answer, "icc", icc, { icc = icc, cluster_size = size }) end
  end
end

--- The variance of a difference of two correlated scores: how much of it is left at another correlation.
local function of_correlation(list, answer, scores)
  if not scores or not scores.correlation then return end
  local sum, product = scores.variance_a + scores.variance_b, math.sqrt(scores.variance_a * scores.variance_b)
  local now = sum - 2 * scores.correlation * product
  if not (now > 1e-9 * sum) then return end
  for _, correlation in ipairs({ 0.3, 0.5, 0.7 }) do
    if math.abs(correlation - scores.correlation) > 1e-3 then
      add(list, answer, "correlation", correlation,
        { variance = answer.variance * (sum - 2 * correlation * product) / now })
    end
  end
end

local function of_variance(list, answer, known)
  if known then return end
  for _, factor in ipairs({ 0.5, 2 }) do
    add(list, answer, "variance", answer.variance * factor, { variance = answer.variance * factor })
  end
end

local function of_power(list, answer)
  if answer.solve == "power" then return end
  for _, power in ipairs({ 0.8, 0.9, 0.95 }) do
    if math.abs(power - answer.power) > 1e-9 then add(list, answer, "power", power, { power = power }) end
  end
end

--- scores: { variance_a, variance_b, correlation } of the item scores of the two runs, where they are known.
local function what_if(answer, scores, has_pilot)
  local list = {}
  of_draws(list, answer)
  of_cluster_size(list, answer)
  of_icc(list, answer)
  of_correlation(list, answer, scores)
  of_variance(list, answer, scores or has_pilot)
  of_power(list, answer)
  return list
end

--- Around the answer's items, from a quarter to four times as many.
local steps = { 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4 }

local function curve_of(answer)
  local items = {}
  for i, step in ipairs(steps) do items[i] = math.ceil(answer.items * step - 1e-9) end
  return core.plan_curve(answer, items)
end

-- ---- the record ---------------------------------------------------------------------------------------------

local function without_clusters(record)
  if (record.cluster_size or 0) == 0 then
    record.cluster_size, record.icc, record.clusters, record.cluster_variation = nil, nil, nil, nil
  end
end

local function add_pilot(record, answer, from)
  record.task, record.metric, record.a, record.b = from.task, from.metric, from.a, from.b
  record.pilot, record.keys = from.basis, from.keys
  local low, high = core.plan_range(answer, from.basis)
  record.range_ci = low and { low, high } or nil
end

--- A question solved; the fields are those of the JSON (schema whisker/1).
---@param question whisker.Plan
---@param options { from: whisker.Pilot?, scores: table?, simulate: table? }? scores: as the pilot has them, by hand
---@return table? record, string? message, string? code
function plan.solve(question, options)
  options = options or {}
  local from = options.from
  local answer, message, code = attempt.call(core.plan, question)
  if not answer then return nil, message, code end
  local record = {}
  for name, value in pairs(answer) do record[name] = value end
  without_clusters(record)
  record.curve = curve_of(answer)
  record.what_if = what_if(answer, from and from.scores or options.scores, from ~= nil)
  if from then add_pilot(record, answer, from) end
  if options.simulate then
    record.simulation, message, code = attempt.call(core.plan_simulate, answer, options.simulate)
    if not record.simulation then return nil, message, code end
    record.simulation.seed = options.simulate.seed or 0
  end
  return record
end

--- Plans as results, for templates and writers.
---@param records table[]
---@param log { inputs: table[], notes: string[] }? what pilots were read from
---@return table results
function plan.results(records, log)
  log = log or { inputs = {}, notes = {} }
  return { schema = "whisker/1", title = "Plan", inputs = log.inputs, notes = log.notes, scores = {}, comparisons = {},
    components = {}, aggregates = {}, plans = records, rankings = {}, audits = {}, groups = {}, level = 0.95,
    adjust = "none", power = 0.8 }
end

return plan
