-- Names of enumerations.

local native = require("whisker.ffi.native")
local C, text = native.C, native.text

local names = { nearest = require("whisker.ffi.nearest") }

-- ---- enumerations: lists of { name = ..., number = ... } in order of their numbers ----------------------------

local most_names = 64

local function enumeration(name_of, first)
  local list = {}
  for number = first, most_names - 1 do
    local name = text(name_of(number))
    if name then list[#list + 1] = { name = name, number = number } end
  end
  return list
end

local function pairs_of(...)
  local list = {}
  for _, entry in ipairs({ ... }) do list[#list + 1] = { name = entry[1], number = tonumber(entry[2]) } end
  return list
end

names.variance = enumeration(C.whisker_variance_name, 0)
names.interval = enumeration(C.whisker_interval_name, 0)
names.adjustment = enumeration(C.whisker_adjustment_name, 1) -- the default has no name of its own
names.kind = pairs_of({ "symbol", C.WHISKER_SYMBOL }, { "real", C.WHISKER_REAL })
names.pairing = pairs_of({ "paired", C.WHISKER_PAIRED }, { "unpaired", C.WHISKER_UNPAIRED })
names.syntax = pairs_of({ "json_lines", C.WHISKER_JSON_LINES }, { "json", C.WHISKER_JSON }, { "csv", C.WHISKER_CSV })
names.missing = pairs_of({ "drop", C.WHISKER_MISSING_DROP }, { "zero", C.WHISKER_MISSING_ZERO },
  { "error", C.WHISKER_MISSING_ERROR })
names.unknown = enumeration(C.whisker_unknown_name, 0)
names.bootstrap_kind = enumeration(C.whisker_bootstrap_kind_name, 0)
names.statistic = enumeration(function(number)
  local statistic = C.whisker_statistic_at(number)
  return statistic ~= nil and statistic.name or nil
end, 0)
names.flips = enumeration(C.whisker_flips_name, 0)
names.max_t_statistic = enumeration(C.whisker_max_t_statistic_name, 0)
names.wild_weights = enumeration(C.whisker_wild_weights_name, 0)
names.paired_bayes = pairs_of({ "latent", C.WHISKER_BAYES_LATENT }, { "dirichlet", C.WHISKER_BAYES_DIRICHLET })
names.sequence = enumeration(C.whisker_sequence_method_name, 0)
names.simulated = enumeration(C.whisker_simulated_name, 0)
names.pass = enumeration(C.whisker_pass_name, 0)
names.combine = enumeration(C.whisker_combine_name, 0)
names.statistic = enumeration(function(number)
  local statistic = C.whisker_statistic_at(number)
  return statistic ~= nil and statistic.name or nil
end, 0)
names.tail = pairs_of({ "lower", 0 }, { "upper", 1 }, { "log", 2 }, { "upper log", 3 })

function names.name(enumeration_of, number)
  for _, entry in ipairs(enumeration_of) do
    if entry.number == number then return entry.name end
  end
end

function names.list(enumeration_of)
  local list = {}
  for i, entry in ipairs(enumeration_of) do list[i] = entry.name end
  return list
end

function names.lists()
  return { variance = names.list(names.variance), interval = names.list(names.interval),
    adjustment = names.list(names.adjustment), pass = names.list(names.pass), combine = names.list(names.combine) }
end

return names
