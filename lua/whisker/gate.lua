-- A gate: a comparison that must come out well, so that a pull request can be stopped by an exit status. It errs on the
-- side of stopping: a candidate that lacks a task, or items that the baseline has, does not pass.
--
-- Two tests at a margin, by the interval that the report prints: non-inferiority asks that all of it lies above -margin,
-- equivalence that it lies between -margin and margin. At 95% that is a one-sided test, or two, at 2.5%.

local core = require("whisker.core")
local suggest = require("whisker.suggest")

local gate = {}

local function fits(record, rule)
  return (not rule.task or record.task == rule.task) and (not rule.metric or record.metric == rule.metric)
end

local function run_names(results)
  local names, seen = {}, {}
  for _, score in ipairs(results.scores) do
    if not seen[score.run] then seen[score.run], names[#names + 1] = true, score.run end
  end
  return names
end

--- A gate takes names to the letter: "main" must not come to mean "main-candidate".
local function exact(name, names, what)
  for _, known in ipairs(names) do
    if known == name then return true end
  end
  return nil, ("gate: no run is called '%s' (%s)%s; runs: %s"):format(name, what, suggest.hint(name, names),
    table.concat(names, ", "))
end

--- The comparison seen from the candidate: candidate minus baseline, its interval, the items that only the baseline has.
local function oriented(comparison, candidate, baseline)
  local ci = comparison.ci
  if comparison.a == candidate and comparison.b == baseline then
    return { difference = comparison.difference, low = ci and ci[1], high = ci and ci[2], lacking = comparison.n_b_only }
  elseif comparison.a == baseline and comparison.b == candidate then
    return { difference = -comparison.difference, low = ci and -ci[2], high = ci and -ci[1],
      lacking = comparison.n_a_only }
  end
end

local function unvarying(comparison)
  for _, note in ipairs(comparison.notes) do
    if note.code == "identical" or note.code == "no_variation" then return true end
  end
  return false
end

--- The strongest statement that the interval allows, in the words of core.equivalence.
local function verdict_of(low, high, margin, is_equivalence)
  if not low then return "undecided" end
  if high < -margin then return "inferior" end
  if is_equivalence and low > -margin and high < margin then return "equivalent" end
  if low > 0 then return "superior" end
  return low > -margin and "not_inferior" or "undecided"
end

--- Differences that are all alike leave nothing to chance: the difference decides, and may be as large as the margin.
local function verdict_of_unvarying(difference, margin, is_equivalence)
  if difference < -margin then return "inferior" end
  if is_equivalence and difference <= margin then return "equivalent" end
  return difference > 0 and "superior" or "not_inferior"
end

local passing = {
  non_inferiority = { not_inferior = true, superior = true },
  equivalence = { equivalent = true },
}

--- p of the hypothesis that the difference lies beyond the margin, where the interval is one of t or of the normal law.
local function p_of(comparison, seen, margin, is_equivalence)
  if comparison.interval ~= "t" and comparison.interval ~= "normal" then return nil end
  if margin == 0 and is_equivalence then return nil end
  return core.equivalence({ value = seen.difference, se = comparison.se, df = comparison.df, low = -margin,
    high = is_equivalence and margin or nil }).p
end

local function judge(comparison, seen, margin, test)
  local is_equivalence = test == "equivalence"
  if not unvarying(comparison) then
    return verdict_of(seen.low, seen.high, margin, is_equivalence), p_of(comparison, seen, margin, is_equivalence)
  end
  return verdict_of_unvarying(seen.difference, margin, is_equivalence)
end

local function check_pair(comparison, candidate, rule)
  local seen, test = oriented(comparison, candidate, rule.baseline), rule.test or "non_inferiority"
  local check = { candidate = candidate, task = comparison.task, metric = comparison.metric,
    difference = seen.difference, low = seen.low, high = seen.high, mde = comparison.mde,
    unit_range = comparison.unit_range, unvarying = unvarying(comparison) }
  check.verdict, check.p = judge(comparison, seen, rule.margin or 0, test)
  check.passed = passing[test][check.verdict] or false
  if seen.lacking > 0 and not rule.partial then
    check.passed = false
    check.reason = ("it has no score for %d items that the baseline has"):format(seen.lacking)
  end
  return check
end

local function find_comparison(results, score, candidate, baseline)
  for _, comparison in ipairs(results.comparisons) do
    if comparison.task == score.task and comparison.metric == score.metric and oriented(comparison, candidate, baseline)
    then
      return comparison
    end
  end
end

--- One check for each task and metric that the baseline has.
local function checks_of(results, candidate, rule)
  local list = {}
  for _, score in ipairs(results.scores) do
    if score.run == rule.baseline and fits(score, rule) then
      local comparison = find_comparison(results, score, candidate, rule.baseline)
      list[#list + 1] = comparison and check_pair(comparison, candidate, rule)
        or { candidate = candidate, task = score.task, metric = score.metric, passed = false,
          reason = "it has no score there" }
    end
  end
  return list
end

local function candidates_of(rule, names)
  if rule.candidate then return { rule.candidate } end
  local list = {}
  for _, name in ipairs(names) do
    if name ~= rule.baseline then list[#list + 1] = name end
  end
  return list
end

--- Is every candidate no worse than the baseline by more than `margin` (test "equivalence": and no better), with the
--- confidence of the report's level, on every task and metric that the baseline has?
---@param results table
---@param rule table { baseline, margin?, test?, candidate?, task?, metric?, partial? }
---@return table? verdict { passed, test, margin, baseline, power, checks = {...} }, string? message
function gate.check(results, rule)
  if not rule.baseline then return nil, "a gate names its baseline: gate = { baseline = \"main\", margin = 0.02 }" end
  local names = run_names(results)
  local known, message = exact(rule.baseline, names, "the baseline")
  if known and rule.candidate then known, message = exact(rule.candidate, names, "the candidate") end
  if not known then return nil, message end
  local verdict = { passed = true, test = rule.test or "non_inferiority", margin = rule.margin or 0,
    baseline = rule.baseline, power = results.power, checks = {} }
  for _, candidate in ipairs(candidates_of(rule, names)) do
    for _, check in ipairs(checks_of(results, candidate, rule)) do
      verdict.passed = verdict.passed and check.passed
      table.insert(verdict.checks, check)
    end
  end
  if #verdict.checks == 0 then return nil, "the gate finds nothing to compare with its baseline" end
  return verdict
end

return gate
