-- whisker.State: scores added up apart, saved, merged and finished.

local arguments = require("whisker.ffi.arguments")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

local State = arguments.new_type("whisker.State", C.whisker_state_free)
local methods = State.__index

local function take(name, position, value) return arguments.handle(name, position, value, State) end

-- ---- adding -----------------------------------------------------------------------------------------------------

--- One score, or a list of them; nil and false are missing.
local function take_scores(name, position, given)
  if type(given) == "table" then
    local count = arguments.list_length(given)
    return arguments.numbers(name, position, given, nil, count), count
  end
  local score = ffi.new("double[1]", 0 / 0)
  if given then score[0] = arguments.number(name, position, given) end
  return score, 1
end

local function label_of(name, position, label)
  if type(label) == "string" then return C.whisker_text_label(label, #label) end
  if type(label) ~= "number" or label % 1 ~= 0 then
    misuse(name, position, "a cluster is a text or an integer, got %s", type(label))
  end
  return ffi.cast("int64_t", label)
end

--- Labels for `count` scores; nil when there are none.
local function take_labels(name, position, given, count)
  if given == nil then return nil end
  local labels = ffi.new("int64_t[?]", math.max(count, 1))
  if type(given) ~= "table" then
    if count ~= 1 then arguments.table(name, position, given) end
    labels[0] = label_of(name, position, given)
    return labels
  end
  local length = arguments.list_length(given)
  if length ~= count then misuse(name, position, "%d clusters for %d scores", length, count) end
  for i = 1, count do labels[i - 1] = label_of(name, position, rawget(given, i)) end
  return labels
end

local function done(name, status, problem)
  if status ~= C.WHISKER_OK then return failure(name, 1, status, problem) end
  return true
end

function methods:add(score, cluster)
  local pointer, problem = take("add", 0, self), new_error()
  local scores, count = take_scores("add", 1, score)
  local labels = take_labels("add", 2, cluster, count)
  return done("add", C.whisker_state_add(pointer, count, scores, labels, problem), problem)
end

function methods:add_pairs(a, b, cluster)
  local pointer, problem = take("add_pairs", 0, self), new_error()
  local scores, count = take_scores("add_pairs", 1, a)
  local others, count_b = take_scores("add_pairs", 2, b)
  if count ~= count_b then
    misuse("add_pairs", 2, "%d scores, and the first list has %d", count_b, count)
  end
  local labels = take_labels("add_pairs", 3, cluster, count)
  return done("add_pairs", C.whisker_state_add_pairs(pointer, count, scores, others, labels, problem), problem)
end

function methods:merge(other)
  local pointer, problem = take("merge", 0, self), new_error()
  return done("merge", C.whisker_state_merge(pointer, take("merge", 1, other), problem), problem)
end

-- ---- results ----------------------------------------------------------------------------------------------------

function methods:save()
  local pointer, problem = take("save", 0, self), new_error()
  local needed = ffi.new("size_t[1]")
  C.whisker_state_save(pointer, nil, 0, needed, nil)
  local bytes = ffi.new("char[?]", needed[0])
  local status = C.whisker_state_save(pointer, bytes, needed[0], needed, problem)
  if status ~= C.WHISKER_OK then return failure("save", 0, status, problem) end
  return ffi.string(bytes, needed[0])
end

function methods:finish(given)
  local pointer, problem = take("finish", 0, self), new_error()
  local options, out = native.struct("whisker_mean_options"), native.struct("whisker_estimate")
  arguments.options("finish", 1, given, estimate.mean_options, options)
  local status = C.whisker_state_finish(pointer, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("finish", 1, status, problem) end
  return estimate.estimate(out)
end

function methods:compare(given)
  local pointer, problem = take("compare", 0, self), new_error()
  local options, out = native.struct("whisker_difference_options"), estimate.new_comparison()
  arguments.options("compare", 1, given, estimate.difference_options, options)
  local status = C.whisker_state_compare(pointer, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("compare", 1, status, problem) end
  return estimate.comparison(out)
end

function methods:close() arguments.close(self, State) end

-- ---- the parts of the module ------------------------------------------------------------------------------------

local state_options = { { "pairs", "flag" }, { "clustered", "flag" } }

local function new_state(given)
  local flags = {}
  arguments.options("state", 1, given, state_options, flags)
  local options, problem = native.struct("whisker_state_options"), new_error()
  options.kind = flags.pairs == 1 and C.WHISKER_STATE_PAIRS or C.WHISKER_STATE_SCORES
  options.clustered = flags.clustered or 0
  local place = ffi.new("whisker_state *[1]")
  local status = C.whisker_state_new(nil, options, place, problem)
  if status ~= C.WHISKER_OK then return failure("state", 1, status, problem) end
  return arguments.new_handle(State, place[0])
end

local function load_state(bytes)
  arguments.text("state_load", 1, bytes)
  local place, problem = ffi.new("whisker_state *[1]"), new_error()
  local status = C.whisker_state_load(nil, bytes, #bytes, place, problem)
  if status ~= C.WHISKER_OK then return failure("state_load", 1, status, problem) end
  return arguments.new_handle(State, place[0])
end

local state = {}

function state.add(core) core.state, core.state_load = new_state, load_state end

return state
