-- Text for GitHub's Markdown: everything that came from anywhere is shown as it stands. Marks are escaped; what GitHub
-- makes of the finished text beside Markdown (links, mentions, references, mathematics) is kept apart by a space of no
-- width, since no backslash stops it.

local gfm = {}

local apart = "&#8203;"

--- What GitHub would make a link, a mention or a reference of, and where it is cut.
local function without_links(text)
  return (text:gsub("#(%d)", "#" .. apart .. "%1"):gsub("([Gg][Hh]%-)(%d)", "%1" .. apart .. "%2")
    :gsub("://", ":" .. apart .. "//"):gsub("([Ww][Ww][Ww])%.", "%1" .. apart .. ".")
    :gsub("@([%w_])", "@" .. apart .. "%1"):gsub("%$", "<span>$</span>"))
end

--- Text inside a line: a heading, a cell, the words of a paragraph.
---@param text string on one line
---@return string
function gfm.escape(text)
  return without_links((text:gsub("[\\`*_{}%[%]<>|#~&]", "\\%0")))
end

--- Text that begins a line: no list, no rule, no block of code comes of it.
---@param text string on one line
---@return string
function gfm.line(text)
  text = gfm.escape(text:gsub("^%s+", ""))
  return (text:gsub("^(%d+)([.)])", "%1\\%2"):gsub("^[-+=]", "\\%0"))
end

return gfm
