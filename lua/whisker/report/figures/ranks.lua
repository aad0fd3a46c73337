-- The ranks that each run may have: sets that hold together, from all pairs compared at once.

local tables = require("whisker.report.tables")
local words = require("whisker.report.words")
local core = require("whisker.core")

local function leaders(ranking)
  local count = 0
  for _, entry in ipairs(ranking.runs) do
    if entry.rank_best == 1 then count = count + 1 end
  end
  return count
end

---@param group table
---@return table? chart
return function(group)
  local ranking = group.ranking
  if not ranking or #ranking.runs < 3 then return nil end
  local rows = {}
  for i, entry in ipairs(ranking.runs) do
    rows[i] = { name = entry.run, value = i, low = entry.rank_best, high = entry.rank_worst, text = entry.letters,
      mark = entry.rank_best == entry.rank_worst and "filled" or "hollow",
      tip = ("%s: rank %s"):format(entry.run, tables.ranks(entry)) }
  end
  return { chart = "rows", title = "Ranks that each run may have",
    description = ("A line spans the ranks that hold together with %s%% confidence, the circle is the order of the " ..
      "scores, filled where no other rank is left."):format(core.number_text(ranking.level * 100, 6)),
    alt = ("%s may be the best of %d."):format(words.plural(leaders(ranking), "run"), #rows), rows = rows,
    axis = { label = "rank", low = 1, high = #rows, whole = true }, text_title = "tied", unit = "raw" }
end
