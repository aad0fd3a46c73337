-- What stands behind a group of results, for the few figures that show more than a report tells: it is made when they
-- ask for it, and is no part of the results, which go to templates and files as they are.

local attempt = require("whisker.attempt")
local cluster_scores = require("whisker.cluster_scores")
local core = require("whisker.core")

local behind = {}

--- What each record of results.groups was made of; forgotten with the record.
local sources = setmetatable({}, { __mode = "k" })

---@param record table of results.groups
---@param group whisker.Group
---@param config table
function behind.remember(record, group, config)
  sources[record] = { group = group, config = config }
end

--- What the record was made of.
---@return { group: whisker.Group, config: table }?
function behind.source(record) return sources[record] end

--- The clusters of a group with the mean of every run in each (cluster_scores.lua); nothing where there are none.
---@return table?
function behind.clusters(record)
  local source = sources[record]
  if not source then return nil end
  if source.clusters == nil then
    source.clusters = cluster_scores.of(source.group, source.config, record.scores) or false
  end
  return source.clusters or nil
end

-- ---- scores as they came ------------------------------------------------------------------------------------

--- Means of clusters in the order in which their first items came; without clusters the scores themselves.
local function observations(group, scores)
  local key = group.keys[1]
  if not key then return scores end
  local place, sums, counts = {}, {}, {}
  for item = 1, group.counts.n_items do
    local label = key.label(item)
    local at = label ~= nil and place[label] or #sums + 1
    if label ~= nil then place[label] = at end
    sums[at], counts[at] = sums[at] or 0, counts[at] or 0
    if scores[item] then sums[at], counts[at] = sums[at] + scores[item], counts[at] + 1 end
  end
  local list = { n = #sums }
  for i = 1, #sums do list[i] = counts[i] > 0 and sums[i] / counts[i] or false end
  return list
end

local function place_of(group, run)
  for place, name in ipairs(group.design:runs()) do
    if name == run then return place end
  end
end

local function difference(a, b, n)
  local list = { n = n }
  for item = 1, n do list[item] = a[item] and b[item] and a[item] - b[item] or false end
  return list
end

--- Moments at which the interval is wanted: enough for a curve.
local most_moments = 150

local function moments(n)
  local list, step = {}, math.max(1, math.ceil(n / most_moments))
  for i = step, n, step do list[#list + 1] = i end
  if list[#list] ~= n then list[#list + 1] = n end
  return list
end

--- The interval that holds at every moment, over the items in the order of the log: of a run, or of its difference from
--- another. Nothing for scores without a range, or with two cluster keys at once.
---@param record table of results.groups
---@param run string
---@param baseline string?
---@return { n: integer, value: number?, lower: number, upper: number }[]?, number? level
function behind.path(record, run, baseline)
  local source = sources[record]
  if not source or #source.group.keys > 1 then return nil end
  local group, level = source.group, (source.config.stop or {}).level or source.config.level
  local range = group.range or (group.unit_range and { 0, 1 })
  local a, b = place_of(group, run), baseline and place_of(group, baseline)
  if not range or not a or (baseline and not b) then return nil end
  local scores = group.design:scores(a)
  local low, high = range[1], range[2]
  if b then
    scores = difference(scores, group.design:scores(b), group.counts.n_items)
    low, high = low - range[2], high - range[1]
  end
  local list = observations(group, scores)
  local path = attempt.call(core.sequence, list, { level = level, low = low, high = high, at = moments(list.n or #list) })
  return path, level
end

return behind
