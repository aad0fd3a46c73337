-- How many columns of a terminal a text takes.

local width = {}

--- Ranges of code points that take no column (combining marks, joiners) and two (East Asian wide, emoji).
local none = {
  { 0x300, 0x36F }, { 0x483, 0x489 }, { 0x591, 0x5BD }, { 0x610, 0x61A }, { 0x64B, 0x65F }, { 0x6D6, 0x6DC },
  { 0x93C, 0x93C }, { 0x941, 0x948 }, { 0x94D, 0x94D }, { 0xE31, 0xE31 }, { 0xE34, 0xE3A }, { 0xE47, 0xE4E },
  { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F },
  { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
}
local two = {
  { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
  { 0xA000, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE4F }, { 0xFF00, 0xFF60 },
  { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
}

local function within(code, ranges)
  for _, range in ipairs(ranges) do
    if code < range[1] then return false end
    if code <= range[2] then return true end
  end
  return false
end

--- The code point of a character.
function width.code_point(character)
  local first = character:byte(1)
  if first < 0x80 then return first end
  local code = first < 0xE0 and first - 0xC0 or first < 0xF0 and first - 0xE0 or first - 0xF0
  for i = 2, #character do code = code * 64 + character:byte(i) - 0x80 end
  return code
end

--- The characters of a UTF-8 text, one after the other; a stray byte is a character of its own.
function width.characters(text)
  return text:gmatch("[%z\1-\127\194-\244][\128-\191]*")
end

---@param text string
---@return integer
function width.of(text)
  if not text:find("[\128-\255]") then return #text end
  local total = 0
  for character in width.characters(text) do
    local code = width.code_point(character)
    total = total + (within(code, none) and 0 or within(code, two) and 2 or 1)
  end
  return total
end

--- Fill up with spaces to a number of columns.
---@param align "left"|"right"|nil
function width.pad(text, columns, align)
  local missing = columns - width.of(text)
  if missing <= 0 then return text end
  local spaces = (" "):rep(missing)
  return align == "right" and spaces .. text or text .. spaces
end

--- Cut to a number of columns, with an ellipsis.
function width.cut(text, columns)
  if width.of(text) <= columns then return text end
  local kept, used = {}, 0
  for character in width.characters(text) do
    local more = width.of(character)
    if used + more > columns - 1 then break end
    kept[#kept + 1], used = character, used + more
  end
  return table.concat(kept) .. "…"
end

--- Break into lines of at most `columns`, at spaces.
---@return string[]
function width.wrap(text, columns)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if line ~= "" and width.of(line) + 1 + width.of(word) > columns then
      lines[#lines + 1], line = line, word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  lines[#lines + 1] = line
  return lines
end

return width
