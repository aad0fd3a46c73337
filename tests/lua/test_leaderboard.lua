-- A real leaderboard: 14 systems on SWE-bench Verified, all 91 pairs by repository. The counts were found by a program of
-- their own in numpy, over all 4,096 patterns of signs of the 12 repositories.

local check = require("check")
local core = require("whisker.core")
local whisker = require("whisker")

local shared = os.getenv("WHISKER_SHARED") or "../shared"

local function leaderboard()
  local path = shared .. "/data/swebench/leaderboards_2025-12-10"
  check.needs(path)
  local log = assert(whisker.read({ data = path }))
  local design = assert(core.design(log.table, { score = "score:resolved", run = "run", item = "item",
    where = { task = "bash-only" }, missing = "zero" }))
  local repositories, values = {}, {}
  for i, item in ipairs(design:items()) do repositories[i] = item:match("^(.-)%-%d+$") end
  design:cluster_by_label(1, repositories)
  for run = 1, design:counts().n_runs do values[run] = design:mean(run).value end
  return design, values
end

local function count(list, holds)
  local found = 0
  for _, entry in ipairs(list) do
    if holds(entry) then found = found + 1 end
  end
  return found
end

local tests = check.tests()

function tests.pairs_that_differ()
  local design = leaderboard()
  local found = design:max_t()
  check.equal({ #found.pairs, found.n_units, found.patterns, found.exact }, { 91, 12, 4096, true })
  check.near(found.critical, 6.945672, 1e-6)
  check.equal(count(found.pairs, function(pair) return pair.p <= 0.05 end), 39)
  check.equal(count(found.pairs, function(pair) return pair.p_step_down <= 0.05 end), 39)
  check.equal(count(found.pairs, function(pair) return pair.lo > 0 or pair.hi < 0 end), 43)
  for _, pair in ipairs(found.pairs) do
    local difference = design:difference(pair.a, pair.b).difference
    check.near(pair.value, difference.value)
    check.near(pair.se, difference.se)
  end
end

--- The 231 issues of django weigh as one cluster: items as units would tell many more pairs apart.
function tests.repositories_cost_what_they_should()
  local design = leaderboard()
  design:uncluster()
  check.equal(count(design:max_t().pairs, function(pair) return pair.lo > 0 or pair.hi < 0 end) > 60, true)
end

function tests.tie_groups_and_ranks()
  local design, values = leaderboard()
  local found = design:max_t()
  local groups, ranks = core.tie_groups(values, found.pairs), core.rank_sets(#values, found.pairs)
  for _, pair in ipairs(found.pairs) do
    local share = groups.letters[pair.a]:find("[" .. groups.letters[pair.b] .. "]") ~= nil
    check.equal(share, not (pair.lo > 0 or pair.hi < 0))
  end
  for run, name in ipairs(design:runs()) do
    local rank = 1 + count(values, function(value) return value > values[run] end)
    check.equal(ranks[run].best <= rank and rank <= ranks[run].worst, true)
    if name:find("Claude 4.5 Opus", 1, true) then check.equal(ranks[run], { best = 1, worst = 5 }) end
    if name:find("Qwen2.5", 1, true) then check.equal(ranks[run], { best = 13, worst = 14 }) end
  end
end

return tests
