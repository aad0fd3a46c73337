-- In which line of a config a key is set: configs are Lua tables and carry no positions, their text does.

local source_lines = {}

--- Skip a comment, a string or a long bracket at position i; nil if there is none.
local function skip_quoted(text, i)
  local comment = text:sub(i, i + 1) == "--"
  local start = comment and i + 2 or i
  local equals = text:match("^%[(=*)%[", start)
  if equals then
    local _, stop = text:find("]" .. equals .. "]", start, true)
    return (stop or #text) + 1
  end
  if comment then return (text:find("\n", i, true) or #text + 1) end
  local quote = text:match("^[\"']", i)
  if not quote then return nil end
  local j = i + 1
  while j <= #text and text:sub(j, j) ~= quote do
    j = j + (text:sub(j, j) == "\\" and 2 or 1)
  end
  return j + 1
end

local function line_at(text, position)
  local _, count = text:sub(1, position):gsub("\n", "")
  return count + 1
end

--- The line where `key =` stands (or ["key"] =), nil if it does not.
---@param text string the config's source
---@param key string
---@return integer?
function source_lines.of_key(text, key)
  local i = 1
  while i <= #text do
    local quoted = skip_quoted(text, i)
    if quoted then
      local inner = text:sub(i + 1, quoted - 2)
      if inner == key and text:find("^%s*%]%s*=", quoted) then return line_at(text, i) end
      i = quoted
    else
      local name = text:match("^[%a_][%w_]*", i)
      if name == key and text:find("^%s*=[^=]", i + #name) then return line_at(text, i) end
      i = i + (name and #name or 1)
    end
  end
end

return source_lines
