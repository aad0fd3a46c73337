-- Charts that come from elsewhere: those of a user's template are looked through field by field, those of our own are
-- only made fit to be drawn. Texts become plain, and numbers that are none are left out.

local plain = require("whisker.report.plain")

local checked = {}

-- ---- fit to be drawn ----------------------------------------------------------------------------------------

local function is_finite(value) return value == value and value ~= math.huge and value ~= -math.huge end

local fit

--- A list with a number that is none is no list.
local function fit_table(value)
  local copy = {}
  for key, entry in pairs(value) do
    local made = fit(entry)
    if made == nil and type(key) == "number" and type(entry) == "number" then return nil end
    copy[key] = made
  end
  return copy
end

function fit(value)
  if type(value) == "string" then return plain.text(value) end
  if type(value) == "number" then return is_finite(value) and value or nil end
  if type(value) == "table" then return fit_table(value) end
  return value
end

--- A copy of a chart that can be drawn.
---@param chart table
---@return table
function checked.fit(chart) return fit(chart) end

-- ---- field by field -----------------------------------------------------------------------------------------

local function fail(place, text, ...) error({ problem = place .. ": " .. text:format(...) }, 0) end

local function is_a(kind)
  return function(value, place)
    if type(value) ~= kind or (kind == "number" and not is_finite(value)) then fail(place, "must be a %s", kind) end
    return value
  end
end

local text, number, boolean = is_a("string"), is_a("number"), is_a("boolean")

local function one_of(...)
  local names = { ... }
  return function(value, place)
    for _, name in ipairs(names) do
      if value == name then return value end
    end
    fail(place, "must be one of %s", table.concat(names, ", "))
  end
end

local function maybe(check)
  return function(value, place)
    if value == nil or value == false then return nil end
    return check(value, place)
  end
end

--- A list with at least and at most so many entries.
local function list_of(check, least, most)
  return function(value, place)
    if type(value) ~= "table" then fail(place, "must be a list") end
    if #value < least or #value > most then
      fail(place, least == most and "must have %d entries" or "must have %d to %d entries", least, most)
    end
    local copy = {}
    for i = 1, #value do copy[i] = check(value[i], ("%s, entry %d"):format(place, i)) end
    return copy
  end
end

--- A table with these fields; a field of another name is one that was misspelt.
local function record(fields)
  return function(value, place)
    if type(value) ~= "table" then fail(place, "must be a table") end
    local names, copy = {}, {}
    for name in pairs(value) do names[#names + 1] = tostring(name) end
    table.sort(names)
    for _, name in ipairs(names) do
      if not fields[name] then fail(place, "has no field '%s'", name) end
    end
    for name, check in pairs(fields) do copy[name] = check(value[name], ("%s, %s"):format(place, name)) end
    return copy
  end
end

local pair, triple = list_of(number, 2, 2), list_of(number, 3, 3)
local mark = maybe(one_of("filled", "hollow", "square", "diamond"))
local unit = maybe(one_of("percent", "raw"))
local key = maybe(list_of(record({ mark = one_of("point", "line", "tile", "whisker"), text = text, style = maybe(one_of(
  "filled", "hollow", "square", "diamond", "one", "two", "three", "outer", "band", "up", "down", "open", "guide")) }), 0, 20))
local axis = maybe(record({ label = maybe(text), low = maybe(number), high = maybe(number), zero = maybe(boolean),
  whole = maybe(boolean), log = maybe(boolean), unit = unit }))

local function with_common(fields)
  for name, check in pairs({ chart = text, title = text, description = maybe(text), alt = maybe(text), key = key,
    room = maybe(one_of("page")) }) do
    fields[name] = check
  end
  return record(fields)
end

local charts = {
  rows = with_common({ unit = unit, axis = axis, text_title = maybe(text), name_title = maybe(text),
    guides = maybe(list_of(record({ at = number, label = maybe(text) }), 0, 20)),
    rows = list_of(record({ name = text, value = maybe(number), low = maybe(number), high = maybe(number),
      outer = maybe(pair), band = maybe(pair), parts = maybe(list_of(number, 1, 3)), bar = maybe(boolean), mark = mark,
      text = maybe(text), tip = maybe(text) }), 1, 1000) }),
  curves = with_common({ x = axis, y = axis,
    curves = maybe(list_of(record({ name = maybe(text), points = maybe(list_of(pair, 0, 5000)),
      band = maybe(list_of(triple, 0, 5000)), band_name = maybe(text), style = maybe(one_of("one", "two", "three")) }), 0, 6)),
    guides = maybe(list_of(record({ x = maybe(number), y = maybe(number), label = maybe(text) }), 0, 20)),
    dots = maybe(list_of(record({ x = number, y = number, label = maybe(text), mark = mark, tip = maybe(text) }), 0, 5000)) }),
  matrix = with_common({ names = list_of(text, 1, 200), unit = unit,
    cells = list_of(list_of(maybe(record({ value = number, text = maybe(text), decided = maybe(boolean),
      tip = maybe(text) })), 0, 200), 1, 200) }),
}

--- Ratios have no place for 0.
local function check_log(chart, place)
  for _, name in ipairs({ "x", "y" }) do
    local function positive(value)
      if value and value <= 0 then fail(place, "%s is an axis of ratios, and %s is not above 0", name, tostring(value)) end
    end
    if chart[name].log then
      local at = name == "x" and 1 or 2
      positive(chart[name].low)
      for _, curve in ipairs(chart.curves or {}) do
        for _, point in ipairs(curve.points or {}) do positive(point[at]) end
        for _, point in ipairs(curve.band or {}) do positive(point[at]) end
      end
      for _, dot in ipairs(chart.dots or {}) do positive(dot[name]) end
    end
  end
end

--- A chart that a user made, checked; raises { problem = text } with the place of what is wrong.
---@param chart table
---@param place string
---@return table
function checked.own(chart, place)
  local check = type(chart) == "table" and charts[chart.chart]
  if not check then fail(place, "a figure has chart = \"rows\", \"curves\" or \"matrix\"") end
  local made = check(chart, place)
  if made.chart == "curves" then
    made.x, made.y = made.x or {}, made.y or {}
    check_log(made, place)
  end
  if made.chart == "matrix" and #made.cells < #made.names then fail(place, "has fewer rows of cells than names") end
  return made
end

return checked
