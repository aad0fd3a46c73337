-- Where the variance of a score comes from, for runs that were drawn more than once: items, draws, and how many draws
-- would do. The fields are those of the JSON (schema whisker/1).

local attempt = require("whisker.attempt")
local core = require("whisker.core")

local judgements = require("whisker.judgements")

local components = {}

local function interval(range)
  return range.lo and { range.lo, range.hi } or nil
end

local function note_list(codes)
  local list = {}
  for i, code in ipairs(codes) do list[i] = { code = code, text = core.note_text(code) } end
  return list
end

local function record(group, score, found)
  return {
    task = group.task, run = score.run, metric = group.metric, n_items = found.n_items, n_draws = found.n_draws,
    n_repeated = found.n_repeated, draws = found.draws_each, se = found.se, level = found.level,
    between = found.between, between_ci = interval(found.between_interval), within = found.within,
    within_ci = interval(found.within_interval), judge = found.judge,
    judge_ci = found.judge and interval(found.judge_interval), answer = found.answer,
    answer_ci = found.answer and interval(found.answer_interval), item_part = found.item_part,
    draw_part = found.draw_part, judge_part = found.judge_part, share_within = found.share_draws,
    share_ci = interval(found.share_interval),
    se_limit = found.se_limit, k_suggested = found.draws_suggested, icc = found.icc, notes = note_list(found.notes),
  }
end

--- The variance of the scores, unless it is one that knows no fractions.
local function variance_of(config)
  return config.estimate.variance ~= "bernoulli" and config.estimate.variance or nil
end

--- Components of the runs of a group that have repeated draws. Weights and strata make items count unlike, and the parts
--- are of items that count alike: then there are none.
---@param group whisker.Group
---@param config table
---@param scores table[] of the group
---@param log whisker.Log
---@return table[]
function components.of(group, config, scores, log)
  local list = {}
  if config.weight or config.stratum then return list end
  for _, score in ipairs(scores) do
    if score.draws_per_item.most > 1 then
      local options = { variance = variance_of(config), level = config.level }
      local found = group.judgement and judgements.components(log.table, group, score, options)
        or attempt.call(group.design.components, group.design, score.index, options)
      if found and found.within then
        list[#list + 1] = record(group, score, found)
        score.draw_part = found.draw_part
      end
    end
  end
  return list
end

return components
