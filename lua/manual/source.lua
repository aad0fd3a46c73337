-- What the sources say about themselves: LuaCATS annotations, comments of functions, comments on top of files.

local source = {}

---@param path string from the repository's folder
---@return string
function source.text(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

--- The sentences on top of a file, up to the first line that is empty or code.
function source.opening(path)
  local lines = {}
  for line in (source.text(path) .. "\n"):gmatch("(.-)\n") do
    local words = line:match("^%-%- (.+)$")
    if not words then break end
    lines[#lines + 1] = words
  end
  return table.concat(lines, " ")
end

--- The list in the comment on top of a file: "--   name      what it is", continued on lines that are indented further.
---@return { name: string, about: string }[]
function source.listed(path)
  local list, last = {}, nil
  for line in source.text(path):gmatch("[^\n]+") do
    if not line:find("^%-%-") then break end
    local name, about = line:match("^%-%-   (%l[%w_, ]-)%s%s+(%S.*)$")
    local more = line:match("^%-%-    +(%S.*)$")
    name = name or line:match("^%-%-   (%l[%l_, ]*)$")
    if name then
      last = { name = name, about = about or "" }
      list[#list + 1] = last
    elseif more and last then
      last.about = last.about .. (last.about == "" and "" or " ") .. more
    end
  end
  return list
end

--- The classes of a file in order, with the words before them and their fields.
---@return { name: string, about: string?, fields: { name: string, type: string, about: string }[] }[]
function source.classes(path)
  local list, before = {}, nil
  for line in source.text(path):gmatch("[^\n]+") do
    local class = line:match("^%-%-%-@class ([%w_.]+)")
    local name, rest = line:match("^%-%-%-@field ([%w_%[%]]+) (.*)$")
    if class then list[#list + 1] = { name = class, about = before, fields = {} } end
    before = line:match("^%-%-%- (.+)$")
    if name then
      local shown, about = source.split_type(rest)
      table.insert(list[#list].fields, { name = name, type = shown, about = about })
    end
  end
  return list
end

--- A type and the words after it: types hold spaces within brackets and after colons and commas only.
function source.split_type(text)
  local depth, i = 0, 1
  while i <= #text do
    local character = text:sub(i, i)
    if character:find("[%(%{%[<]") then depth = depth + 1 end
    if character:find("[%)%}%]>]") then depth = depth - 1 end
    if character == " " and depth == 0 and not text:sub(1, i - 1):find("[:,]$") then break end
    i = i + 1
  end
  return text:sub(1, i - 1), text:sub(i + 1)
end

--- Functions of a file with the comments before them: owner "document", name "section", arguments "text, facts", and what
--- they return as it is annotated.
---@return { owner: string, name: string, arguments: string, about: string, returns: string?, is_method: boolean }[]
function source.functions(path)
  local list, comment, returns = {}, {}, nil
  for line in (source.text(path) .. "\n"):gmatch("(.-)\n") do
    local words = line:match("^%-%-%- ?([^@].*)$")
    local owner, mark, name, arguments = line:match("^function ([%w_]+)([.:])([%w_]+)%((.-)%)")
    if owner then
      list[#list + 1] = { owner = owner, name = name, arguments = arguments, about = table.concat(comment, " "),
        returns = returns, is_method = mark == ":" }
    end
    returns = line:find("^%-%-%-") and (returns or line:match("^%-%-%-@return (.*)$")) or nil
    if words then comment[#comment + 1] = words elseif not line:find("^%-%-%-@") then comment = {} end
  end
  return list
end

return source
