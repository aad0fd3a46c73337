-- Where the variance of each score comes from: which items were asked, and chance in their draws.

local cells = require("whisker.report.cells")
local document = require("whisker.report.document")
local numbers = require("whisker.report.numbers")
local texts = require("whisker.report.figures.texts")

local function number(group, value) return cells.text(document.cell.number(value, nil, true), group) end

local function row_of(group, record)
  local whole = record.item_part + record.draw_part
  return { name = record.run, parts = { record.item_part / whole, record.draw_part / whole },
    text = ("%s → %s"):format(number(group, record.se), number(group, record.se_limit)),
    tip = ("%s: %s%% from the draws"):format(record.run, numbers.fixed(100 * record.draw_part / whole, 0)) }
end

---@param group table
---@return table? chart
return function(group)
  texts.prepared(group)
  local rows, largest = {}, nil
  for _, record in ipairs(group.components or {}) do
    if record.item_part and record.draw_part and record.item_part + record.draw_part > 0 then
      rows[#rows + 1] = row_of(group, record)
      local share = record.share_within or 0
      if not largest or share > largest.share then largest = { share = share, run = record.run } end
    end
  end
  if #rows == 0 then return nil end
  return { chart = "rows", title = "Where the variance of each score comes from",
    description = "What is dark only more items would lessen, what is light more draws of each item too. On the right the " ..
      "standard error as it is, and what endless draws would leave of it.",
    alt = ("At most %s%% of the variance is chance in the draws (%s)."):format(numbers.fixed(largest.share * 100, 0),
      largest.run), rows = rows, unit = "percent", text_title = "SE → SE at K = ∞",
    axis = { label = "% of the variance of the score", low = 0, high = 1 },
    key = { { mark = "tile", style = "one", text = "which items were asked" },
      { mark = "tile", style = "two", text = "chance in their draws" } } }
end
