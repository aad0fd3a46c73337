-- The stock report: for each task and metric a table of scores, a table of comparisons, and how far to trust them.
-- A template is a function (results, doc); this one is also an example of how to write one.

local core = require("whisker.core")
local cell = require("whisker.report.document").cell
local method_words = require("whisker.report.method_words")
local numbers = require("whisker.report.numbers")
local uncertainty = require("whisker.report.uncertainty")
local verdict = require("whisker.report.verdict")
local words = require("whisker.report.words")

--- Percent when every score lies in [0, 1]; decimals by the standard errors.
local function choose_units(group)
  local errors, within = {}, true
  for _, score in ipairs(group.scores) do
    within = within and score.unit_range
    if score.se then errors[#errors + 1] = score.se end
  end
  group.unit = within and "percent" or "raw"
  for i, se in ipairs(errors) do errors[i] = group.unit == "percent" and se * 100 or se end
  group.decimals = numbers.decimals(errors)
end

local function group_name(group)
  local what = group.statistic and group.statistic ~= group.metric and (" · %s"):format(group.statistic) or ""
  return ("%s · %s%s"):format(group.task, group.metric, what)
end

local function unit_word(group)
  return group.unit == "percent" and ", %" or ""
end

local function score_columns(group, level, label)
  return {
    { title = label }, { title = "score" .. unit_word(group) .. " (SE)", align = "right" },
    { title = "" }, { title = ("%s%% interval"):format(level), align = "right" }, { title = "n", align = "right" },
    group.n_clusters and { title = "clusters", align = "right" } or nil,
  }
end

local function score_row(score, name, clustered)
  local low, high = (score.ci or {})[1], (score.ci or {})[2]
  return {
    cell.text(name), cell.score(score.estimate, score.se), cell.whisker(score.estimate, low, high),
    cell.interval(low, high), cell.count(score.n_items), clustered and cell.count(score.n_clusters) or nil,
  }
end

local function level_text(results)
  return core.number_text(results.level * 100, 12)
end

local function score_table(results, group, doc)
  local rows = {}
  for i, score in ipairs(group.scores) do rows[i] = score_row(score, score.run, group.n_clusters ~= nil) end
  doc:table({ columns = score_columns(group, level_text(results), ""), rows = rows, unit = group.unit,
    decimals = group.decimals })
end

-- ---- comparisons --------------------------------------------------------------------------------------------

--- The run that all comparisons are against, if there is one.
local function common_baseline(comparisons)
  for _, comparison in ipairs(comparisons) do
    if comparison.b ~= comparisons[1].b then return nil end
  end
  return #comparisons > 0 and comparisons[1].b
end

local function comparison_row(comparison, baseline)
  local low, high = (comparison.ci or {})[1], (comparison.ci or {})[2]
  return {
    cell.text(baseline and comparison.a or ("%s − %s"):format(comparison.a, comparison.b)),
    cell.score(comparison.difference, comparison.se, true), cell.interval(low, high, true),
    cell.p(comparison.p_adjusted), cell.correlation(comparison.correlation), cell.number(comparison.mde, nil, true),
  }
end

local function comparison_decimals(group)
  local errors = {}
  for i, comparison in ipairs(group.comparisons) do
    errors[i] = (comparison.se or 0) * (group.unit == "percent" and 100 or 1)
  end
  return numbers.decimals(errors)
end

local function comparison_table(results, group, doc)
  if #group.comparisons == 0 then return end
  local baseline = common_baseline(group.comparisons)
  local rows = {}
  for i, comparison in ipairs(group.comparisons) do rows[i] = comparison_row(comparison, baseline) end
  local family = words.family(group, results.adjust)
  doc:table({
    caption = baseline and ("Against %s (%s)"):format(baseline, family) or ("Differences (%s)"):format(family),
    columns = {
      { title = "" }, { title = "difference" .. unit_word(group) .. " (SE)", align = "right" },
      { title = level_text(results) .. "% interval", align = "right" },
      { title = #group.comparisons > 1 and "adj. p" or "p", align = "right" }, { title = "r", align = "right" },
      { title = "MDE", align = "right" },
    },
    rows = rows, unit = group.unit, decimals = comparison_decimals(group),
  })
  local detectable = words.detectable(group, results.power)
  if detectable then doc:paragraph(detectable) end
end

-- ---- sections -----------------------------------------------------------------------------------------------

--- Which ranks each run may have, and which runs nothing tells apart.
local function ranking_table(group, doc)
  local ranking = group.ranking
  if not ranking or #ranking.runs < 3 then return end
  local rows = {}
  for i, entry in ipairs(ranking.runs) do
    local ranks = entry.rank_best == entry.rank_worst and tostring(entry.rank_best)
      or ("%d – %d"):format(entry.rank_best, entry.rank_worst)
    rows[i] = { cell.text(entry.run), cell.number(entry.estimate, nil, true), cell.text(ranks), cell.text(entry.letters) }
  end
  doc:table({ caption = "Ranks that hold together; runs that share a letter are not told apart",
    columns = { { title = "" }, { title = "score" .. unit_word(group), align = "right" }, { title = "rank", align = "right" },
      { title = "tied" } }, rows = rows, unit = group.unit, decimals = group.decimals })
end

local function group_section(results, group, doc)
  doc:section(group_name(group), words.facts(group))
  score_table(results, group, doc)
  ranking_table(group, doc)
  comparison_table(results, group, doc)
  doc:notes("Equivalence", method_words.equivalence(group))
  uncertainty.section(doc, { group }, function(_, record) return record.run end)
  doc:notes("How far to trust this", words.trust(group))
end

--- One table for groups of a single run: a row a task and metric.
local function merged_table(results, groups, unit, doc)
  local rows, shared = {}, { scores = {} }
  for _, group in ipairs(groups) do
    if group.unit == unit then shared.n_clusters = shared.n_clusters or group.n_clusters end
  end
  for _, group in ipairs(groups) do
    if group.unit == unit then
      rows[#rows + 1] = score_row(group.scores[1], group_name(group), shared.n_clusters ~= nil)
      table.insert(shared.scores, group.scores[1])
    end
  end
  if #rows == 0 then return end
  choose_units(shared)
  doc:table({ columns = score_columns(shared, level_text(results), ""), rows = rows, unit = unit,
    decimals = shared.decimals })
end

--- The notes of several groups; what holds for more than one is said once.
local function merged_notes(groups)
  local notes, by_text = {}, {}
  for _, group in ipairs(groups) do
    for _, note in ipairs(words.trust(group)) do
      if not by_text[note.text] then
        by_text[note.text] = { mark = note.mark, text = note.text, names = {} }
        notes[#notes + 1] = by_text[note.text]
      end
      table.insert(by_text[note.text].names, group_name(group))
    end
  end
  for _, note in ipairs(notes) do
    note.text = #note.names == #groups and note.text or table.concat(note.names, ", ") .. ": " .. note.text
  end
  return notes
end

--- Groups that hold the same single run stand in one table for each unit.
local function merged_section(results, groups, doc)
  doc:section(groups[1].scores[1].run, words.plural(#groups, "score"))
  merged_table(results, groups, "percent", doc)
  merged_table(results, groups, "raw", doc)
  uncertainty.section(doc, groups, group_name)
  doc:notes("How far to trust this", merged_notes(groups))
end

--- Groups in order; neighbours that hold the same single run are put together.
local function sections(groups)
  local list = {}
  for _, group in ipairs(groups) do
    choose_units(group)
    local last = list[#list]
    local single = #group.scores == 1
    if last and single and last.single and last[1].scores[1].run == group.scores[1].run then
      last[#last + 1] = group
    elseif #group.scores > 0 then
      list[#list + 1] = { group, single = single }
    end
  end
  return list
end

local mean_words = { micro = "every item alike", macro = "every task alike", custom = "tasks by weight",
  win_rate = "share of the other runs beaten, mean over tasks" }

--- A mean over tasks: its scores, and its differences.
local function aggregate_section(results, made, doc)
  local group = { scores = made.means, comparisons = made.differences, n_clusters = made.n_clusters }
  for _, entry in ipairs(made.means) do entry.unit_range = made.unit_range end
  choose_units(group)
  doc:section(("%s · %s"):format(made.name, made.metric), ("%s over %s (%s), %s in %s"):format(
    made.mean == "win_rate" and "win rate" or made.mean .. " mean", words.plural(made.n_tasks, "task"),
    mean_words[made.mean], words.plural(made.n_items, "item"), words.plural(made.n_clusters or made.n_items, "cluster")))
  score_table(results, group, doc)
  if #made.differences == 0 then return end
  local rows = {}
  for i, entry in ipairs(made.differences) do
    local low, high = (entry.ci or {})[1], (entry.ci or {})[2]
    rows[i] = { cell.text(("%s − %s"):format(entry.a, entry.b)), cell.score(entry.difference, entry.se, true),
      cell.interval(low, high, true), cell.p(entry.p_adjusted) }
  end
  doc:table({ caption = ("Differences (paired%s)"):format(#rows > 1 and ", p adjusted" or ""), columns = { { title = "" },
    { title = "difference" .. unit_word(group) .. " (SE)", align = "right" },
    { title = level_text(results) .. "% interval", align = "right" }, { title = "p", align = "right" } }, rows = rows,
    unit = group.unit, decimals = comparison_decimals({ comparisons = made.differences, unit = group.unit }) })
end

local function reading_notes(results)
  local list = {}
  for i, text in ipairs(results.notes) do list[i] = { mark = "!", text = text } end
  return list
end

---@param results table
---@param doc whisker.Document
return function(results, doc)
  if results.gate then doc:paragraph(verdict(results.gate)) end
  for _, section in ipairs(sections(results.groups)) do
    if #section > 1 then
      merged_section(results, section, doc)
    else
      group_section(results, section[1], doc)
    end
  end
  for _, made in ipairs(results.aggregates or {}) do aggregate_section(results, made, doc) end
  doc:notes("What was read", reading_notes(results))
  doc:paragraph(words.methods(results) .. " " .. words.provenance(results))
end
