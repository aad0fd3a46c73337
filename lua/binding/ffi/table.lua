-- whisker.Table: columns of the draws as they came.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi, text = native.C, native.ffi, native.text
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

local Table = arguments.new_type("whisker.Table", C.whisker_table_free)
local methods = Table.__index

local tables = {}

-- ---- arguments --------------------------------------------------------------------------------------------------

function tables.take(name, position, value) return arguments.handle(name, position, value, Table) end
local function take_self(name, self) return tables.take(name, 0, self) end

local function column_names(pointer)
  local list, length = {}, ffi.new("size_t[1]")
  for i = 0, C.whisker_table_columns(pointer) - 1 do
    local name = C.whisker_table_column_name(pointer, i, length)
    list[i + 1] = text(name, length[0])
  end
  return list
end

local function raise_no_column(name, position, pointer, role, column)
  local near = names.nearest(column, column_names(pointer))
  local before = role and role .. ": " or ""
  if near then misuse(name, position, "%sno column is called '%s'; did you mean '%s'?", before, column, near) end
  misuse(name, position, "%sno column is called '%s'", before, column)
end

local function wrong_kind(name, position, before, column, found, kind)
  misuse(name, position, "%scolumn '%s' is a %s column, not a %s one", before, column, names.name(names.kind, found),
    names.name(names.kind, tonumber(kind)))
end

