-- Texts with parts that are generated: between a line "generated: NAME" and a line "end of NAME", each in a comment of
-- the text's own kind.

local regions = {}

--- Marks of a Markdown file, and of a page for man(1).
regions.markdown = { "<!%-%- ", " %-%->" }
regions.roff = { '%.\\" ', "" }

--- The text with what is between the marks made anew. Every part must have a place, and every place a part.
---@param text string
---@param marks string[] patterns before and after the words of a mark
---@param parts table<string, string>
---@return string
function regions.fill(text, marks, parts)
  local placed = {}
  for name in pairs(parts) do placed[name] = 0 end
  local lines, skipping = {}, nil
  for line in text:gmatch("(.-)\n") do
    local begins = line:match("^" .. marks[1] .. "generated: ([%w_]+)" .. marks[2] .. "$")
    local ends = line:match("^" .. marks[1] .. "end of ([%w_]+)" .. marks[2] .. "$")
    if ends then
      assert(ends == skipping, "the end of '" .. ends .. "' is out of place")
      lines[#lines + 1], skipping = parts[ends], nil
    end
    if not skipping then lines[#lines + 1] = line end
    if begins then
      assert(parts[begins], "nothing is generated under the name '" .. begins .. "'")
      placed[begins], skipping = placed[begins] + 1, begins
    end
  end
  assert(not skipping, "'" .. tostring(skipping) .. "' has no end")
  for name, count in pairs(placed) do assert(count == 1, "'" .. name .. "' must have one place, and has " .. count) end
  return table.concat(lines, "\n") .. "\n"
end

return regions
