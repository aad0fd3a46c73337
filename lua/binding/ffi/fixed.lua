-- Means over these very items: only their draws vary.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local C = native.C

local fixed_options = { { "level", "number" }, { "low", "number" }, { "high", "number" } }
local fixed_fields = { "value", { "se", "standard_error" }, { "lo", "lower" }, { "hi", "upper" }, "level", "df", "p",
  "n_items", "n_missing", "n_repeated" }

local function draws_of(pointer, run)
  local draws = native.struct("whisker_item_draws")
  draws.mean, draws.draws, draws.within = C.whisker_design_scores(pointer, run), C.whisker_design_draws(pointer, run),
    C.whisker_design_within(pointer, run)
  return draws
end

--- b nil: of one run.
local function fixed(name, position, pointer, a, b, given)
  local options, out = native.struct("whisker_mean_options"), native.struct("whisker_fixed_mean")
  local problem = arguments.new_error()
  arguments.options(name, position, given, fixed_options, options)
  local status = C.whisker_fixed_items(designs.items(pointer), draws_of(pointer, a), b and draws_of(pointer, b), options,
    out, problem)
  if status ~= C.WHISKER_OK then return arguments.failure(name, position, status, problem) end
  local made = arguments.results(out, fixed_fields, {})
  made.notes = estimate.note_names(out.notes)
  return made
end

local function fixed_mean(self, run, given)
  local pointer = designs.take("fixed_mean", 0, self)
  return fixed("fixed_mean", 2, pointer, designs.take_run("fixed_mean", 1, pointer, run), nil, given)
end

local function fixed_difference(self, a, b, given)
  local pointer = designs.take("fixed_difference", 0, self)
  a = designs.take_run("fixed_difference", 1, pointer, a)
  b = designs.take_run("fixed_difference", 2, pointer, b)
  return fixed("fixed_difference", 3, pointer, a, b, given)
end

local module = {}

function module.add()
  designs.methods.fixed_mean, designs.methods.fixed_difference = fixed_mean, fixed_difference
end

return module
