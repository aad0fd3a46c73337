-- From designs to results: scores, comparisons, notes. The fields are those of the JSON (schema whisker/1).

local attempt = require("whisker.attempt")
local components = require("whisker.components")
local core = require("whisker.core")
local designs = require("whisker.designs")
local gate = require("whisker.gate")
local keys = require("whisker.keys")
local logs = require("whisker.logs")
local order = require("whisker.order")
local pairing = require("whisker.pairing")
local published = require("whisker.published")
local runs = require("whisker.runs")

local analysis = {}

-- ---- scores -------------------------------------------------------------------------------------------------

local function note_list(codes)
  local list = {}
  for i, code in ipairs(codes) do list[i] = { code = code, text = core.note_text(code) } end
  return list
end

--- The range of a score: declared by the config, by the format or the benchmark, or that of draws that are all 0 or 1.
local function range_of(config, group)
  if config.estimate.range then return config.estimate.range end
  for _, part in ipairs(group.parts) do
    if part.ranges and part.ranges[group.column] then return part.ranges[group.column] end
  end
  local card, metric = group.card, group.metric:match("^[^,]*")
  if card and card.range and metric == card.metric then return card.range end
  return group.counts.n_graded == 0 and { 0, 1 } or nil
end

local function mean_options(config, group, run)
  return {
    variance = config.estimate.variance, interval = run and config.estimate.interval or nil, level = config.level,
    low = group.range and group.range[1], high = group.range and group.range[2],
  }
end

local function score_record(group, run, name, estimate)
  local draws = group.design:draws(run)
  return {
    task = group.task, run = name, metric = group.metric, n_items = estimate.n_items, n_draws = draws.total,
    n_missing = group.sparse and 0 or group.counts.n_items - draws.items, missing = group.missing, n_scored = draws.items,
    n_clusters = #group.keys > 0 and estimate.n_clusters or nil,
    estimate = estimate.value, se = estimate.se, ci = estimate.lo and { estimate.lo, estimate.hi } or nil,
    level = estimate.level, df = estimate.df, method = estimate.variance, interval = estimate.interval,
    se_clt = estimate.se_clt, icc = estimate.icc, design_effect = estimate.design_effect,
    n_effective = estimate.effective_n, largest_share = #group.keys > 0 and estimate.largest_share or nil,
    notes = note_list(estimate.notes), binary = group.binary, unit_range = group.unit_range,
    draws_per_item = draws,
  }
end

