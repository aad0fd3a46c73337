-- Text: numbers as text and back, JSON strings, sentences of notes.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local C, ffi, text = native.C, native.ffi, native.text

local function take_digits(name, position, digits, most)
  arguments.integer(name, position, digits)
  if digits < 0 or digits > most then
    arguments.misuse(name, position, "%d digits are not within 0 to %d", digits, most)
  end
  return digits
end

local function json_quote(given)
  arguments.text("json_quote", 1, given)
  local needed, problem = ffi.new("size_t[1]"), arguments.new_error()
  local status = C.whisker_json_quote(given, #given, nil, 0, needed, problem)
  if status ~= C.WHISKER_OK and status ~= C.WHISKER_TOO_LARGE then
    return arguments.failure("json_quote", 1, status, problem)
  end
  local quoted = ffi.new("char[?]", needed[0] + 1)
  status = C.whisker_json_quote(given, #given, quoted, needed[0] + 1, needed, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("json_quote", 1, status, problem) end
  return text(quoted, needed[0])
end

local texts = {}

function texts.add(core)
  function core.number_text(value, digits)
    value = arguments.number("number_text", 1, value)
    digits = digits == nil and 0 or take_digits("number_text", 2, digits, 17)
    local buffer = ffi.new("char[32]")
    local length = C.whisker_number_text(value, digits, buffer)
    return text(buffer, length)
  end

  function core.fixed_text(value, decimals)
    value = arguments.number("fixed_text", 1, value)
    decimals = take_digits("fixed_text", 2, decimals, 60)
    local buffer = ffi.new("char[400]") -- the largest double has 309 digits before the point
    local length = C.whisker_fixed_text(value, decimals, buffer, 400)
    return text(buffer, length)
  end

  core.json_quote = json_quote

  function core.number_parse(given)
    arguments.text("number_parse", 1, given)
    local number = ffi.new("double[1]")
    if C.whisker_number_parse(given, #given, number) == 0 then return nil end
    return arguments.number_or_nil(number[0])
  end

  function core.note_text(name)
    arguments.text("note_text", 1, name)
    for bit = 0, 31 do
      if text(C.whisker_note_name(2 ^ bit)) == name then return text(C.whisker_note_text(2 ^ bit)) end
    end
  end
end

return texts
