-- The mean score of every run in every cluster, for the reports that show where a score or a difference comes from.

local cluster_scores = {}

--- More numbers than this say nothing to a reader, and are not kept.
local most = 100000

--- The cluster of every item, numbered in the order in which clusters are met. Items without a label stand alone.
local function clusters_of(group)
  local label, items = group.keys[1].label, group.design:items()
  local codes, by_label, list = {}, {}, {}
  for item = 1, #items do
    local name = label(item)
    local entry = name ~= nil and by_label[name]
    if not entry then
      entry = { label = name ~= nil and tostring(name) or items[item], size = 0, means = {} }
      list[#list + 1] = entry
      if name ~= nil then by_label[name] = entry end
    end
    entry.size, codes[item] = entry.size + 1, entry
  end
  return codes, list
end

--- The mean of one run in every cluster where it has scores, at its place in the list of scores.
local function add_means(codes, list, scores, place)
  local sums, counts = {}, {}
  for item = 1, #codes do
    local score, entry = scores[item], codes[item]
    if score then
      sums[entry], counts[entry] = (sums[entry] or 0) + score, (counts[entry] or 0) + 1
    end
  end
  for _, entry in ipairs(list) do
    entry.means[place] = counts[entry] and sums[entry] / counts[entry] or false
  end
end

--- The standard deviation over items of the mean over the runs, and that mean in every cluster.
local function add_all(codes, list, scores_of)
  local values, n, total = {}, 0, 0
  for item = 1, #codes do
    local sum, count = 0, 0
    for _, scores in ipairs(scores_of) do
      if scores[item] then sum, count = sum + scores[item], count + 1 end
    end
    values[item] = count > 0 and sum / count or false
    if count > 0 then n, total = n + 1, total + sum / count end
  end
  add_means(codes, list, values, 0)
  local squares = 0
  for item = 1, #codes do
    if values[item] then squares = squares + (values[item] - total / n) ^ 2 end
  end
  for _, entry in ipairs(list) do entry.mean, entry.means[0] = entry.means[0], nil end
  return n > 1 and math.sqrt(squares / (n - 1)) or nil, n > 0 and total / n or nil
end

--- Clusters by the first key, largest first: { label, size, mean over the runs, means by run in the order of `scores` };
--- `sd` over items of the mean over the runs, and `mean`. Nothing without clusters, with weights, or with very many.
---@param group whisker.Group
---@param config table
---@param scores table[] of the group
---@return table?
function cluster_scores.of(group, config, scores)
  if #group.keys == 0 or config.weight or group.statistic.kind ~= "mean" then return nil end
  local codes, list = clusters_of(group)
  if #list * #scores > most then return nil end
  local scores_of = {}
  for place, score in ipairs(scores) do
    scores_of[place] = group.design:scores(score.index)
    add_means(codes, list, scores_of[place], place)
  end
  local sd, mean = add_all(codes, list, scores_of)
  table.sort(list, function(a, b)
    if a.size ~= b.size then return a.size > b.size end
    return a.label < b.label
  end)
  list.sd, list.mean = sd, mean
  return list
end

return cluster_scores
