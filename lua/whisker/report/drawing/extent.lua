-- How much room a text takes when it is drawn, without knowing the font: a bound from the wide faces of the screen
-- (DejaVu Sans), so that texts placed by it do not touch in any other.

local width = require("whisker.report.width")

local extent = {}

--- In ems, by kind of character.
local narrow, letter, capital, broad, other, wide = 0.42, 0.645, 0.79, 1.0, 0.95, 1.1

local ems = {}
for character in ("ijlftrI|!.,:;'`()[]{}/\\ -\""):gmatch(".") do ems[character] = narrow end
for character in ("mwMW@%&"):gmatch(".") do ems[character] = broad end
for character in ("+<=>#~^"):gmatch(".") do ems[character] = 0.84 end
for _, character in ipairs({ "−", "×", "±" }) do ems[character] = 0.84 end
for _, character in ipairs({ "·", "–" }) do ems[character] = 0.5 end

local function em_of(character)
  if ems[character] then return ems[character] end
  if #character == 1 then return character:find("%u") and capital or letter end
  local columns = width.of(character)
  return columns == 0 and 0 or columns == 2 and wide or other
end

--- The width of a text in the unit of the font's size.
---@param text string
---@param size number
---@return number
function extent.of(text, size)
  local total = 0
  for character in width.characters(text) do total = total + em_of(character) end
  return total * size
end

--- The widest of some texts.
function extent.widest(texts, size)
  local most = 0
  for _, text in ipairs(texts) do most = math.max(most, extent.of(text, size)) end
  return most
end

--- How many characters from one end fit.
local function fitting(characters, first, step, room, of)
  local used, kept, i = 0, 0, first
  while characters[i] do
    used = used + of(characters[i])
    if used > room then break end
    kept, i = kept + 1, i + step
  end
  return kept
end

--- A text that fits, by the width of its characters: what is too long loses its middle, since names of models differ at
--- either end.
local function without_middle(text, room, of)
  local characters = {}
  for character in width.characters(text) do characters[#characters + 1] = character end
  local half = math.max(0, room - of("…")) / 2
  local head = fitting(characters, 1, 1, half + 0.5 * of("n"), of)
  local tail = fitting(characters, #characters, -1, half - 0.5 * of("n"), of)
  while tail > 0 and width.of(characters[#characters - tail + 1]) == 0 do tail = tail - 1 end
  return table.concat(characters, "", 1, head) .. "…" .. table.concat(characters, "", #characters - tail + 1)
end

---@param text string
---@param size number
---@param room number
---@return string
function extent.cut(text, size, room)
  if extent.of(text, size) <= room then return text end
  return without_middle(text, room / size, em_of)
end

--- The same for the columns of a terminal.
---@param text string
---@param columns integer
---@return string
function extent.cut_columns(text, columns)
  if width.of(text) <= columns then return text end
  return without_middle(text, columns, width.of)
end

--- Break into lines that fit, at spaces.
---@return string[]
function extent.wrap(text, size, room)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    local longer = line == "" and word or line .. " " .. word
    if line ~= "" and extent.of(longer, size) > room then
      lines[#lines + 1], line = line, word
    else
      line = longer
    end
  end
  lines[#lines + 1] = line
  return lines
end

return extent
