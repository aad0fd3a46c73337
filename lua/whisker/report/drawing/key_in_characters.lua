-- The key of a chart in characters.

local width = require("whisker.report.width")

--- Samples by mark and style, as the charts in characters draw them.
local samples = {
  point = { filled = "●", hollow = "○", square = "■", diamond = "◆" },
  line = { one = "⠤⠤⠤", two = "⠤⠄⠤", three = "⠄⠄⠄", guide = "┊", band = "⠂ ⠄" },
  tile = { one = "██", two = "▒▒", three = "░░", band = "( )", up = "+", down = "−", open = "·" },
  whisker = { one = "├─┤", outer = "┄┄┄" },
}

--- The lines of a key.
---@param entries table[]?
---@param columns integer
---@return string[]
return function(entries, columns)
  local lines, line = {}, ""
  for _, entry in ipairs(entries or {}) do
    local sample = (samples[entry.mark] or {})[entry.style or "filled"] or "·"
    local text = width.cut(sample .. " " .. entry.text, columns - 2)
    if line ~= "" and width.of(line) + 3 + width.of(text) > columns - 2 then
      lines[#lines + 1], line = "  " .. line, text
    else
      line = line == "" and text or line .. "   " .. text
    end
  end
  if line ~= "" then lines[#lines + 1] = "  " .. line end
  return lines
end
