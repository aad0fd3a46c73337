-- A confidence sequence over a list of scores: what somebody who watched them come would have seen.

local arguments = require("whisker.ffi.arguments")
local names = require("whisker.ffi.names")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi

local sequence_options = { { "method", names.sequence }, { "level", "number" }, { "low", "number" }, { "high", "number" },
  { "expected", "number" }, { "grid", "small" }, { "at", "other" } }
local state_fields = { "n", "value", "lower", "upper" }

--- The places where the interval is wanted, and how many; nil: after every score.
local function read_places(given, n)
  local list = arguments.table_option("sequence", 2, given, "at")
  if not list then return nil, n end
  local count = arguments.list_length(list)
  return arguments.numbers("sequence", 2, list, "at", count), count
end

--- Add the scores one after the other and note the state after each that is a place.
local function follow(made, n, scores, count, places, problem)
  local path, state = {}, native.struct("whisker_sequence_state")
  for i = 0, n - 1 do
    if #path == count then break end
    local status = C.whisker_sequence_add(made, scores[i], problem)
    if status ~= C.WHISKER_OK then return nil, status end
    if not places or places[#path] == i + 1 then
      status = C.whisker_sequence_interval(made, state, problem)
      if status ~= C.WHISKER_OK then return nil, status end
      path[#path + 1] = arguments.results(state, state_fields, {})
    end
  end
  return path
end

local function sequence(list, given)
  arguments.table("sequence", 1, list)
  local options, problem = native.struct("whisker_sequence_options"), arguments.new_error()
  arguments.options("sequence", 2, given, sequence_options, options)
  local n = arguments.list_length(list)
  local scores = arguments.numbers("sequence", 1, list, nil, n)
  local places, count = read_places(given, n)
  local made = ffi.new("whisker_sequence *[1]")
  local status = C.whisker_sequence_new(nil, options, made, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("sequence", 2, status, problem) end
  local path
  path, status = follow(made[0], n, scores, count, places, problem)
  C.whisker_sequence_free(made[0])
  if not path then return arguments.failure("sequence", 1, status, problem) end
  return path
end

local module = {}

function module.add(core) core.sequence = sequence end

return module
