-- What somebody sees who watches a run: the mean so far and the interval that holds at every moment together, narrowing
-- as items come.

local behind = require("whisker.behind")
local core = require("whisker.core")
local texts = require("whisker.report.figures.texts")
local words = require("whisker.report.words")

local function lines_of(path)
  local mean, band = {}, {}
  for _, state in ipairs(path) do
    if state.value and state.upper >= state.lower then
      mean[#mean + 1] = { state.n, state.value }
      band[#band + 1] = { state.n, state.lower, state.upper }
    end
  end
  return mean, band
end

--- What the interval had come to, in words.
local function ending(group, last, what, plus)
  local shown = { ci = { last.lower, last.upper } }
  return ("After %s: %s."):format(words.plural(last.n, what), texts.tip(group, "the mean", shown, last.value, plus)
    :gsub(" %(–%)", ""))
end

--- run: whose score; baseline: or its difference from this run.
---@param group table
---@param run string?
---@param baseline string?
---@return table? chart
return function(group, run, baseline)
  run = run or (group.scores[1] or {}).run
  local path, level = behind.path(group, run, baseline)
  if not path or #path < 2 or path[#path].n < 2 then return nil end
  texts.prepared(group)
  local mean, band = lines_of(path)
  local observed = group.n_clusters and words.cluster_name(group) or "item"
  return { chart = "curves", title = baseline and ("%s − %s as items came"):format(run, baseline)
      or ("Score of %s as items came"):format(run),
    description = ("Whoever looks again and again, and stops at will, may trust the shaded interval%s; the one of " ..
      "the tables holds for a number of items fixed beforehand."):format(group.n_clusters and
      ", which is for the mean of cluster means" or ""),
    alt = ending(group, path[#path], observed, baseline ~= nil),
    x = { label = words.plural(2, observed):gsub("^2 ", "") .. " so far, in the order of the log" },
    y = { label = texts.label(group, baseline and "difference" or "score"), unit = group.unit, zero = baseline ~= nil },
    curves = { { name = "mean so far", points = mean, band = band, band_name = ("%s%% interval at every moment"):format(
      core.number_text(level * 100, 6)) } }, guides = baseline and { { y = 0 } } or nil }
end
