-- Scores, or differences, by cluster: all by name where they are few, else against their size, with the range that
-- chance alone would give to clusters of items that are not alike, and the names of those beyond it.

local behind = require("whisker.behind")
local core = require("whisker.core")
local numbers = require("whisker.report.numbers")
local texts = require("whisker.report.figures.texts")
local words = require("whisker.report.words")

local clusters = {}

--- Clusters that are listed one by one, those of a longer list that are shown where sizes hardly differ, and names in a
--- plot of many.
local most_listed, most_extreme, most_named = 25, 20, 12
--- Of smaller clusters nothing is said.
local least_size = 5

-- ---- what is shown ------------------------------------------------------------------------------------------

--- value(entry): what is shown of a cluster; mean and sd over items of it.
local function score_measure(group, list, run)
  if not run then
    return { value = function(entry) return entry.mean end, mean = list.mean, sd = list.sd,
      what = #group.scores > 1 and "Mean score of all runs" or "Score", label = "score" }
  end
  for place, score in ipairs(group.scores) do
    if score.run == run then
      return { value = function(entry) return entry.means[place] end, mean = score.estimate, what = "Score of " .. run,
        sd = score.se_clt and score.se_clt * math.sqrt(score.n_items), label = "score" }
    end
  end
end

local function difference_measure(group, comparison)
  local place = {}
  for i, score in ipairs(group.scores) do place[score.run] = i end
  local a, b = place[comparison.a], place[comparison.b]
  return { mean = comparison.difference, what = ("%s − %s"):format(comparison.a, comparison.b), label = "difference",
    sd = comparison.se_clt and comparison.se_clt * math.sqrt(comparison.n_items), plus = true,
    value = function(entry)
      return entry.means[a] and entry.means[b] and entry.means[a] - entry.means[b] or false
    end }
end

--- What chance alone would give to the mean of so many items; all clusters together stay inside with 95%. A handful of
--- items may have any mean: the normal law says nothing of so few.
local function half_range(measure, size, n)
  if size < least_size then return math.huge end
  local beyond = core.dist.normal_quantile(0.025 / n, "upper")
  return beyond * measure.sd / math.sqrt(size)
end

--- The clusters that have a value, with how far from the mean they lie in units of the range.
local function entries_of(all, measure)
  local list = {}
  for _, entry in ipairs(all) do
    local value = measure.value(entry)
    if value then
      local half = half_range(measure, entry.size, #all)
      list[#list + 1] = { label = entry.label, size = entry.size, value = value, half = half,
        away = half > 0 and math.abs(value - measure.mean) / half or 0 }
    end
  end
  return list
end

local function tip(group, measure, entry)
  return ("%s: %s, %s"):format(entry.label, texts.score(group, entry.value, nil, measure.plus):gsub(" %(–%)$", ""),
    words.plural(entry.size, "item"))
end

-- ---- rows ---------------------------------------------------------------------------------------------------

local function band(entry, measure, group)
  local low, high = measure.mean - entry.half, measure.mean + entry.half
  if group.unit_range or group.binary then
    local floor = measure.plus and -1 or 0
    low, high = math.max(floor, low), math.min(1, high)
  end
  return { low, high }
end

local function by_name(group, measure, entries)
  local rows = {}
  for i, entry in ipairs(entries) do
    rows[i] = { name = entry.label, value = entry.value, band = band(entry, measure, group),
      mark = entry.away > 1 and "filled" or "hollow", text = numbers.count(entry.size), tip = tip(group, measure, entry) }
  end
  return { chart = "rows", rows = rows, unit = group.unit, text_title = "items",
    axis = { label = texts.label(group, measure.label), zero = measure.plus },
    guides = { { at = measure.mean, label = "all items" } } }
end

--- Those furthest from the mean, the largest first among them.
local function furthest(entries)
  local list = {}
  for i, entry in ipairs(entries) do list[i] = entry end
  table.sort(list, function(a, b)
    if a.away ~= b.away then return a.away > b.away end
    return a.label < b.label
  end)
  for i = #list, most_extreme + 1, -1 do list[i] = nil end
  table.sort(list, function(a, b)
    if a.value ~= b.value then return a.value > b.value end
    return a.label < b.label
  end)
  return list
end

-- ---- against size -------------------------------------------------------------------------------------------

--- Clusters of one size and value are one dot.
local function dots_of(group, measure, entries)
  local dots, by_place = {}, {}
  for _, entry in ipairs(entries) do
    local place = ("%d %s"):format(entry.size, core.fixed_text(entry.value, 4))
    local dot = by_place[place]
    if dot then
      dot.count = dot.count + 1
    else
      dot = { x = entry.size, y = entry.value, mark = entry.away > 1 and "filled" or "hollow", count = 1,
        tip = tip(group, measure, entry), away = entry.away, name = entry.label }
      by_place[place], dots[#dots + 1] = dot, dot
    end
  end
  table.sort(dots, function(a, b)
    if a.away ~= b.away then return a.away > b.away end
    return a.name < b.name
  end)
  for i, dot in ipairs(dots) do
    if dot.away > 1 and i <= most_named then dot.label = dot.name end
    if dot.count > 1 then dot.tip = ("%s, and %d more"):format(dot.tip, dot.count - 1) end
  end
  return dots
end

local function funnel(group, measure, smallest, largest, n)
  local points = {}
  if not (group.unit_range or group.binary) then smallest = math.max(smallest, least_size) end
  for i = 0, 40 do
    local size = smallest * (largest / smallest) ^ (i / 40)
    local range = band({ half = half_range(measure, size, n) }, measure, group)
    points[i + 1] = { size, range[1], range[2] }
  end
  return points
end

local function by_size(group, measure, entries, smallest, largest)
  return { chart = "curves", x = { label = "items in the cluster", log = true },
    y = { label = texts.label(group, measure.label), unit = group.unit, zero = measure.plus },
    curves = { { band = funnel(group, measure, smallest, largest, #entries),
      band_name = "what chance alone would give" } },
    guides = { { y = measure.mean } }, dots = dots_of(group, measure, entries) }
end

-- ---- the figures --------------------------------------------------------------------------------------------

local function size_range(entries)
  local smallest, largest = math.huge, 0
  for _, entry in ipairs(entries) do smallest, largest = math.min(smallest, entry.size), math.max(largest, entry.size) end
  return smallest, largest
end

local function key(chart)
  local entries = { { mark = "point", style = "filled", text = "beyond chance" },
    { mark = "point", style = "hollow", text = "within it" } }
  if chart.chart == "rows" then
    table.insert(entries, 1, { mark = "tile", style = "band", text = "what chance alone would give" })
  else
    entries[3] = { mark = "line", style = "guide", text = "all items" }
  end
  return entries
end

local function outlier_names(entries)
  local names = {}
  for _, entry in ipairs(furthest(entries)) do
    if entry.away > 1 then names[#names + 1] = entry.label end
  end
  if #names == 0 then return "No cluster lies beyond chance." end
  local shown = #names > 5 and table.concat(names, ", ", 1, 5) .. ", …" or table.concat(names, ", ")
  return "Beyond chance: " .. shown .. "."
end

--- The chart, and how many of the clusters it shows.
local function chart_of(group, measure, entries)
  local smallest, largest = size_range(entries)
  if #entries > most_listed and largest >= 2 * smallest then
    return by_size(group, measure, entries, smallest, largest), #entries
  end
  local listed = #entries > most_listed and furthest(entries) or entries
  return by_name(group, measure, listed), #listed
end

local function figure(group, all, measure)
  if not measure or not measure.sd or measure.sd == 0 or not measure.mean then return nil end
  texts.prepared(group)
  local entries = entries_of(all, measure)
  local _, largest = size_range(entries)
  if #entries < 2 or largest < least_size then return nil end
  local chart, shown = chart_of(group, measure, entries)
  chart.key = key(chart)
  chart.title = ("%s by %s"):format(measure.what, words.cluster_name(group))
  chart.description = (shown < #entries and ("The %d of %d that lie furthest from the mean. "):format(shown, #entries)
    or "") .. "Shaded is where clusters of so many items would lie if those of one were no more alike than others."
  chart.alt = outlier_names(entries)
  return chart
end

--- The clusters of a group; results that were made elsewhere may bring them along.
local function list_of(group) return group.clusters or behind.clusters(group) end

--- run: of one run; else the mean of all.
---@return table? chart
function clusters.scores(group, run)
  local list = list_of(group)
  return list and figure(group, list, score_measure(group, list, run))
end

--- The difference of a pair by cluster: is it everywhere, or made by a few?
---@return table? chart
function clusters.differences(group, comparison)
  local list = comparison and comparison.pairing == "paired" and list_of(group)
  return list and figure(group, list, difference_measure(group, comparison)) or nil
end

--- One row a cluster, largest first, and how many clusters and items are beyond the list.
local function size_rows(list)
  local rows, n_rest, rest, total = {}, 0, 0, 0
  for i, entry in ipairs(list) do
    total = total + entry.size
    if i <= most_extreme or #list <= most_listed then
      rows[i] = { name = entry.label, value = entry.size, bar = true }
    else
      n_rest, rest = n_rest + 1, rest + entry.size
    end
  end
  for _, row in ipairs(rows) do
    row.text = ("%s%%"):format(numbers.fixed(100 * row.value / total, row.value * 200 < total and 1 or 0))
    row.tip = ("%s: %s"):format(row.name, words.plural(row.value, "item"))
  end
  return rows, n_rest, rest
end

--- Sizes, largest first.
---@return table? chart
function clusters.sizes(group)
  local list = list_of(group)
  if not list or #list < 2 then return nil end
  local rows, n_rest, rest = size_rows(list)
  local more = n_rest > 0 and (" The other %s hold %s."):format(words.plural(n_rest, "cluster"), words.plural(rest, "item"))
    or ""
  return { chart = "rows", title = ("Items by %s"):format(words.cluster_name(group)), rows = rows, unit = "raw",
    description = "The fewer and the more uneven the clusters, the less a score is worth." .. more,
    alt = ("The largest, %s, holds %s."):format(rows[1].name, rows[1].text), axis = { label = "items", low = 0,
      whole = true }, text_title = "of all" }
end

return clusters
