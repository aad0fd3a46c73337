-- Lines with a label before them, as `whisker benchmarks NAME` and `whisker help config KEY` print.

local width = require("whisker.report.width")

local labelled = {}

--- Write a label and a text beside it, broken at 66 characters; nothing for no text.
---@param label string
---@param text string?
function labelled.write(label, text)
  if not text then return end
  for i, part in ipairs(width.wrap(text, 66)) do
    io.stdout:write(("  %-10s %s\n"):format(i == 1 and label or "", part))
  end
end

--- The same with the text's own lines.
function labelled.lines(label, text)
  local first = true
  for line in ((text or "") .. "\n"):gmatch("(.-)\n") do
    if text then io.stdout:write(("  %-10s %s\n"):format(first and label or "", line)) end
    first = false
  end
end

return labelled
