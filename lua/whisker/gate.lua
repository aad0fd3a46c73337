-- A gate: a comparison that must come out well, so that a pull request can be stopped by an exit status. It errs on the
-- side of stopping: a candidate that lacks a task, or items that the baseline has, does not pass.

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

--- The comparison seen from the candidate: candidate minus baseline, the lower end of its interval, the items that only
--- the baseline has.
local function oriented(comparison, candidate, baseline)
  local ci = comparison.ci
  if comparison.a == candidate and comparison.b == baseline then
    return comparison.difference, ci and ci[1], comparison.n_b_only
  elseif comparison.a == baseline and comparison.b == candidate then
    return -comparison.difference, ci and -ci[2], comparison.n_a_only
  end
end

local function unvarying(comparison)
  for _, note in ipairs(comparison.notes) do
    if note.code == "identical" or note.code == "no_variation" then return true end
  end
  return false
end

--- Does the comparison rule out a loss of more than the margin? Differences that are all alike leave nothing to chance.
local function within_margin(comparison, difference, low, margin)
  if unvarying(comparison) then return difference >= -margin, low or difference end
  return low ~= nil and low > -margin, low
end

local function check_pair(comparison, candidate, rule)
  local difference, low, lacking = oriented(comparison, candidate, rule.baseline)
  local check = { candidate = candidate, task = comparison.task, metric = comparison.metric, difference = difference,
    mde = comparison.mde, unit_range = comparison.unit_range }
  check.passed, check.low = within_margin(comparison, difference, low, rule.margin or 0)
  if lacking > 0 and not rule.partial then
    check.passed = false
    check.reason = ("it has no score for %d items that the baseline has"):format(lacking)
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

--- Is every candidate no worse than the baseline by more than `margin`, with the confidence of the report's level, on
--- every task and metric that the baseline has?
---@param results table
---@param rule table { margin, baseline, candidate?, task?, metric?, partial? }
---@return table? verdict { passed, margin, baseline, checks = {...} }, string? message
function gate.check(results, rule)
  if not rule.baseline then return nil, "a gate names its baseline: gate = { baseline = \"main\", margin = 0.02 }" end
  local names = run_names(results)
  local known, message = exact(rule.baseline, names, "the baseline")
  if known and rule.candidate then known, message = exact(rule.candidate, names, "the candidate") end
  if not known then return nil, message end
  local verdict = { passed = true, margin = rule.margin or 0, baseline = rule.baseline, checks = {} }
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
