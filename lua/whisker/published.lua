-- What a log publishes about itself, held against what its items give.

local core = require("whisker.core")

local published = {}

local function close(a, b, allowed)
  return math.abs(a - b) <= allowed + 1e-9 * math.max(math.abs(a), math.abs(b))
end

--- Is what was published the same number with fewer digits: three decimals or more, the last one rounded?
local function is_rounded(number, to)
  local decimals = core.number_text(to):match("^-?%d+%.(%d+)$")
  return decimals ~= nil and #decimals >= 3 and math.abs(number - to) <= 0.5000001 * 10 ^ -#decimals
end

local function agrees(number, as_published, allowed)
  return close(number, as_published, allowed) or is_rounded(number, as_published)
end

local function short(number)
  return core.number_text(number, 6)
end

--- A 0/1 mean over another number of items would explain the published figure: which?
local function other_denominator(score, entry)
  local right = score.estimate * score.n_items
  if math.abs(right - math.floor(right + 0.5)) > 1e-6 or entry.value <= 0 then return nil end
  local guess = math.floor(right / entry.value + 0.5)
  if guess == score.n_items or guess < 1 then return nil end
  if math.abs(guess - score.n_items) > 0.1 * score.n_items then return nil end
  if close(right / guess, entry.value, entry.rounded or 0) then return guess, math.floor(right + 0.5) end
end

--- What would be published if items without a score counted as wrong.
local function counts_missing_as_wrong(score, entry)
  local missing = score.n_missing or 0
  return missing > 0 and close(score.estimate * score.n_items / (score.n_items + missing), entry.value, entry.rounded or 0)
end

local function draws_vary(score)
  return score.draws_per_item and score.draws_per_item.fewest < score.draws_per_item.most
end

local function right_of(score)
  return ("the items hold %d right of %d"):format(math.floor(score.estimate * score.n_items + 0.5), score.n_items)
end

--- The likely cause of another mean, most specific first.
local function explain_value(score, entry)
  local denominator, right = other_denominator(score, entry)
  if denominator then return ("%d right of %d, where there are %d items"):format(right, denominator, score.n_items) end
  if entry.n and entry.n ~= score.n_scored then
    return ("it is over %s items, of which the log holds %d with a score"):format(short(entry.n), score.n_scored)
  end
  if counts_missing_as_wrong(score, entry) then
    return ("it counts the %d items without a score as wrong"):format(score.n_missing)
  end
  if entry.cause then return score.binary and right_of(score) .. "; " .. entry.cause or entry.cause end
  if draws_vary(score) then return "it counts every draw alike, where here every item counts alike" end
  local other = "the summary was made of other items than the log holds, or of more"
  return score.binary and right_of(score) .. "; " .. other or other
end

--- K runs' accuracies vary by chance in the draws as chi-square says: K published^2 / (variance of the mean that is due to
--- draws) has K - 1 df. A published error in that range knows the runs and not the items.
local function is_run_noise(score, entry)
  local draws = score.draw_part and score.draws_per_item
  if not draws or draws.fewest ~= draws.most then return false end
  if score.draw_part == 0 then return entry.se < 1e-9 end
  local ratio = draws.most * entry.se ^ 2 / score.draw_part
  return ratio > core.dist.chi_square_quantile(0.001, draws.most - 1)
    and ratio < core.dist.chi_square_quantile(0.999, draws.most - 1)
end

--- Standard errors that other formulas give for the same scores, with what is odd about them.
local function other_formulas(score)
  local n, draws = score.n_items, score.n_draws or score.n_items
  local list = { { score.se_clt * math.sqrt((n - 1) / n), "it divides by n where n - 1 is meant" } }
  if score.binary and draws > n then
    local spread = score.estimate * (1 - score.estimate)
    list[2] = { math.sqrt(spread / (draws - 1)), ("it takes each of the %d draws for an item"):format(draws) }
  end
  if score.n_clusters and score.se then list[#list + 1] = { score.se, "it is that of the clusters" } end
  return list
end

local run_noise = "it is how much %s runs of the same items differ, and does not know that other items might have been asked"

--- The likely cause of another standard error, most specific first.
local function explain_error(score, entry)
  if entry.se_of_runs then return run_noise:format(short(entry.se_of_runs)) end
  if is_run_noise(score, entry) and entry.se <= 0.8 * score.se_clt then
    return run_noise:format(score.draws_per_item.most)
  end
  for _, formula in ipairs(other_formulas(score)) do
    if close(formula[1], entry.se, 1e-9) then return formula[2] end
  end
  if math.abs(entry.se - score.se_clt) <= 0.2 * score.se_clt then
    return "so near to it, it may be a bootstrap's, which chance moves, or of other items"
  end
  return "no formula that is known here gives it for these items"
end

--- Notes on one score.
---@param score table a score of the results
---@param entry table what was published: value, se, n, rounded, source; cause: why its mean may be another; se_of_runs: of
--- how many whole runs its error is the spread
---@return string[]
function published.compare(score, entry)
  local notes = {}
  local who = ("%s, %s of %s"):format(score.run, score.metric, score.task)
  if not agrees(score.estimate, entry.value, entry.rounded or 0) then
    notes[1] = ("%s: published is %s, the items give %s: %s"):format(who, short(entry.value), short(score.estimate),
      explain_value(score, entry))
  elseif entry.n and entry.n ~= score.n_scored then
    notes[1] = ("%s: published over %s items, of which the log holds %d with a score"):format(who, short(entry.n),
      score.n_scored)
  elseif entry.se and score.se_clt and not agrees(score.se_clt, entry.se, 1e-12) then
    notes[1] = ("%s: the published standard error is %s, that of independent items is %s: %s"):format(who,
      short(entry.se), short(score.se_clt), explain_error(score, entry))
  elseif entry.se and not score.se then
    notes[1] = ("%s: a standard error of %s is published where none can be known"):format(who, short(entry.se))
  end
  return notes
end

--- All that the logs publish, by task, run and metric.
---@param log whisker.Log
---@return fun(task: string, run: string, metric: string): table?
function published.index(log)
  local index = {}
  for _, part in ipairs(log.parts) do
    for _, entry in ipairs(part.published or {}) do
      index[table.concat({ entry.task or "", entry.run or "", entry.metric }, "\0")] = entry
    end
  end
  return function(task, run, metric)
    return index[table.concat({ task, run, metric }, "\0")]
  end
end

return published
