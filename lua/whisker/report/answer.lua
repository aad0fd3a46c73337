-- The answer to "which is better, by how much, how sure, and what would make it surer?", in two sentences that ask for no
-- statistics: what the reader of one page must take along.

local core = require("whisker.core")
local numbers = require("whisker.report.numbers")
local tables = require("whisker.report.tables")
local words = require("whisker.report.words")

local answer = {}

-- ---- numbers in words ---------------------------------------------------------------------------------------

local function scale(group) return group.unit == "percent" and 100 or 1 end

local function points(group) return group.unit == "percent" and " points" or "" end

local function in_points(group, value, plus)
  return numbers.fixed(value * scale(group), tables.comparison_decimals(group), plus)
end

local function level(results) return core.number_text(results.level * 100, 6) end

local function power(results) return core.number_text((results.power or 0.8) * 100, 4) end

--- "a", "a and b", "a, b and c", "a, b, c and 5 more".
local function listed(names)
  local shown = {}
  for i = 1, math.min(#names, #names > 4 and 3 or 4) do shown[i] = names[i] end
  if #names > #shown then shown[#shown + 1] = ("%d more"):format(#names - #shown) end
  if #shown == 1 then return shown[1] end
  return table.concat(shown, ", ", 1, #shown - 1) .. " and " .. shown[#shown]
end

--- To two digits, as what is only about right.
local function about(count)
  local step = 10 ^ math.max(0, math.floor(math.log(count) / math.log(10) + 1e-12) - 1)
  return numbers.count(math.ceil(count / step - 1e-9) * step)
end

--- Clusters that are too few for any interval to be trusted.
local function too_few(record)
  for _, note in ipairs(record.notes) do
    if note.code == "very_few_clusters" then
      return ("Only %s clusters stand behind this, too few to say how sure it is."):format(numbers.count(record.n_clusters))
    end
  end
end

-- ---- one difference -----------------------------------------------------------------------------------------

local function is_apart(comparison)
  local ci = comparison.ci
  return ci ~= nil and (ci[1] > 0 or ci[2] < 0)
end

--- A comparison seen from the run that scores higher.
local function oriented(comparison)
  local ci = comparison.ci or {}
  if comparison.difference >= 0 then
    return { higher = comparison.a, lower = comparison.b, by = comparison.difference, low = ci[1], high = ci[2] }
  end
  return { higher = comparison.b, lower = comparison.a, by = -comparison.difference, low = ci[2] and -ci[2],
    high = ci[1] and -ci[1] }
end

--- How many such items would show a difference as large as the one that is seen.
local function items_needed(comparison, group)
  if not comparison.mde or comparison.difference == 0 or group.fixed then return "" end
  local times = (comparison.mde / comparison.difference) ^ 2
  if times <= 1 then return "" end
  if times > 100 then
    return " To show a difference as small as the one seen here would take more than 100 times as many items."
  end
  local clusters = comparison.n_clusters and (" in %s clusters"):format(about(comparison.n_clusters * times)) or ""
  return (" If it is really %s%s, it takes about %s such items%s to see it as often."):format(
    in_points(group, math.abs(comparison.difference)), points(group), about(comparison.n_items * times), clusters)
end

local function missed(comparison, group, results)
  if not comparison.mde then return "" end
  return (" To be seen in %s%% of such evaluations, a true difference must be at least %s%s."):format(power(results),
    in_points(group, comparison.mde), points(group))
end

local function not_apart(comparison, group, results)
  local seen = oriented(comparison)
  local text = ("%s scores %s%s higher, but with %s%% confidence the true difference lies between %s and %s, so that " ..
    "they may be equally good, or the other one better.%s%s"):format(seen.higher, in_points(group, seen.by),
    points(group), level(results), in_points(group, seen.low, true), in_points(group, seen.high, true),
    missed(comparison, group, results), items_needed(comparison, group))
  return ("%s and %s are not told apart."):format(seen.higher, seen.lower), text
end

--- Items that look alike although nobody said so.
local function doubt(group)
  if not group.candidate then return "" end
  return (" But items with the same '%s' look alike, which makes this less sure than it says: see below."):format(
    group.candidate.field)
end

--- Of a difference whose interval excludes 0.
local function how_sure(seen, group, results)
  local low = in_points(group, seen.low)
  local only_just = not low:find("[1-9]")
  return ("With %s%% confidence the true difference lies between %s and %s%s: %smore than the luck of %s."):format(
    level(results), only_just and "just above 0" or low, in_points(group, seen.high), points(group),
    only_just and "but only just, " or "", group.fixed and "the draws" or "which items were asked")
end

local function of_two(comparison, group, results)
  local seen = oriented(comparison)
  if comparison.difference == 0 and not comparison.ci then
    return ("%s and %s score the same."):format(seen.higher, seen.lower), "The mean of their differences is 0, and how " ..
      "far it might be from the true one cannot be said."
  end
  local lead = ("%s scores %s%s higher than %s."):format(seen.higher, in_points(group, seen.by), points(group), seen.lower)
  if not seen.low then return lead, "How sure that is cannot be said from these items." end
  if too_few(comparison) then return lead, too_few(comparison) end
  if not is_apart(comparison) then return not_apart(comparison, group, results) end
  return lead, how_sure(seen, group, results) .. doubt(group)
end

-- ---- several ------------------------------------------------------------------------------------------------

local function is_sure(comparison, results)
  return comparison.p_adjusted ~= nil and comparison.p_adjusted < 1 - results.level
end

--- All comparisons are with one run: what lies above it, below it, and what is not told apart.
local function against(baseline, group, results)
  local above, below, open = {}, {}, {}
  for _, comparison in ipairs(group.comparisons) do
    local list = not is_sure(comparison, results) and open or comparison.difference > 0 and above or below
    list[#list + 1] = comparison.a
  end
  local parts = {}
  if #above > 0 then parts[#parts + 1] = ("%s %s higher"):format(listed(above), #above == 1 and "scores" or "score") end
  if #below > 0 then parts[#parts + 1] = ("%s %s lower"):format(listed(below), #below == 1 and "scores" or "score") end
  if #open > 0 then
    parts[#parts + 1] = ("%s %s not told apart from it"):format(listed(open), #open == 1 and "is" or "are")
  end
  return ("Against %s: %s."):format(baseline, table.concat(parts, "; "))
end

--- The run with the highest score, and what it is told apart from.
local function of_top(group, results)
  local top, apart, open = group.scores[1].run, {}, {}
  for _, comparison in ipairs(group.comparisons) do
    local other = comparison.a == top and comparison.b or comparison.b == top and comparison.a
    if other then
      local list = is_sure(comparison, results) and apart or open
      list[#list + 1] = other
    end
  end
  if #apart + #open == 0 then return nil end
  local text = #apart > 0 and ("told apart from %s"):format(#open == 0 and #apart > 1 and "all others" or listed(apart)) or ""
  if #open > 0 then
    text = text .. (text ~= "" and ", not " or "not told apart ") .. ("from %s"):format(#apart == 0 and #open > 1
      and "any other" or listed(open))
  end
  return ("%s is first: %s."):format(top, text)
end

--- Where the intervals stand that a verdict must not come without.
local function listing(group)
  return group.intervals_listed == false and "; the intervals: --format csv" or "; the intervals are in the table"
end

local function of_many(group, results)
  local baseline = tables.baseline(group.comparisons)
  local lead = baseline and against(baseline, group, results) or of_top(group, results)
  if not lead then return nil end
  local detectable = words.detectable(group, results.power)
  local family = results.adjust == "none" and "each by itself" or ("adjusted for the %d comparisons"):format(
    #group.comparisons)
  return lead, ("Told apart: equal runs would hardly ever differ so much (p, %s, below %s)%s.%s%s"):format(family,
    numbers.share(1 - results.level), listing(group), detectable and " " .. detectable or "", doubt(group))
end

-- ---- the whole ----------------------------------------------------------------------------------------------

local function of_one(score, group, results)
  if not score.estimate then return nil end
  local function shown(value) return numbers.fixed(value * scale(group), group.decimals) end
  local unit = group.unit == "percent" and "%" or ""
  local lead = ("%s scores %s%s."):format(score.run, shown(score.estimate), unit)
  if not score.ci then return lead, "How sure that is cannot be said from these items." end
  if too_few(score) then return lead, too_few(score) end
  local what = group.fixed and "the score on these items, drawn again and again," or "the score on all such items"
  return lead, ("With %s%% confidence %s lies between %s and %s%s."):format(level(results), what, shown(score.ci[1]),
    shown(score.ci[2]), unit)
end

--- The answer of a group: a lead, and what goes with it; nothing where nothing was compared.
---@param group table with its units chosen
---@param results table
---@return string? lead, string? text
function answer.of(group, results)
  if #group.scores == 1 and #group.comparisons == 0 then return of_one(group.scores[1], group, results) end
  if #group.comparisons == 0 then return nil end
  if #group.comparisons == 1 then return of_two(group.comparisons[1], group, results) end
  return of_many(group, results)
end

--- The same as a part of a document.
function answer.add(group, results, doc)
  local lead, text = answer.of(group, results)
  if lead then doc:part("answer"):paragraph(text, lead) end
  return lead ~= nil
end

return answer