--- A column by name, of a kind if that is given.
function tables.column(name, position, pointer, column, kind)
  arguments.text(name, position, column)
  local number = C.whisker_table_find(pointer, column, #column)
  if number == C.WHISKER_NO_COLUMN then raise_no_column(name, position, pointer, nil, column) end
  local found = C.whisker_table_column_kind(pointer, number)
  if kind and found ~= tonumber(kind) then wrong_kind(name, position, "", column, found, kind) end
  return number
end

--- The column that an option names.
function tables.find_column(name, position, pointer, role, column, kind)
  local number = C.whisker_table_find(pointer, column, #column)
  if number == C.WHISKER_NO_COLUMN then raise_no_column(name, position, pointer, role, column) end
  local found = C.whisker_table_column_kind(pointer, number)
  if found ~= tonumber(kind) then wrong_kind(name, position, role .. ": ", column, found, kind) end
  return number
end

function tables.intern(name, position, pointer, value)
  local symbol, problem = ffi.new("int32_t[1]"), new_error()
  local status = C.whisker_table_intern(pointer, value, #value, symbol, problem)
  if status == C.WHISKER_NO_MEMORY then error("not enough memory") end
  if status ~= C.WHISKER_OK then misuse(name, position, "%s", text(problem.text)) end
  return symbol[0]
end

local function take_symbol(name, position, pointer, value)
  if value == nil then return C.WHISKER_NO_SYMBOL end
  return tables.intern(name, position, pointer, arguments.text(name, position, value))
end

function tables.text(pointer, symbol)
  if symbol == C.WHISKER_NO_SYMBOL then return nil end
  local length = ffi.new("size_t[1]")
  local found = C.whisker_table_text(pointer, symbol, length)
  return text(found, length[0])
end

local function take_row(name, position, pointer, row)
  return arguments.place(name, position, row, tonumber(C.whisker_table_rows(pointer)), "row")
end

--- Both ends included and counted from 1, as first and one past the last from 0.
local function take_rows(name, position, pointer, first, last)
  local rows = tonumber(C.whisker_table_rows(pointer))
  arguments.integer(name, position, first)
  arguments.integer(name, position + 1, last)
  if first < 1 or last > rows or last < first - 1 then
    misuse(name, position, "rows %d to %d are not within 1 to %d", first, last, rows)
  end
  return first - 1, last
end

-- ---- shape ------------------------------------------------------------------------------------------------------

function methods:rows() return tonumber(C.whisker_table_rows(take_self("rows", self))) end

function methods:columns() return column_names(take_self("columns", self)) end

function methods:kind(column)
  local pointer = take_self("kind", self)
  arguments.text("kind", 1, column)
  return names.name(names.kind, C.whisker_table_column_kind(pointer, C.whisker_table_find(pointer, column, #column)))
end

function methods:add_column(column, kind)
  local pointer = take_self("add_column", self)
  arguments.text("add_column", 1, column)
  arguments.text("add_column", 2, kind)
  local number, problem = arguments.name_number("add_column", 2, "kind", kind, names.kind), new_error()
  local status = C.whisker_table_add_column(pointer, column, #column, number, ffi.new("int32_t[1]"), problem)
  if status ~= C.WHISKER_OK then return failure("add_column", 1, status, problem) end
  return true
end

function methods:add_rows(count)
  local pointer, first, problem = take_self("add_rows", self), ffi.new("int64_t[1]"), new_error()
  local status = C.whisker_table_add_rows(pointer, arguments.integer("add_rows", 1, count), first, problem)
  if status ~= C.WHISKER_OK then return failure("add_rows", 1, status, problem) end
  return tonumber(first[0]) + 1
end

function methods:truncate(rows)
  local pointer = take_self("truncate", self)
  local all = tonumber(C.whisker_table_rows(pointer))
  arguments.integer("truncate", 1, rows)
  if rows < 0 or rows > all then misuse("truncate", 1, "a table of %d rows cannot keep %d", all, rows) end
  C.whisker_table_truncate(pointer, rows)
end

-- ---- cells ------------------------------------------------------------------------------------------------------

function methods:get(row, column)
  local pointer = take_self("get", self)
  row = take_row("get", 1, pointer, row)
  local number = tables.column("get", 2, pointer, column)
  local reals, symbols = C.whisker_table_column_reals(pointer, number), C.whisker_table_column_symbols(pointer, number)
  if reals ~= nil and reals[row] == reals[row] then return reals[row] end
  return symbols ~= nil and tables.text(pointer, symbols[row]) or nil
end

local function set_real(pointer, row, column, value, problem)
  local number = ffi.new("double[1]")
  if type(value) ~= "string" then
    number[0] = arguments.number("set", 3, value)
  elseif C.whisker_number_parse(value, #value, number) == 0 then
    return C.whisker_table_set_symbol(pointer, row, column, tables.intern("set", 3, pointer, value), problem)
  end
  return C.whisker_table_set_real(pointer, row, column, number[0], problem)
end

local function set_text(pointer, row, column, value, problem)
  if type(value) == "number" then -- with as many digits as it needs
    local buffer = ffi.new("char[32]")
    local length = C.whisker_number_text(value, 0, buffer)
    value = text(buffer, length)
  end
  return C.whisker_table_set_symbol(pointer, row, column, take_symbol("set", 3, pointer, value), problem)
end

function methods:set(row, column, value)
  local pointer, problem = take_self("set", self), new_error()
  row = take_row("set", 1, pointer, row)
  local number = tables.column("set", 2, pointer, column)
  local is_real = C.whisker_table_column_kind(pointer, number) == C.WHISKER_REAL
  local status = (is_real and set_real or set_text)(pointer, row, number, value, problem)
  if status ~= C.WHISKER_OK then return failure("set", 3, status, problem) end
end

function methods:fill(column, first, last, value)
  local pointer, problem = take_self("fill", self), new_error()
  local number = tables.column("fill", 1, pointer, column, C.WHISKER_SYMBOL)
  first, last = take_rows("fill", 2, pointer, first, last)
  local symbol = take_symbol("fill", 4, pointer, value)
  local status = C.whisker_table_fill(pointer, number, first, last, symbol, problem)
  if status ~= C.WHISKER_OK then return failure("fill", 1, status, problem) end
end

-- ---- whole columns ----------------------------------------------------------------------------------------------

function methods:distinct(column, first, last)
  local pointer, problem, count = take_self("distinct", self), new_error(), ffi.new("int32_t[1]")
  local number = tables.column("distinct", 1, pointer, column)
  first, last = take_rows("distinct", 2, pointer, first, last)
  local status = C.whisker_table_distinct(pointer, number, first, last, nil, 0, count, problem)
  if status ~= C.WHISKER_OK then return failure("distinct", 1, status, problem) end
  local symbols = ffi.new("int32_t[?]", math.max(count[0], 1))
  status = C.whisker_table_distinct(pointer, number, first, last, symbols, count[0], count, problem)
  if status ~= C.WHISKER_OK then return failure("distinct", 1, status, problem) end
  local list = {}
  for i = 0, count[0] - 1 do list[i + 1] = tables.text(pointer, symbols[i]) end
  return list
end

--- The symbols of a map's keys that the table knows, and the values beside them.
local function known_entries(name, position, pointer, map, value_type)
  arguments.table(name, position, map)
  local symbols, values = {}, {}
  for key, value in next, map do
    if type(key) ~= "string" then misuse(name, position, "texts expected as keys, got a %s", type(key)) end
    if type(value) ~= value_type then
      misuse(name, position, "the value of '%s' must be a %s, got %s", key, value_type, type(value))
    end
    local symbol = C.whisker_table_symbol(pointer, key, #key)
    if symbol ~= C.WHISKER_NO_SYMBOL then
      symbols[#symbols + 1], values[#values + 1] = symbol, value
    end
  end
  return symbols, values
end

function methods:recode(column, first, last, numbers)
  local pointer, problem, changed = take_self("recode", self), new_error(), ffi.new("int64_t[1]")
  local number = tables.column("recode", 1, pointer, column, C.WHISKER_REAL)
  first, last = take_rows("recode", 2, pointer, first, last)
  local symbols, values = known_entries("recode", 4, pointer, numbers, "number")
  local status = C.whisker_table_recode(pointer, number, first, last, #symbols,
    ffi.new("int32_t[?]", #symbols + 1, symbols), ffi.new("double[?]", #values + 1, values), changed, problem)
  if status ~= C.WHISKER_OK then return failure("recode", 4, status, problem) end
  return tonumber(changed[0])
end

function methods:replace(column, texts)
  local pointer, problem = take_self("replace", self), new_error()
  local number = tables.column("replace", 1, pointer, column, C.WHISKER_SYMBOL)
  local from, to = known_entries("replace", 2, pointer, texts, "string")
  for i, value in ipairs(to) do to[i] = tables.intern("replace", 2, pointer, value) end
  local status = C.whisker_table_replace(pointer, number, #from, ffi.new("int32_t[?]", #from + 1, from),
    ffi.new("int32_t[?]", #to + 1, to), problem)
  if status ~= C.WHISKER_OK then return failure("replace", 2, status, problem) end
end

function methods:scale(column, first, last, factor, offset)
  local pointer, problem = take_self("scale", self), new_error()
  local number = tables.column("scale", 1, pointer, column, C.WHISKER_REAL)
  first, last = take_rows("scale", 2, pointer, first, last)
  factor, offset = arguments.number("scale", 4, factor), arguments.number("scale", 5, offset)
  local status = C.whisker_table_scale(pointer, number, first, last, factor, offset, problem)
  if status ~= C.WHISKER_OK then return failure("scale", 4, status, problem) end
end

function methods:blank(column, first, last, value)
  local pointer, problem, changed = take_self("blank", self), new_error(), ffi.new("int64_t[1]")
  local number = tables.column("blank", 1, pointer, column, C.WHISKER_REAL)
  first, last = take_rows("blank", 2, pointer, first, last)
  value = arguments.number("blank", 4, value)
  local status = C.whisker_table_blank(pointer, number, first, last, value, changed, problem)
  if status ~= C.WHISKER_OK then return failure("blank", 4, status, problem) end
  return tonumber(changed[0])
end

function methods:clear(column, where, value, first, last)
  local pointer, problem, changed = take_self("clear", self), new_error(), ffi.new("int64_t[1]")
  local number = tables.column("clear", 1, pointer, column)
  local condition = tables.column("clear", 2, pointer, where, C.WHISKER_SYMBOL)
  arguments.text("clear", 3, value)
  first, last = take_rows("clear", 4, pointer, first, last)
  local symbol = C.whisker_table_symbol(pointer, value, #value)
  if symbol == C.WHISKER_NO_SYMBOL then return 0 end
  local status = C.whisker_table_clear(pointer, number, condition, symbol, first, last, changed, problem)
  if status ~= C.WHISKER_OK then return failure("clear", 1, status, problem) end
  return tonumber(changed[0])
end

function methods:match(one, other, into, first, last)
  local pointer, problem = take_self("match", self), new_error()
  one = tables.column("match", 1, pointer, one, C.WHISKER_SYMBOL)
  other = tables.column("match", 2, pointer, other, C.WHISKER_SYMBOL)
  into = tables.column("match", 3, pointer, into, C.WHISKER_REAL)
  first, last = take_rows("match", 4, pointer, first, last)
  local status = C.whisker_table_match(pointer, one, other, into, first, last, problem)
  if status ~= C.WHISKER_OK then return failure("match", 1, status, problem) end
end

function methods:join(columns, separator, into, first, last)
  local pointer, problem = take_self("join", self), new_error()
  arguments.table("join", 1, columns)
  arguments.text("join", 2, separator)
  into = tables.column("join", 3, pointer, into)
  first, last = take_rows("join", 4, pointer, first, last)
  if #columns < 1 or #columns > 8 then misuse("join", 1, "one to 8 columns can be joined") end
  local numbers = ffi.new("int32_t[8]")
  for i, name in ipairs(columns) do
    if type(name) ~= "string" then misuse("join", 1, "columns are named by texts") end
    numbers[i - 1] = tables.find_column("join", 1, pointer, "join", name, C.WHISKER_SYMBOL)
  end
  local status = C.whisker_table_join(pointer, #columns, numbers, separator, into, first, last, problem)
  if status ~= C.WHISKER_OK then return failure("join", 1, status, problem) end
end

function methods:count_empty(columns, first, last)
  local pointer, problem, empty = take_self("count_empty", self), new_error(), ffi.new("int64_t[1]")
  arguments.table("count_empty", 1, columns)
  first, last = take_rows("count_empty", 2, pointer, first, last)
  local numbers = ffi.new("int32_t[?]", #columns + 1)
  for i, name in ipairs(columns) do
    if type(name) ~= "string" then misuse("count_empty", 1, "columns are named by texts") end
    numbers[i - 1] = tables.column("count_empty", 1, pointer, name)
  end
  local status = C.whisker_table_count_empty(pointer, #columns, numbers, first, last, empty, problem)
  if status ~= C.WHISKER_OK then return failure("count_empty", 1, status, problem) end
  return tonumber(empty[0])
end

local function copy_cell(pointer, row, from, to, problem)
  local reals, symbols = C.whisker_table_column_reals(pointer, from), C.whisker_table_column_symbols(pointer, from)
  local symbol = symbols ~= nil and symbols[row] or C.WHISKER_NO_SYMBOL
  if reals ~= nil and symbol == C.WHISKER_NO_SYMBOL then
    return C.whisker_table_set_real(pointer, row, to, reals[row], problem)
  end
  return C.whisker_table_set_symbol(pointer, row, to, symbol, problem)
end

function methods:copy(from, to, first, last)
  local pointer, problem, into = take_self("copy", self), new_error(), ffi.new("int32_t[1]")
  local number = tables.column("copy", 1, pointer, from)
  arguments.text("copy", 2, to)
  first, last = take_rows("copy", 3, pointer, first, last)
  local kind = C.whisker_table_column_kind(pointer, number)
  local status, row = C.whisker_table_add_column(pointer, to, #to, kind, into, problem), first
  while status == C.WHISKER_OK and row < last do
    status = copy_cell(pointer, row, number, into[0], problem)
    row = row + 1
  end
  if status ~= C.WHISKER_OK then return failure("copy", 2, status, problem) end
  return true
end

function methods:problems()
  local pointer, list, problem = take_self("problems", self), {}, native.struct("whisker_problem")
  for i = 0, C.whisker_table_problems(pointer) - 1 do
    C.whisker_table_problem(pointer, i, problem)
    local line = tonumber(problem.line)
    list[i + 1] = { source = text(problem.source), line = line > 0 and line or nil, count = tonumber(problem.count),
      code = text(C.whisker_status_text(problem.status)), text = text(problem.text) }
  end
  return list
end

function tables.add(core)
  require("whisker.ffi.scan").add(methods, tables)
  function core.table()
    local place, problem = ffi.new("whisker_table *[1]"), new_error()
    local status = C.whisker_table_new(nil, place, problem)
    if status ~= C.WHISKER_OK then return failure("table", 1, status, problem) end
    return arguments.new_handle(Table, place[0])
  end
end

return tables