--- The scores of one design, best first.
local function scores_of(group, config)
  local list, notes = {}, {}
  for run, name in ipairs(group.design:runs()) do
    local estimate, message, code = attempt.call(group.design.mean, group.design, run,
      mean_options(config, group, run))
    if estimate then
      local score = score_record(group, run, name, estimate)
      score.index = run
      list[#list + 1] = score
    elseif code == "no data" then
      notes[#notes + 1] = ("%s, %s of %s: no item has a score"):format(name, group.metric, group.task)
    else
      return nil, message, code
    end
  end
  table.sort(list, function(a, b)
    if a.estimate ~= b.estimate then return a.estimate > b.estimate end
    return order.natural(a.run, b.run)
  end)
  return list, notes
end

-- ---- comparisons --------------------------------------------------------------------------------------------

local function comparison_record(group, a, b, result, method)
  local difference = result.difference
  return {
    task = group.task, metric = group.metric, a = a, b = b, n_items = difference.n_items,
    n_dropped = result.n_a_only + result.n_b_only, n_clusters = #group.keys > 0 and difference.n_clusters or nil,
    difference = difference.value, se = difference.se, ci = difference.lo and { difference.lo, difference.hi } or nil,
    level = difference.level, df = difference.df, p = difference.p, adjust = method, correlation = result.correlation,
    se_unpaired = result.se_unpaired, mde = result.mde, method = difference.variance, interval = difference.interval,
    pairing = result.pairing, unit_range = group.unit_range, mean_a = result.mean_a, mean_b = result.mean_b,
    se_clt = difference.se_clt,
    n_a_only = result.n_a_only, n_b_only = result.n_b_only, exact_p = result.exact_p, mid_p = result.mid_p,
    design_effect = difference.design_effect, notes = note_list(result.notes),
  }
end

--- A difference has the variance of the scores, unless that is only for a single proportion.
local function difference_variance(config)
  if config.compare.variance then return config.compare.variance end
  return config.estimate.variance ~= "bernoulli" and config.estimate.variance or nil
end

local function difference_options(config, group)
  local options = mean_options(config, group)
  options.variance = difference_variance(config)
  options.interval, options.pairing = config.compare.interval, config.compare.pairing
  options.power = config.compare.power
  return options
end

--- One comparison for each pair of names, false where there is nothing to compare.
local function compare_pairs(group, config, index, wanted)
  if #wanted == 0 then return {} end
  local pairs_of_runs = {}
  for i, pair in ipairs(wanted) do pairs_of_runs[i] = { index[pair[1]], index[pair[2]] } end
  return attempt.call(group.design.differences, group.design, pairs_of_runs, difference_options(config, group))
end

--- What is compared where the config does not say: all pairs of a few runs; with many, only what a baseline asks for.
local most_runs_compared = 5

local function pairing_rule(config, names)
  if config.pair then return config.pair end
  if config.gate then return { baseline = config.gate.baseline } end
  return config.few_pairs and #names > most_runs_compared and "none" or "all"
end

--- Adjusted p values of the comparisons of one design, which are one family.
local function adjust(list, method)
  local p = {}
  for i, comparison in ipairs(list) do p[i] = comparison.p or false end
  local adjusted = assert(core.adjust(p, method))
  for i, comparison in ipairs(list) do comparison.p_adjusted = adjusted[i] or nil end
end

--- The comparisons that the config's rule asks for among the runs of one design.
local function comparisons_of(group, config, scores)
  local names, index = {}, {}
  for i, score in ipairs(scores) do names[i], index[score.run] = score.run, score.index end
  local wanted, message = pairing.pairs(pairing_rule(config, names), names)
  if not wanted then return nil, message, "bad option" end
  local results, problem, code = compare_pairs(group, config, index, wanted)
  if not results then return nil, problem, code end
  local list = {}
  for i, pair in ipairs(wanted) do
    local result = results[i]
    if result then
      list[#list + 1] = comparison_record(group, pair[1], pair[2], result, config.adjust or "holm")
    end
  end
  if #list > 0 then adjust(list, config.adjust) end
  return list
end

-- ---- notes --------------------------------------------------------------------------------------------------

local function plural(count, what)
  return count == 1 and ("1 %s"):format(what) or ("%d %ss"):format(count, what)
end

local function append(list, more)
  for _, entry in ipairs(more) do list[#list + 1] = entry end
end

--- Texts that stand where scores should, by file.
local function unreadable_scores(group, log, where)
  local list = {}
  for _, part in ipairs(group.parts) do
    local texts = log.table:distinct(group.column, part.first, part.last)
    for i, text in ipairs(texts) do texts[i] = ("'%s'"):format(text:sub(1, 30)) end
    if #texts > 0 then
      list[#list + 1] = ("%s: %s no scores: %s%s%s"):format(part.path or "pushed samples",
        #texts == 1 and "a text is" or "some texts are", table.concat(texts, ", ", 1, math.min(3, #texts)),
        #texts > 3 and ", ..." or "", where)
    end
  end
  return list
end

local function count_notes(group, log)
  local counts, list = group.counts, {}
  local where = (" (%s of %s)"):format(group.metric, group.task)
  if counts.n_duplicates > 0 then
    local what = " replaced by a later row of the same run, item and draw"
    list[#list + 1] = plural(counts.n_duplicates, "row") .. what .. where
  end
  if counts.n_non_finite > 0 then
    list[#list + 1] = plural(counts.n_non_finite, "infinite score") .. " left out" .. where
  end
  if counts.n_nameless > 0 then
    list[#list + 1] = plural(counts.n_nameless, "row") .. " without a run or an item left out" .. where
  end
  if counts.n_unexpected_items > 0 then
    local what = " that the list of items does not name left out"
    list[#list + 1] = plural(counts.n_unexpected_items, "item") .. what .. where
  end
  if counts.n_conflicts > 0 then
    list[#list + 1] = plural(counts.n_conflicts, "item") .. " with several weights or strata; the first counts" .. where
  end
  append(list, unreadable_scores(group, log, where))
  if group.key_problem then list[#list + 1] = "clusters: " .. group.key_problem end
  for _, key in ipairs(group.keys) do
    if key.note then list[#list + 1] = key.note .. where end
  end
  return list
end

local function published_notes(scores, look_up)
  local list = {}
  for _, score in ipairs(scores) do
    local entry = look_up(score.task, score.run, score.metric)
    if entry then
      score.published, score.published_se = entry.value, entry.se
      append(list, published.compare(score, entry))
    end
  end
  return list
end

local function unique(list)
  local seen, kept = {}, {}
  for _, text in ipairs(list) do
    if not seen[text] then seen[text], kept[#kept + 1] = true, text end
  end
  return kept
end

-- ---- results ------------------------------------------------------------------------------------------------

local function key_names(group)
  local names = {}
  for i, key in ipairs(group.keys) do names[i] = key.name end
  return names
end

--- What a template needs to know of a group beyond its scores.
local function group_record(group, scores, comparisons)
  local record = {
    task = group.task, metric = group.metric, n_items = group.counts.n_items, scores = scores,
    comparisons = comparisons, keys = key_names(group), keys_from = group.keys_from, binary = group.binary,
    unit_range = group.unit_range, card = group.card and group.card.title,
    cluster_what = group.keys_from == "benchmark" and group.card.cluster_name,
  }
  if #group.keys > 0 then
    local sizes = group.design:cluster_sizes(1)
    record.n_clusters = #sizes
    record.largest = { size = sizes[1].size, label = group.keys[1].label(sizes[1].item) }
  end
  return record
end

local function new_results(config, log)
  return {
    schema = "whisker/1", title = config.title, inputs = log.inputs, notes = {}, scores = {}, comparisons = {},
    components = {}, plans = {}, rankings = {}, audits = {}, groups = {}, level = config.level,
    adjust = config.adjust or "holm", power = config.compare.power or 0.8,
  }
end

--- Do all item scores lie in [0, 1], so that percent is the unit to print?
local function in_unit_range(design)
  for run = 1, #design:runs() do
    for _, score in ipairs(design:scores(run)) do
      if score and (score < 0 or score > 1) then return false end
    end
  end
  return true
end

--- The field that most deserves to be a cluster key, where none was declared.
local function suggested_key(log, group)
  if #group.keys > 0 then return nil end
  for _, candidate in ipairs(keys.candidates(log, group.design)) do
    if keys.stands_out(candidate, group.counts.n_items) then return candidate end
  end
end

--- The comparisons of a group; a rule that names no run of it leaves the group without, and says so.
local function compared(results, group, config, scores)
  local list, message, code = comparisons_of(group, config, scores)
  if list and #list == 0 and #scores > 1 and pairing_rule(config, scores) == "none" and config.few_pairs then
    append(results.notes, { ("%d runs of %s, so no pairs are compared: name one with --baseline RUN, or use `whisker " ..
      "compare` for all pairs"):format(#scores, group.task) })
  end
  if list or code ~= "bad option" then
    results.pairs_found = results.pairs_found or list ~= nil
    return list, message, code
  end
  results.pair_problem = message
  append(results.notes, { ("%s of %s is not compared: %s"):format(group.metric, group.task, message) })
  return {}
end

local function add_group(results, group, config, look_up, log)
  group.binary = group.design:is_binary()
  group.unit_range = group.binary or in_unit_range(group.design)
  group.range = range_of(config, group)
  local scores, notes, code = scores_of(group, config)
  if not scores then return nil, notes, code end
  local comparisons, message
  comparisons, message, code = compared(results, group, config, scores)
  if not comparisons then return nil, message, code end
  append(results.notes, notes)
  append(results.notes, count_notes(group, log))
  local parts = components.of(group, config, scores)
  append(results.components, parts)
  append(results.notes, published_notes(scores, look_up))
  append(results.scores, scores)
  append(results.comparisons, comparisons)
  local record = group_record(group, scores, comparisons)
  record.components = parts
  record.candidate = config.suggest_keys and suggested_key(log, group) or nil
  results.groups[#results.groups + 1] = record
  return true
end

--- Names of metadata that must be read: nil reads all of it.
local function wanted_fields(config)
  local list = {}
  if not config.cluster then return nil end
  for _, key in ipairs(config.cluster) do
    if type(key) ~= "string" or not key:find(".", 1, true) then return nil end
    list[#list + 1] = key
  end
  if config.stratum then return nil end
  return list
end

local function read(config, progress)
  if not config.data then return nil, "the config names no data: data = \"logs/\"", "bad option" end
  local asked = { fields = wanted_fields(config), weight = config.weight }
  local log, message, code = logs.read(config.data, asked, progress)
  if not log then return nil, message, code end
  local done
  done, message = runs.apply(log, config.runs)
  if not done then return nil, message, "bad option" end
  return log
end

--- Read the logs of a config.
---@param config table checked
---@param progress fun(index: integer, count: integer, path: string)? called before each file, and once after the last
---@return whisker.Log?, string? message, string? code
function analysis.read(config, progress)
  return attempt.with_config(read, config, progress)
end

local function run(config, log)
  local groups, message, code = designs.build(log, config)
  if not groups then return nil, message, code end
  local results = new_results(config, log)
  local look_up = published.index(log)
  for _, group in ipairs(groups) do
    local done
    done, message, code = add_group(results, group, config, look_up, log)
    if not done then return nil, message, code end
  end
  if results.pair_problem and not results.pairs_found then return nil, results.pair_problem, "bad option" end
  append(results.notes, log.notes)
  results.notes = unique(results.notes)
  if config.gate then
    results.gate, message = gate.check(results, config.gate)
    if not results.gate then return nil, message, "bad option" end
  end
  return results
end

--- Everything that a config asks for.
---@param config table checked
---@param log whisker.Log
---@return table? results, string? message, string? code
function analysis.run(config, log)
  return attempt.with_config(run, config, log)
end

return analysis
