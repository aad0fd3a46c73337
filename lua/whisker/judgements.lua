-- Answers that were judged several times: their scores as they came, for what items, answers and the judge each put into
-- the variance of a score (METHODS 6.3).

local attempt = require("whisker.attempt")
local core = require("whisker.core")

local judgements = {}

--- Rows of a run, by the answer and its judgement; of one that stands there twice the last counts, as in the design.
local function rows_of(tbl, group, run)
  local list, place = {}, {}
  for _, part in ipairs(group.parts) do
    for row = part.first, part.last do
      local item = tbl:get(row, "item")
      if item and tbl:get(row, "run") == run and tbl:get(row, "task") == group.task
        and (not group.variant or tbl:get(row, "variant") == group.variant) then
        local answer = item .. "\0" .. (tbl:get(row, "draw") or "")
        local judgement = tbl:get(row, group.judgement)
        local name = answer .. "\0" .. (judgement or row)
        place[name] = place[name] or #list + 1
        list[place[name]] = { row = row, item = item, answer = answer }
      end
    end
  end
  return list
end

--- The label of each item's cluster; nil without clusters.
local function clusters_of(group)
  local key, labels = group.keys[1], {}
  if not key then return nil end
  for i, name in ipairs(group.design:items()) do labels[name] = tostring(key.label(i)) end
  return labels
end

--- Items, answers and the judge; nil where that cannot be told: keys that cross, items that count 0 because they were not
--- submitted.
---@param tbl whisker.Table
---@param group whisker.Group
---@param score table of the results
---@param options whisker.ComponentOptions
---@return whisker.Components?
function judgements.components(tbl, group, score, options)
  if #group.keys > 1 or (group.missing == "zero" and score.n_missing > 0) then return nil end
  local scores, items, asked = {}, {}, { answer = {} }
  for key, value in pairs(options) do asked[key] = value end
  local labels = clusters_of(group)
  asked.cluster = labels and {}
  for i, entry in ipairs(rows_of(tbl, group, score.run)) do
    local value = tbl:get(entry.row, group.column)
    scores[i], items[i], asked.answer[i] = type(value) == "number" and value, entry.item, entry.answer
    if labels then asked.cluster[i] = labels[entry.item] or entry.item end
  end
  return (attempt.call(core.components, scores, items, asked))
end

return judgements
