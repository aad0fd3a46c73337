-- The wild cluster bootstrap on a design: one run, or two.

local arguments = require("whisker.ffi.arguments")
local design = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C = native.C

local wild_options = { { "weights", names.wild_weights }, { "unrestricted", "flag" }, { "threads", "small" },
  { "watch", "watch" }, { "replicates", "count" }, { "seed", "count" }, { "null", "number" }, { "level", "number" },
  { "low", "number" }, { "high", "number" } }

local wild_fields = { "value", { "se", "standard_error" }, "null", "t", "p", "smallest_p", { "lo", "lower" },
  { "hi", "upper" }, "level", "draws", "seed", "n_items", "n_missing", "n_clusters" }

local function result(from)
  local made = arguments.results(from, wild_fields, {})
  made.weights = names.name(names.wild_weights, from.weights)
  made.enumerated = from.enumerated ~= 0
  made.notes = estimate.note_names(from.notes)
  return made
end

local function wild_mean(self, run, given)
  local pointer, problem = design.take("wild_mean", 0, self), arguments.new_error()
  run = design.take_run("wild_mean", 1, pointer, run)
  local options, found = native.struct("whisker_wild_options"), native.struct("whisker_wild")
  arguments.options("wild_mean", 2, given, wild_options, options)
  local status = C.whisker_wild_mean(design.items(pointer), C.whisker_design_scores(pointer, run), options, nil, found,
    problem)
  if status ~= C.WHISKER_OK then return arguments.failure("wild_mean", 2, status, problem) end
  return result(found)
end

local function wild_difference(self, a, b, given)
  local pointer, problem = design.take("wild_difference", 0, self), arguments.new_error()
  a, b = design.take_run("wild_difference", 1, pointer, a), design.take_run("wild_difference", 2, pointer, b)
  local options, found = native.struct("whisker_wild_options"), native.struct("whisker_wild")
  arguments.options("wild_difference", 3, given, wild_options, options)
  local status = C.whisker_wild_difference(design.items(pointer), C.whisker_design_scores(pointer, a),
    C.whisker_design_scores(pointer, b), options, nil, found, problem)
  if status ~= C.WHISKER_OK then return arguments.failure("wild_difference", 3, status, problem) end
  return result(found)
end

local wild = {}

function wild.add()
  design.methods.wild_mean, design.methods.wild_difference = wild_mean, wild_difference
end

return wild
