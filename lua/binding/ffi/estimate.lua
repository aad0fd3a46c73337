-- Estimates: what their options are called and what their results become.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, text = native.C, native.text

local estimate = {}

estimate.mean_options = { { "variance", names.variance }, { "interval", names.interval }, { "level", "number" },
  { "low", "number" }, { "high", "number" } }

estimate.difference_options = { { "variance", names.variance }, { "interval", names.interval },
  { "pairing", names.pairing }, { "level", "number" }, { "power", "number" }, { "low", "number" },
  { "high", "number" }, { "threads", "small" }, { "watch", "watch" } }

--- Names of the notes, in order of their bits.
function estimate.note_names(notes)
  local list = {}
  for bit = 0, 31 do
    local is_set = math.floor(notes / 2 ^ bit) % 2 == 1
    local name = is_set and text(C.whisker_note_name(2 ^ bit))
    if name then list[#list + 1] = name end
  end
  return list
end

local estimate_fields = { "value", { "se", "standard_error" }, { "lo", "lower" }, { "hi", "upper" }, "level", "df", "p",
  "se_clt", "icc", "design_effect", "effective_n", "largest_share", "n_items", "n_missing", "n_clusters" }

function estimate.estimate(from)
  local made = arguments.results(from, estimate_fields, {})
  made.variance = text(C.whisker_variance_name(from.variance))
  made.interval = text(C.whisker_interval_name(from.interval))
  made.notes = estimate.note_names(from.notes)
  return made
end

local comparison_fields = { "mean_a", "mean_b", "correlation", "se_unpaired", { "mde", "minimum_detectable" },
  "exact_p", "mid_p", "n_a_only", "n_b_only", "only_a", "only_b" }

function estimate.comparison(from)
  local made = arguments.results(from, comparison_fields, {})
  if made.only_a < 0 then made.only_a = nil end
  if made.only_b < 0 then made.only_b = nil end
  made.pairing = names.name(names.pairing, from.pairing)
  made.notes = estimate.note_names(from.notes)
  made.difference = estimate.estimate(from.difference)
  return made
end

function estimate.new_comparison()
  local made = native.struct("whisker_comparison")
  made.difference.size = native.ffi.sizeof("whisker_estimate")
  return made
end

return estimate
