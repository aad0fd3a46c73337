-- What is known of the items of an array apart from their scores: clusters, weights, strata.

local arguments = require("whisker.ffi.arguments")
local native = require("whisker.ffi.native")
local ffi, misuse = native.ffi, arguments.misuse

local items_of = {}

--- Options of an estimate, and those that `read` reads.
function items_of.with_items(options)
  local list = {}
  for _, option in ipairs(options) do list[#list + 1] = option end
  for _, key in ipairs({ "cluster", "weight", "stratum", "population" }) do list[#list + 1] = { key, "other" } end
  return list
end

function items_of.check_length(name, position, key, list, n)
  if #list > n then misuse(name, position, "'%s' has %d entries for %d items", key, #list, n) end
end

--- A list of labels is one key, a list of such lists several.
local function read_clusters(name, position, given, items, kept)
  local cluster, n = arguments.table_option(name, position, given, "cluster"), tonumber(items.n)
  if not cluster then return end
  local keys = type(cluster[1]) == "table" and cluster or { cluster }
  if #keys > 4 then misuse(name, position, "'cluster' takes one to four keys, got %d", #keys) end
  kept.cluster = ffi.new("int32_t[?]", math.max(#keys * n, 1))
  for i, labels in ipairs(keys) do
    if type(labels) ~= "table" then
      misuse(name, position, "key %d of 'cluster' must be a table, got %s", i, type(labels))
    end
    items_of.check_length(name, position, "cluster", labels, n)
    arguments.encode_labels(name, position, labels, "cluster", n, true, kept.cluster + (i - 1) * n)
  end
  items.n_keys, items.cluster = #keys, kept.cluster
end

local function read_population(name, position, given)
  local population = given and rawget(given, "population")
  if population == nil then return 0 end
  if type(population) ~= "number" then
    misuse(name, position, "option 'population' must be a number, got %s", type(population))
  end
  return population
end

--- The items of n scores, and what they point to.
function items_of.read(name, position, given, n)
  local items, kept = native.struct("whisker_items"), {}
  items.n, items.population = n, read_population(name, position, given)
  read_clusters(name, position, given, items, kept)
  local weight = arguments.table_option(name, position, given, "weight")
  if weight then
    items_of.check_length(name, position, "weight", weight, n)
    kept.weight = arguments.numbers(name, position, weight, "weight", n)
    items.weight = kept.weight
  end
  local stratum = arguments.table_option(name, position, given, "stratum")
  if stratum then
    items_of.check_length(name, position, "stratum", stratum, n)
    kept.stratum = ffi.new("int32_t[?]", math.max(n, 1))
    arguments.encode_labels(name, position, stratum, "stratum", n, true, kept.stratum)
    items.stratum = kept.stratum
  end
  return items, kept
end

return items_of
