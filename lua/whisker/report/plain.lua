-- Texts from logs as texts: names may hold escape codes, line breaks or bytes that are no UTF-8, and none of these may
-- reach a terminal or break a table.

local plain = {}

local replacement = "\239\191\189" -- U+FFFD

--- Bytes of the UTF-8 character at position i, or nil: overlong forms, surrogates and stray bytes are none.
local function character_length(text, i)
  local first, second = text:byte(i, i + 1)
  if first < 0x80 then return 1 end
  local length = first >= 0xF0 and 4 or first >= 0xE0 and 3 or 2
  if first < 0xC2 or first > 0xF4 or not text:find("^[\128-\191]" .. ("[\128-\191]"):rep(length - 2), i + 1) then
    return nil
  end
  if (first == 0xE0 and second < 0xA0) or (first == 0xED and second > 0x9F) or (first == 0xF0 and second < 0x90)
    or (first == 0xF4 and second > 0x8F) then
    return nil
  end
  return length
end

local function mend_bytes(text)
  local parts, i = {}, 1
  while i <= #text do
    local length = character_length(text, i)
    parts[#parts + 1] = length and text:sub(i, i + length - 1) or replacement
    i = i + (length or 1)
  end
  return table.concat(parts)
end

--- The text on one line, without control characters (C0, C1, the marks that turn the direction of writing).
---@param text string
---@return string
function plain.text(text)
  if not text:find("[%c\128-\255]") then return text end
  if text:find("[\128-\255]") then text = mend_bytes(text) end
  text = text:gsub("[\t\r\n]+", " "):gsub("%c", replacement)
  return (text:gsub("\194[\128-\159]", replacement):gsub("\226\128[\170-\174]", replacement)
    :gsub("\226\129[\166-\169]", replacement))
end

return plain
