-- Paths and names of files.

local paths = {}

--- "a/b/c.json" -> "a/b", "c.json"; no folder: ".".
function paths.split(path)
  local folder, name = path:match("^(.*)/([^/]*)$")
  if not folder then return ".", path end
  return folder == "" and "/" or folder, name
end

function paths.join(folder, name)
  if name:sub(1, 1) == "/" or folder == "." or folder == "" then return name end
  return folder:gsub("/+$", "") .. "/" .. name
end

--- A name without its last extension, and the extension in lower case.
function paths.stem(name)
  local stem, extension = name:match("^(.+)%.([^.]+)$")
  if not stem then return name, "" end
  return stem, extension:lower()
end

--- A glob as a Lua pattern, but for its wildcards.
local function escaped(glob) return (glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0")) end

--- A glob (* within one name, ** across folders, ?) as a Lua pattern for whole paths.
local function glob_pattern(glob)
  local pattern = escaped(glob):gsub("%*%*/?", "\1"):gsub("%*", "[^/]*"):gsub("%?", "[^/]"):gsub("\1", ".-")
  return "^" .. pattern .. "$"
end

function paths.is_glob(path)
  return path:find("[*?]") ~= nil
end

--- The folder in which a glob has to be looked for: what stands before its first wildcard.
function paths.glob_root(glob)
  local fixed = glob:match("^([^*?]*)/[^/]*[*?]") or (glob:sub(1, 1) == "/" and "/" or ".")
  return fixed == "" and "/" or fixed
end

function paths.matches(path, glob)
  return path:gsub("^%./", ""):find(glob_pattern((glob:gsub("^%./", "")))) ~= nil
end

--- Is a name (of a task, a metric) meant by a glob, whose * stands for anything, "/" too?
function paths.name_matches(name, glob)
  return name:find("^" .. escaped(glob):gsub("%*+", ".-"):gsub("%?", ".") .. "$") ~= nil
end

return paths
