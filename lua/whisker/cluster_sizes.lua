-- Do large clusters score otherwise than small ones? Then the mean over items is not that over clusters, and large
-- clusters that a sample happens to miss cannot be seen in it: a reader should know (METHODS 2.4).

local core = require("whisker.core")

local cluster_sizes = {}

local fewest_clusters = 10

--- Size and mean score of each cluster, in the order in which they are met.
local function clusters_of(group, run)
  local place, sizes, sums = {}, {}, {}
  for item, score in ipairs(group.design:scores(run)) do
    local label = score and group.keys[1].label(item)
    if label then
      place[label] = place[label] or #sizes + 1
      local at = place[label]
      sizes[at], sums[at] = (sizes[at] or 0) + 1, (sums[at] or 0) + score
    end
  end
  local means = {}
  for i, sum in ipairs(sums) do means[i] = sum / sizes[i] end
  return sizes, means
end

--- Ranks from 1; equal numbers share the mean of theirs.
local function ranks(numbers)
  local order, ranked = {}, {}
  for i in ipairs(numbers) do order[i] = i end
  table.sort(order, function(a, b) return numbers[a] < numbers[b] or (numbers[a] == numbers[b] and a < b) end)
  local first = 1
  while first <= #order do
    local last = first
    while last < #order and numbers[order[last + 1]] == numbers[order[first]] do last = last + 1 end
    for i = first, last do ranked[order[i]] = (first + last) / 2 end
    first = last + 1
  end
  return ranked
end

--- Correlation; nil where one of the two does not vary. Both are ranks, whose sums are exact.
local function correlation(a, b)
  local mean, both, of_a, of_b = (#a + 1) / 2, 0, 0, 0
  for i = 1, #a do
    local x, y = a[i] - mean, b[i] - mean
    both, of_a, of_b = both + x * y, of_a + x * x, of_b + y * y
  end
  return of_a > 0 and of_b > 0 and both / math.sqrt(of_a * of_b) or nil
end

--- Spearman's rank correlation of size and mean score over clusters, with p by t on G - 2 degrees of freedom.
---@param group whisker.Group
---@param run integer
---@return { correlation: number, p: number, n_clusters: integer }?
function cluster_sizes.association(group, run)
  local sizes, means = clusters_of(group, run)
  if #sizes < fewest_clusters then return nil end
  local found = correlation(ranks(sizes), ranks(means))
  if not found then return nil end
  local df = #sizes - 2
  local t = math.abs(found) * math.sqrt(df / math.max(1 - found * found, 1e-300))
  return { correlation = found, p = math.min(1, 2 * core.dist.t_cdf(t, df, "upper")), n_clusters = #sizes }
end

--- The run in which size and score go together most clearly; nil when none does, at 5% over all runs.
---@param group whisker.Group
---@param scores table[] of the group
---@return table? association with run
function cluster_sizes.informative(group, scores)
  local clearest
  if #group.keys ~= 1 or group.statistic.kind ~= "mean" then return nil end
  for _, score in ipairs(scores) do
    local found = cluster_sizes.association(group, score.index)
    if found and (not clearest or found.p < clearest.p) then
      found.run, clearest = score.run, found
    end
  end
  return clearest and clearest.p * #scores < 0.05 and clearest or nil
end

return cluster_sizes
