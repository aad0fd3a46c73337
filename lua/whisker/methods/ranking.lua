-- Many comparisons at once by max_t or min_p: p values and intervals that hold together, from joint flips of the signs of
-- clusters; and what follows from the p values, which runs are tied and which ranks each may have.

local attempt = require("whisker.attempt")
local core = require("whisker.core")

local ranking = {}

local statistics = { max_t = "studentized", min_p = "min_p" }

--- The test of a pair alone: of its t, or of its mean, as compare = { test = "sign_flip" } has it.
local tests = { max_t = "sign_flip_t", min_p = "sign_flip" }

ranking.names = { "max_t", "min_p" }

--- Is it one of the adjustments that are made here?
function ranking.adjusts(name) return statistics[name] ~= nil end

-- Runs that share too few items are compared as separate samples, whose difference has no signs to flip. Such a pair
-- takes its Bonferroni share of the error, 1 of all pairs, and the joint test the rest.

local function is_joint(comparison) return comparison.pairing == "paired" end

local function those_joint(comparisons)
  local joint = {}
  for _, comparison in ipairs(comparisons) do
    if is_joint(comparison) then joint[#joint + 1] = comparison end
  end
  return joint
end

--- Pairs of runs over the items that both have. share: of the error that is theirs.
local function joint_test(group, config, joint, share)
  local pairs_of_runs = {}
  for i, comparison in ipairs(joint) do pairs_of_runs[i] = comparison.places end
  return attempt.call(group.design.max_t, group.design, pairs_of_runs, {
    statistic = statistics[config.adjust], level = 1 - (1 - config.level) * share, replicates = config.compare.replicates,
    seed = config.compare.seed, low = group.range and group.range[1], high = group.range and group.range[2],
  })
end

local function of_share(p, share) return p and math.min(1, p / share) end

local function put_into(joint, found, share, test)
  for i, comparison in ipairs(joint) do
    local pair = found.pairs[i]
    comparison.p, comparison.p_adjusted = pair.p_unadjusted, of_share(pair.p_step_down, share)
    comparison.p_single_step = of_share(pair.p, share)
    comparison.simultaneous_ci = pair.lo and { pair.lo, pair.hi } or nil
    comparison.test = test
    comparison.testing = { method = found.method, exact = found.exact, replicates = found.replicates, seed = found.seed,
      units = found.n_units, smallest_p = found.smallest_p }
  end
end

local function is_all_pairs(n_runs, comparisons) return #comparisons == n_runs * (n_runs - 1) / 2 end

--- Tie groups and rank sets, when all pairs were compared.
local function ranks_of(group, config, scores, comparisons)
  local values, place = {}, {}
  for i, score in ipairs(scores) do values[i], place[score.index] = score.estimate, i end
  local renumbered = {}
  for i, comparison in ipairs(comparisons) do
    local interval = comparison.simultaneous_ci or {}
    renumbered[i] = { a = place[comparison.places[1]], b = place[comparison.places[2]], value = comparison.difference,
      lo = interval[1], hi = interval[2], p_step_down = comparison.p_adjusted }
  end
  local by_p = { alpha = 1 - config.level } -- step-down decides more than intervals do, and holds where they do not reach
  local ties, message, code = attempt.call(core.tie_groups, values, renumbered, by_p)
  if not ties then return nil, message, code end
  local sets = core.rank_sets(#scores, renumbered, by_p)
  local ranking_of = { task = group.task, metric = group.metric, level = config.level,
    method = config.adjust, n_groups = #ties.groups, runs = {} }
  for i, score in ipairs(scores) do
    ranking_of.runs[i] = { run = score.run, estimate = score.estimate, rank_best = sets[i].best,
      rank_worst = sets[i].worst, letters = ties.letters[i] }
  end
  return ranking_of
end

--- Give the comparisons their joint p values and simultaneous intervals.
---@return table[]? comparisons, table|string|nil ranking, string? code
function ranking.joint(group, config, scores, comparisons)
  local joint = those_joint(comparisons)
  local share = #joint / #comparisons
  if #joint > 0 then
    local found, message, code = joint_test(group, config, joint, share)
    if not found then return nil, message, code end
    put_into(joint, found, share, tests[config.adjust])
  end
  for _, comparison in ipairs(comparisons) do
    if not is_joint(comparison) then comparison.p_adjusted = of_share(comparison.p, 1 / #comparisons) end
  end
  if not is_all_pairs(#scores, comparisons) then return comparisons end
  local ranks, message, code = ranks_of(group, config, scores, comparisons)
  if not ranks then return nil, message, code end
  return comparisons, ranks
end

return ranking
