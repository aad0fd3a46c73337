-- Plans from runs that were scored already: logs, two runs on the same items, and what these say.

local analysis = require("whisker.analysis")
local attempt = require("whisker.attempt")
local config = require("whisker.config")
local designs = require("whisker.designs")

local pilot = {}

--- A checked config for the logs of a pilot. asked: paths, and cluster, no_cluster, task, metric, run, missing.
local function config_of(asked)
  local data = {}
  for i, path in ipairs(asked) do data[i] = { path = path, format = asked.input_format } end
  local cluster = asked.cluster
  if asked.no_cluster then cluster = false end
  return config.check({ data = data, cluster = cluster, missing = asked.missing, tasks = asked.task,
    metrics = asked.metric, runs = asked.run and { select = asked.run } or nil }, { is_command_line = true })
end

--- The places of the two runs of a group: those that were asked for in their order, or the only two there are.
local function pair_of(group, wanted)
  local names, place = group.design:runs(), {}
  for i, name in ipairs(names) do place[name] = i end
  if wanted and #wanted == 2 and place[wanted[1]] and place[wanted[2]] then
    return place[wanted[1]], place[wanted[2]]
  end
  if #names == 2 then return 1, 2 end
  if #names < 2 then return nil, ("%s has one run, and a pilot compares two"):format(group.task) end
  return nil, ("%s has %d runs: name two of them with --run A --run B (%s)"):format(group.task, #names,
    table.concat(names, ", "))
end

---@class whisker.Pilot
---@field task string
---@field metric string
---@field a string
---@field b string
---@field question whisker.Plan
---@field basis whisker.PlanBasis
---@field binary boolean are all item scores 0 or 1?
---@field sizes integer[]? of the clusters
---@field keys string[] what clusters them
---@field scores { variance_a: number, variance_b: number, correlation: number }? of the item scores

--- How much the item scores of two runs vary, and together.
local function scores_of(design, a, b)
  local found = attempt.call(design.difference, design, a, b, { variance = "clt" })
  local variances = {}
  for i, run in ipairs({ a, b }) do
    local mean = attempt.call(design.mean, design, run, { variance = "clt" })
    variances[i] = mean and mean.se_clt and mean.n_items * mean.se_clt ^ 2
  end
  if not found or not found.correlation or not variances[1] or not variances[2] then return nil end
  return { variance_a = variances[1], variance_b = variances[2], correlation = found.correlation }
end

local function read_group(group, question, wanted)
  local a, b = pair_of(group, wanted)
  if not a then return nil, b, "bad option" end
  local filled, basis, code = attempt.call(group.design.pilot, group.design, a, b, question)
  if not filled then return nil, basis, code end
  local names, keys, sizes = group.design:runs(), {}, nil
  for i, key in ipairs(group.keys) do keys[i] = key.name end
  if #keys > 0 then
    sizes = {}
    for i, cluster in ipairs(group.design:cluster_sizes(1)) do sizes[i] = cluster.size end
  end
  return { task = group.task, metric = group.metric, a = names[a], b = names[b], question = filled, basis = basis,
    binary = group.counts.n_graded == 0, sizes = sizes, keys = keys, scores = scores_of(group.design, a, b) }
end

--- The pilots in some logs, one for each task and metric, and what was read: `inputs`, and `notes` on them.
---@param asked table
---@param question whisker.Plan what is said already
---@param progress whisker.Progress?
---@return whisker.Pilot[]?, string? message, string? code
function pilot.read(asked, question, progress)
  local checked, problem = config_of(asked)
  if not checked then return nil, problem, "bad option" end
  local log, message, code = analysis.read(checked, progress)
  if not log then return nil, message, code end
  local groups
  groups, message, code = designs.build(log, checked)
  if not groups then return nil, message, code end
  local list = { inputs = log.inputs, notes = log.notes }
  for _, group in ipairs(groups) do
    local found
    found, message, code = read_group(group, question, asked.run)
    if not found then return nil, message, code end
    list[#list + 1] = found
  end
  return list
end

return pilot
