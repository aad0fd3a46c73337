-- Independent groups of scores: all pairs, or each against a control.

local arguments = require("whisker.ffi.arguments")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi

local contrasts_fields = { "variance", "df", "critical", "level", "n_items", "n_missing" }
local contrast_fields = { "value", { "se", "standard_error" }, "t", "p", { "lo", "lower" }, { "hi", "upper" } }

--- The list of lists as one array, and the group of each score.
local function read_groups(name, groups)
  arguments.table(name, 1, groups)
  local n = 0
  for g = 1, #groups do
    if type(groups[g]) ~= "table" then arguments.misuse(name, 1, "group %d must be a table, got %s", g, type(groups[g])) end
    n = n + arguments.list_length(groups[g])
  end
  local score, code, place = ffi.new("double[?]", math.max(n, 1)), ffi.new("int32_t[?]", math.max(n, 1)), 0
  for g = 1, #groups do
    local count = arguments.list_length(groups[g])
    local numbers = arguments.numbers(name, 1, groups[g], "group", count)
    for i = 0, count - 1 do
      score[place], code[place] = numbers[i], g - 1
      place = place + 1
    end
  end
  return n, score, code
end

local function results(found, count, contrasts)
  local made = arguments.results(found, contrasts_fields, { pairs = {} })
  made.notes = estimate.note_names(found.notes)
  for i = 0, count - 1 do
    made.pairs[i + 1] = arguments.results(contrasts[i], contrast_fields, { a = contrasts[i].a + 1, b = contrasts[i].b + 1 })
  end
  return made
end

local function room(count)
  local contrasts = ffi.new("whisker_contrast[?]", math.max(count, 1))
  for i = 0, count - 1 do contrasts[i].size = ffi.sizeof("whisker_contrast") end
  return contrasts
end

local level_options = { { "level", "number" } }

local function tukey(groups, given)
  local n, score, code = read_groups("tukey", groups)
  local level = arguments.options("tukey", 2, given, level_options, { level = 0 }).level
  local count, problem = #groups * (#groups - 1) / 2, arguments.new_error()
  local contrasts, found = room(count), native.struct("whisker_contrasts")
  local status = C.whisker_tukey(n, score, code, #groups, level, contrasts, nil, found, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("tukey", 1, status, problem) end
  return results(found, count, contrasts)
end

local function dunnett(groups, control, given)
  local n, score, code = read_groups("dunnett", groups)
  control = arguments.place("dunnett", 2, control, #groups, "group")
  local level = arguments.options("dunnett", 3, given, level_options, { level = 0 }).level
  local count, problem = #groups - 1, arguments.new_error()
  local contrasts, found = room(count), native.struct("whisker_contrasts")
  local status = C.whisker_dunnett(n, score, code, #groups, control, level, contrasts, nil, found, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("dunnett", 1, status, problem) end
  return results(found, count, contrasts)
end

local module = {}

function module.add(core) core.tukey, core.dunnett = tukey, dunnett end

return module
