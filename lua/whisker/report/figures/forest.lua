-- Scores with their intervals, best first.

local tables = require("whisker.report.tables")
local texts = require("whisker.report.figures.texts")

---@param group table
---@param results table
---@return table? chart
return function(group, results)
  if #group.scores == 0 then return nil end
  texts.prepared(group)
  local rows = {}
  for i, score in ipairs(group.scores) do
    rows[i] = { name = score.run, value = score.estimate, low = (score.ci or {})[1], high = (score.ci or {})[2],
      text = texts.score(group, score.estimate, score.se), tip = texts.tip(group, score.run, score, score.estimate) }
  end
  return { chart = "rows", title = "Scores with their intervals",
    description = ("Each line is the %s%% interval of a score by itself; that two lines overlap does not say that the " ..
      "scores are alike."):format(tables.level(results)),
    alt = ("%s leads with %s."):format(rows[1].name, rows[1].text), unit = group.unit, rows = rows,
    axis = { label = texts.label(group, "score") }, text_title = "score (SE)" }
end
