-- Where the variance comes from: components of variance, and the one-way table.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- options and results ------------------------------------------------------------------------------------------

local component_options = { { "variance", names.variance }, { "level", "number" }, { "share", "number" },
  { "replicates", "count" }, { "seed", "count" }, { "threads", "small" }, { "watch", "watch" } }

local row_options = { { "answer", "other" }, { "cluster", "other" } }
for i, option in ipairs(component_options) do table.insert(row_options, i, option) end

local component_fields = { "n_items", "n_repeated", "n_draws", "n_missing", "n_clusters", "mean",
  { "se", "standard_error" }, "level", "variance_of_means", "draw_noise", "within", "within_interval", "between",
  "between_raw", "between_interval", "judge", "judge_interval", "answer", "answer_raw", "answer_interval", "item_part",
  "draw_part", "judge_part", "share_draws", "share_interval", { "se_limit", "standard_error_limit" },
  "draws_suggested", "between_clusters", "between_items", "share_clusters", "between_clustered", "draws_each",
  "ms_between", "ms_within", "f", "p", "icc" }

local one_way_fields = { "n_groups", "n", "n_missing", "mean", "ss_between", "ss_within", "df_between", "df_within",
  "ms_between", "ms_within", "f", "p", "r_squared", "group_size", "between", "icc", "reml_within", "reml_between",
  "reml_mean", { "reml_se", "reml_standard_error" }, "ml_within", "ml_between", "ml_mean",
  { "ml_se", "ml_standard_error" } }

local function to_table(out)
  local made = arguments.results(out, component_fields, {})
  made.notes = estimate.note_names(out.notes)
  return made
end

-- ---- of a design --------------------------------------------------------------------------------------------------

local function design_components(self, run, given)
  local pointer, problem = designs.take("components", 0, self), new_error()
  run = designs.take_run("components", 1, pointer, run)
  local options, out = native.struct("whisker_component_options"), native.struct("whisker_components")
  arguments.options("components", 2, given, component_options, options)
  local status = C.whisker_components_of_items(designs.items(pointer), C.whisker_design_scores(pointer, run),
    C.whisker_design_draws(pointer, run), C.whisker_design_within(pointer, run), options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("components", 2, status, problem) end
  return to_table(out)
end

-- ---- of rows ------------------------------------------------------------------------------------------------------

--- Codes of labels, one a row, and how many there are.
local function encode(name, position, list, list_name, n)
  local codes, n_codes = ffi.new("int32_t[?]", math.max(n, 1)), 0
  arguments.encode_labels(name, position, list, list_name, n, true, codes)
  for i = 0, n - 1 do n_codes = math.max(n_codes, codes[i] + 1) end
  return codes, n_codes
end

local function read_labels(name, position, given, key, n)
  local labels = arguments.table_option(name, position, given, key)
  if not labels then return nil end
  if #labels > n then misuse(name, position, "'%s' has %d entries for %d scores", key, #labels, n) end
  return encode(name, position, labels, key, n)
end

--- Scores and items as draws, what they point to, and how many items there are.
local function read_draws(name, scores, labels)
  arguments.table(name, 1, scores)
  arguments.table(name, 2, labels)
  local draws, kept, n = native.struct("whisker_draws"), {}, arguments.list_length(scores)
  if #labels > n then misuse(name, 2, "%d items for %d scores", #labels, n) end
  kept.score = arguments.numbers(name, 1, scores, nil, n)
  local n_items
  kept.item, n_items = encode(name, 2, labels, nil, n)
  draws.n, draws.score, draws.item = n, kept.score, kept.item
  return draws, kept, n_items
end

--- An item lies in the cluster of its first row.
local function read_clusters(given, draws, kept, items)
  local n, n_items = tonumber(draws.n), tonumber(items.n)
  local of_row = read_labels("components", 3, given, "cluster", n)
  if not of_row then return end
  local of_item = ffi.new("int64_t[?]", math.max(n_items, 1))
  kept.cluster = ffi.new("int32_t[?]", math.max(n_items, 1))
  for i = n - 1, 0, -1 do of_item[draws.item[i]] = of_row[i] end
  if C.whisker_encode(n_items, of_item, kept.cluster, ffi.new("int32_t[1]"), nil, nil) ~= C.WHISKER_OK then
    error("not enough memory")
  end
  items.n_keys, items.cluster = 1, kept.cluster
end

local function components(scores, labels, given)
  local options, items = native.struct("whisker_component_options"), native.struct("whisker_items")
  local out, problem = native.struct("whisker_components"), new_error()
  local read = arguments.options("components", 3, given, row_options, {})
  for key, value in pairs(read) do options[key] = value end
  local draws, kept, n_items = read_draws("components", scores, labels)
  items.n = n_items
  kept.answer = read_labels("components", 3, given, "answer", tonumber(draws.n))
  draws.answer = kept.answer
  read_clusters(given, draws, kept, items)
  local status = native.call(kept, C.whisker_components_of_draws, items, draws, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("components", 3, status, problem) end
  return to_table(out)
end

local function one_way(scores, labels)
  local draws, kept, n_items = read_draws("one_way", scores, labels)
  local out, problem = native.struct("whisker_one_way"), new_error()
  local status = native.call(kept, C.whisker_analyse_draws, n_items, draws, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure("one_way", 1, status, problem) end
  return arguments.results(out, one_way_fields, {})
end

local module = {}

function module.add(core)
  core.components, core.one_way = components, one_way
  designs.methods.components = design_components
end

return module
