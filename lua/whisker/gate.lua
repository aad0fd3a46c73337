-- A gate: a comparison that must come out well, so that a pull request can be stopped by an exit status.

local pairing = require("whisker.pairing")

local gate = {}

local function fits(comparison, rule)
  return (not rule.task or comparison.task == rule.task) and (not rule.metric or comparison.metric == rule.metric)
end

--- The comparison seen from the candidate: candidate minus baseline.
local function oriented(comparison, candidate, baseline)
  if comparison.a == candidate and comparison.b == baseline then
    return comparison.difference, comparison.ci and comparison.ci[1]
  end
  if comparison.a == baseline and comparison.b == candidate then
    return -comparison.difference, comparison.ci and -comparison.ci[2]
  end
end

local function candidates_of(results, rule, baseline)
  local runs, seen = {}, {}
  for _, score in ipairs(results.scores) do
    if not seen[score.run] then seen[score.run], runs[#runs + 1] = true, score.run end
  end
  local base, message = pairing.find(baseline, runs)
  if not base then return nil, nil, message end
  if rule.candidate then
    local candidate
    candidate, message = pairing.find(rule.candidate, runs)
    return candidate and { candidate }, base, message
  end
  local others = {}
  for _, run in ipairs(runs) do if run ~= base then others[#others + 1] = run end end
  return others, base
end

--- Is every candidate no worse than the baseline by more than `margin`, with the confidence of the report's level?
---@param results table
---@param rule table { margin, candidate?, baseline, task?, metric? }
---@return table? verdict { passed, margin, checks = {...} }, string? message
function gate.check(results, rule)
  if not rule.baseline then return nil, "a gate names its baseline: gate = { baseline = \"main\", margin = 0.02 }" end
  local candidates, baseline, message = candidates_of(results, rule, rule.baseline)
  if not candidates then return nil, message end
  local verdict = { passed = true, margin = rule.margin or 0, baseline = baseline, checks = {} }
  for _, comparison in ipairs(results.comparisons) do
    for _, candidate in ipairs(candidates) do
      local difference, low = oriented(comparison, candidate, baseline)
      if difference and fits(comparison, rule) then
        local passed = low ~= nil and low > -verdict.margin
        verdict.passed = verdict.passed and passed
        table.insert(verdict.checks, { candidate = candidate, task = comparison.task, metric = comparison.metric,
          difference = difference, low = low, mde = comparison.mde, passed = passed })
      end
    end
  end
  if #verdict.checks == 0 then return nil, "the gate finds no comparison of its candidate with its baseline" end
  return verdict
end

return gate
