-- Extensions: shared objects that add formats and statistics of their own (the section "extensions" of libwhisker's
-- header). What they offer stands beside the built-in ones and is used in the same way.

local core = require("whisker.core")

local extensions = {}

local opened = {} ---@type whisker.Extension[]
local by_path = {} ---@type table<string, whisker.Extension>
local formats = {}

--- A format of an extension in the form that formats/ has: one layout, whose functions lead into the shared object.
local function as_format(extension, index, offered)
  return {
    name = offered.name, title = offered.title,
    layouts = { {
      name = offered.name,
      recognise = function(file) return extension:recognise(index, file.path, file.head) end,
      read = function(file, into)
        local done, message, code = extension:read(index, into.table, file.path, file.head)
        if not done then return nil, message, code end
        local function fills(column) return #into.table:distinct(column, done.first, done.last) > 0 end
        local is_read = done.last >= done.first
        done.task = not (is_read and into.table:kind("task") and fills("task")) and file.stem or nil
        done.run = not (is_read and into.table:kind("run") and fills("run")) and file.stem or nil
        return done
      end,
    } },
  }
end

--- Load a shared object, once. It runs with the rights of this process, so a config cannot do it.
---@param path string
---@return { name: string, version: string }? about, string? message, string? code
function extensions.load(path)
  if not path:find("/", 1, true) then path = "./" .. path end
  if by_path[path] then return by_path[path]:about() end
  local extension, message, code = core.extension(path)
  if not extension then return nil, message, code end
  by_path[path], opened[#opened + 1] = extension, extension
  for index, offered in ipairs(extension:formats()) do
    formats[#formats + 1] = as_format(extension, index, offered)
  end
  require("whisker.formats").refresh()
  return extension:about()
end

--- Formats of all extensions, in the order of loading.
function extensions.formats() return formats end

--- A statistic by name: its extension, and what that says of it.
---@param name string
---@return whisker.Extension? extension, { name: string, columns: string[] }? entry
function extensions.statistic(name)
  for _, extension in ipairs(opened) do
    for _, offered in ipairs(extension:statistics()) do
      if offered.name == name then return extension, offered end
    end
  end
end

return extensions
