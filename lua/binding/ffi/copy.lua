-- Deep copies of plain data between a config and its host; limits and messages are those of sandbox/copy.c.

local copy = {}

local deepest, most_values, longest_name, longest_text = 32, 1000000, 200, 16777216

local function refuse(state, place, problem)
  local before = state.who ~= "" and state.who .. ": " or ""
  error(before .. (place ~= "" and place or "the value") .. ": " .. problem, 0)
end

local function place_of(place, key)
  if type(key) == "number" then return ("%s[%d]"):format(place, key) end
  return place ~= "" and place .. "." .. key or key
end

local copy_value

local function copy_table(state, value, place, depth)
  if depth == deepest then refuse(state, place, "nested more than 32 deep, or a table that contains itself") end
  if getmetatable(value) ~= nil then refuse(state, place, "a table with a metatable; only plain data can cross") end
  local made = {}
  for key, entry in next, value do
    if type(key) ~= "number" and type(key) ~= "string" then
      refuse(state, place, "a key that is neither a text nor a number")
    end
    if #tostring(key) > longest_name then refuse(state, place, "a name longer than 200 bytes") end
    state.values = state.values + 1
    made[key] = copy_value(state, entry, place_of(place, key), depth + 1)
  end
  return made
end

function copy_value(state, value, place, depth)
  local kind = type(value)
  state.values = state.values + 1
  if state.values > most_values then refuse(state, place, "more than 1000000 values") end
  if kind == "table" then return copy_table(state, value, place, depth) end
  if kind == "function" then
    return state.cross(value) or refuse(state, place, "a function that cannot be given to a config")
  end
  if kind == "string" and #value > longest_text then refuse(state, place, "a text of more than 16 MiB") end
  if kind == "nil" or kind == "boolean" or kind == "number" or kind == "string" then return value end
  refuse(state, place, "neither text, number, boolean, table nor function")
end

--- Copies of values as a list, and how many. names: what value i is called in messages ("argument %d"), nil: nothing.
--- who: what messages begin with. cross: function to function, nil when it cannot cross.
function copy.values(names, who, cross, ...)
  local state, count, made = { who = who, cross = cross, values = 0 }, select("#", ...), {}
  for i = 1, count do
    made[i] = copy_value(state, (select(i, ...)), names and names:format(i) or "", 0)
  end
  return made, count
end

return copy
