-- Extensions: formats and statistics out of shared objects. The handle keeps the object loaded.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local scan = require("whisker.ffi.scan")
local tables = require("whisker.ffi.table")
local C, ffi, text = native.C, native.ffi, native.text

local Extension = arguments.new_type("whisker.Extension", C.whisker_extension_free)
local methods = Extension.__index

local extension = {}

function extension.is_one(value) return type(value) == "table" and getmetatable(value) == Extension end

function extension.take(name, position, value) return arguments.handle(name, position, value, Extension) end

function methods:about()
  local about = C.whisker_extension_about_of(extension.take("about", 0, self))
  return { name = text(about.name), version = text(about.version) }
end

function methods:formats()
  local pointer, list = extension.take("formats", 0, self), {}
  for i = 0, C.whisker_extension_formats(pointer) - 1 do
    local format = C.whisker_extension_format(pointer, i)
    list[i + 1] = { name = text(format.name), title = text(format.title) }
  end
  return list
end

function methods:statistics()
  local pointer, list = extension.take("statistics", 0, self), {}
  for i = 0, C.whisker_extension_statistics(pointer) - 1 do
    local statistic, columns = C.whisker_extension_statistic(pointer, i), {}
    for j = 0, statistic.n_columns - 1 do columns[j + 1] = text(statistic.columns[j]) end
    list[i + 1] = { name = text(statistic.name), columns = columns }
  end
  return list
end

-- ---- a format at work -----------------------------------------------------------------------------------------------

local function format_at(name, self, index)
  local pointer = extension.take(name, 0, self)
  return C.whisker_extension_format(pointer,
    arguments.place(name, 1, index, C.whisker_extension_formats(pointer), "format"))
end

--- The file's struct, and what it points to.
local function file_of(name, position, path, head)
  arguments.text(name, position, path)
  arguments.text(name, position + 1, head)
  local file = native.struct("whisker_format_file")
  file.path, file.head, file.head_length = path, head, #head
  return file, { path, head }
end

function methods:recognise(index, path, head)
  local format = format_at("recognise", self, index)
  local file, kept = file_of("recognise", 2, path, head)
  return native.call(kept, format.recognise, file) == 1
end

function methods:read(index, tbl, path, head)
  local format = format_at("read", self, index)
  local table_pointer = tables.take("read", 2, tbl)
  local file, kept = file_of("read", 3, path, head)
  local result, problem = native.struct("whisker_scan_result"), arguments.new_error()
  local rows = C.whisker_table_rows(table_pointer)
  local status = native.call(kept, format.read, file, table_pointer, result, problem)
  if status ~= C.WHISKER_OK then
    C.whisker_table_truncate(table_pointer, rows)
    problem.text[ffi.sizeof(problem.text) - 1] = 0
    return arguments.failure("read", 3, status, problem, path)
  end
  if result.first_row < rows or result.last_row < result.first_row
    or result.last_row > C.whisker_table_rows(table_pointer) then
    arguments.misuse("read", 1, "the format '%s' reports rows that it did not add", text(format.name))
  end
  return scan.result(result)
end

function methods:close()
  if getmetatable(self) == Extension then arguments.close(self, Extension) end
end

function extension.add(core)
  function core.extension(path)
    arguments.text("extension", 1, path)
    local place, problem = ffi.new("whisker_extension *[1]"), arguments.new_error()
    local status = C.whisker_extension_open(nil, path, place, problem)
    if status ~= C.WHISKER_OK then return arguments.failure("extension", 1, status, problem, path) end
    return arguments.new_handle(Extension, place[0])
  end
end

return extension
