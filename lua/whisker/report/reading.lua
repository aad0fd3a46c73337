-- How to read the tables, for those who were never taught it: each sign that a report shows, in half a sentence.

local core = require("whisker.core")
local words = require("whisker.report.words")

local reading = {}

local function level(results) return core.number_text(results.level * 100, 6) end

--- What a cluster is called in these groups, if there are any that hold more than an item.
local function cluster_name(results)
  for _, group in ipairs(results.groups) do
    if group.n_clusters and group.n_clusters < group.n_items then return words.cluster_name(group) end
  end
end

local function several_draws(results)
  for _, score in ipairs(results.scores) do
    if score.draws_per_item and score.draws_per_item.most > 1 then return true end
  end
  return false
end

--- Error bars for these very items: another question, another answer.
local function is_fixed(results)
  for _, group in ipairs(results.groups) do
    if group.fixed then return true end
  end
  return false
end

local of_these_items = "Headings are benchmark · metric. An item is one question or task, a draw one answer to it; a score " ..
  "is the mean over the items, SE, its standard error, how far it would typically move if the same items were answered " ..
  "again. A %s%% interval holds the true value, that of very many answers to each, in %s of 100 evaluations."

local function of_scores(results)
  if is_fixed(results) then return of_these_items:format(level(results), level(results)) end
  local draws = several_draws(results)
  return ("Headings are benchmark · metric. An item is one question or task%s; a score is the mean over the items%s, SE, its " ..
    "standard error, how far it would typically move with other items of the same kind. A %s%% interval holds the true " ..
    "value, that of all such items, in %s of 100 evaluations."):format(draws and ", a draw one answer to it" or "",
    draws and " (of each the mean of its draws)" or "", level(results), level(results))
end

local function of_clusters(results)
  local name = cluster_name(results)
  if not name or is_fixed(results) then return "" end
  return (" Items of one %s tell less than as many separate ones; SE and interval allow for that."):format(
    name == "cluster" and "cluster (a passage, a source)" or name)
end

local function pairing_of(results)
  for _, comparison in ipairs(results.comparisons) do
    if comparison.pairing == "paired" then return "over the items that both runs have (paired)" end
  end
  return "of the two means"
end

local function of_differences(results, columns_shown)
  if #results.comparisons == 0 then return "" end
  local text = (" A difference is taken %s and has an interval of its own, which says more than whether those of the " ..
    "scores overlap; where it holds 0, the runs are not told apart."):format(pairing_of(results))
  if columns_shown == false then return text end
  local adjusted = #results.comparisons > 1 and results.adjust ~= "none"
    and ", adj. p the same allowing for the number of comparisons" or ""
  return text .. (" p: how often chance alone shows so much between equal runs%s. r: how far the two runs' item scores " ..
    "go together (0 to 1). MDE: the smallest true difference that %s%% of such evaluations find."):format(adjusted,
    core.number_text((results.power or 0.8) * 100, 4))
end

--- One paragraph for all tables of a report.
---@param results table
---@param columns_shown boolean? do tables show p, r and MDE? yes unless false
---@return string lead, string text
function reading.of(results, columns_shown)
  local surer = is_fixed(results) and "Four times the draws" or cluster_name(results)
    and "Four times the items, in new clusters," or "Four times the items"
  return "How to read this.", of_scores(results) .. of_clusters(results) .. of_differences(results, columns_shown)
    .. (" %s halve SE and interval."):format(surer)
end

return reading
