-- What a user wrote may be wrong without the program being at fault: numbers that the core refuses, functions of a config
-- that fail. Both come back as nil, message, "bad option"; all other errors go on as the faults that they are.

local attempt = {}

-- ---- misuse of the core -------------------------------------------------------------------------------------

--- The sentence inside "file:line: bad argument #2 to 'mean' (sentence)".
local function sentence(message)
  return type(message) == "string" and message:match("bad argument #%d+ to '[^']*' %((.*)%)$")
end

local function results(fine, ...)
  if fine then return ... end
  local text = sentence((...))
  if not text then error((...), 0) end
  return nil, text, "bad option"
end

--- call(...), with misuse of the core turned into the results of a problem.
function attempt.call(call, ...)
  return results(pcall(call, ...))
end

-- ---- functions of a config ----------------------------------------------------------------------------------

--- The error of a function that a user wrote.
local failure = { __tostring = function(problem) return problem.message end }

local function checked(name, fine, ...)
  if fine then return ... end
  local message = tostring((...))
  error(setmetatable({ message = message:find("^%S+:%d+: ") and message or name .. ": " .. message }, failure), 0)
end

local function wrap(name, call)
  return function(...) return checked(name, pcall(call, ...)) end
end

--- A copy of a config's table in which every function says, when it fails, that it was the config's.
---@param value table
---@param name string of the table, for messages
---@return table
function attempt.wrap_functions(value, name)
  local copy = {}
  for key, entry in pairs(value) do
    local label = ("%s '%s'"):format(name, tostring(key))
    if type(entry) == "function" then
      copy[key] = wrap(label, entry)
    elseif type(entry) == "table" then
      copy[key] = attempt.wrap_functions(entry, name)
    else
      copy[key] = entry
    end
  end
  return copy
end

local function outcome(fine, ...)
  if fine then return ... end
  local problem = ...
  if getmetatable(problem) ~= failure then error(problem, 0) end
  return nil, problem.message, "bad option"
end

--- work(...), with the failure of a config's function turned into the results of a problem.
function attempt.with_config(work, ...)
  return outcome(pcall(work, ...))
end

return attempt
