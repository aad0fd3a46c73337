-- HTML and SVG as text: elements with attributes in a fixed order, everything escaped.

local core = require("whisker.core")

local markup = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- Text that came from anywhere, safe between tags and in quoted attributes.
function markup.escape(text)
  return (text:gsub("[&<>\"']", entities))
end

--- A coordinate: two decimals, without the zeros that say nothing.
function markup.number(value)
  return (core.fixed_text(value, 2):gsub("0+$", ""):gsub("%.$", ""))
end

--- An element. attributes: a list of { name, value }, value a text, a number, true (the name alone) or false (left out);
--- content: markup, or nil for an element without an end.
---@param name string
---@param attributes table[]
---@param content string?
function markup.element(name, attributes, content)
  local parts = { "<", name }
  for _, attribute in ipairs(attributes) do
    local key, value = attribute[1], attribute[2]
    if value == true then
      parts[#parts + 1] = " " .. key
    elseif value then
      local text = type(value) == "number" and markup.number(value) or markup.escape(value)
      parts[#parts + 1] = (' %s="%s"'):format(key, text)
    end
  end
  parts[#parts + 1] = content and ">" .. content .. "</" .. name .. ">" or ">"
  return table.concat(parts)
end

return markup
