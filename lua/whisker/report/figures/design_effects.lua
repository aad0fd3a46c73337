-- What clusters cost: the design effect of each run's score, against 1 for items that stand alone.

local numbers = require("whisker.report.numbers")

local function worth(score)
  local items = numbers.count(math.max(1, math.floor(score.n_effective + 0.5)))
  return score.icc and ("%s (ICC %s)"):format(items, numbers.share(score.icc)) or items
end

---@param group table
---@return table? chart
return function(group)
  if not group.n_clusters then return nil end
  local rows, largest = {}, nil
  for _, score in ipairs(group.scores) do
    if score.design_effect and score.n_effective then
      rows[#rows + 1] = { name = score.run, value = score.design_effect, bar = true, text = worth(score),
        tip = ("%s: design effect %s"):format(score.run, numbers.fixed(score.design_effect, 2)) }
      largest = math.max(largest or 0, score.design_effect)
    end
  end
  if #rows == 0 then return nil end
  return { chart = "rows", title = "Design effects",
    description = "By what factor clusters enlarge the variance of each score; on the right how many independent items " ..
      "would say as much.",
    alt = ("The largest design effect is %s."):format(numbers.fixed(largest, 2)), rows = rows, unit = "raw",
    text_title = "worth items", axis = { label = "design effect", low = 0 },
    guides = { { at = 1, label = "items that stand alone" } } }
end
