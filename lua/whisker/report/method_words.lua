-- What was done beyond the formulas, in words: tests by flips of signs, intervals by resampling, verdicts of equivalence.

local core = require("whisker.core")
local numbers = require("whisker.report.numbers")

local method_words = {}

local function first_with(groups, of_comparisons, field)
  for _, group in ipairs(groups) do
    for _, record in ipairs(of_comparisons and group.comparisons or group.scores) do
      if record[field] then return record, group end
    end
  end
end

local function how_many(testing)
  if testing.exact then return "exact" end
  return ("%s random patterns, seed %s"):format(numbers.count(testing.replicates), core.number_text(testing.seed))
end

local function units(group) return group.n_clusters and "clusters" or "items" end

local test_words = {
  sign_flip = function(record, group)
    return ("come from flipping the signs of %s (%s)"):format(units(group), how_many(record.testing))
  end,
  sign_flip_t = function(record, group)
    return ("come from flipping the signs of %s, each difference on the scale of its standard error (%s)"):format(
      units(group), how_many(record.testing))
  end,
  wild = function(record, group)
    return ("come from the wild bootstrap over %s (%s)"):format(units(group), how_many(record.testing))
  end,
  mcnemar = function() return "are those of McNemar's exact test" end,
  mid_p = function() return "are the mid-p of McNemar's test" end,
}

--- " The p values come from flipping the signs of clusters (exact)."
function method_words.tests(results)
  local record, group = first_with(results.groups, true, "test")
  local words = record and test_words[record.test]
  if not words then return "" end
  local joint = record.p_single_step and (", jointly for all pairs (%s, step-down)"):format(results.adjust) or ""
  return (" The p values %s%s."):format(words(record, group), joint)
end

--- " Bootstrap intervals of 9,999 replicates, seed 0."
function method_words.resampling(results)
  local record, group = first_with(results.groups, false, "resampling")
  if not record then record, group = first_with(results.groups, true, "resampling") end
  if not record then return "" end
  local made = record.resampling
  if made.exact then return " The law of all resamples was computed, so nothing was drawn at random." end
  return (" %s replicates over %s %s, seed %s."):format(numbers.count(made.replicates), numbers.count(made.units),
    units(group), core.number_text(made.seed))
end

local verdicts = {
  equivalent = "equivalent within %s", not_inferior = "not worse by more than %s", inferior = "worse by more than %s",
  superior = "better, whatever the margin of %s", undecided = "undecided at a margin of %s",
}

--- A line for each comparison that was asked whether its runs are equivalent.
---@return { mark: string, text: string }[]
function method_words.equivalence(group)
  local list = {}
  for _, comparison in ipairs(group.comparisons) do
    local found = comparison.equivalence
    if found then
      local scale = group.unit == "percent" and 100 or 1
      local margin = numbers.fixed(found.margin * scale, group.decimals) .. (group.unit == "percent" and " points" or "")
      list[#list + 1] = { mark = "·", text = ("%s against %s: %s%s."):format(comparison.a, comparison.b,
        verdicts[found.verdict]:format(margin), found.p and (" (p %s of lying outside)"):format(
          found.p < 0.001 and numbers.p(found.p) or "= " .. numbers.p(found.p)) or "") }
    end
  end
  return list
end

return method_words
