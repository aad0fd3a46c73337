-- MT-Bench: judgements of single answers (1 to 10, -1 where the judge failed) and of pairs, each in both orders.

local layout = require("whisker.formats.layout")

--- The official rule for a pair: a win only if both orders agree, else a tie; an order whose judge failed is no verdict.
local verdicts = { ["model_1:model_1"] = 1, ["model_2:model_2"] = 0, ["tie:tie"] = 0.5 }
for _, one in ipairs({ "model_1", "model_2", "tie" }) do
  for _, other in ipairs({ "model_1", "model_2", "tie" }) do
    local both = one .. ":" .. other
    verdicts[both] = verdicts[both] or 0.5
  end
end

local function reversed(values)
  local list = {}
  for text, value in pairs(values) do list[text] = 1 - value end
  return list
end

local single = {
  name = "single answers",
  extension = "jsonl",
  head = { '"question_id"%s*:', '"judge"%s*:%s*%[', '"user_prompt"%s*:' },
  syntax = "json_lines",
  fields = { question_id = "question_id", turn = "turn", run = "model", score = "score" },
  join = { item = { "question_id", "turn" } },
  blank = { score = -1 },
  unscored_as = "whose judge failed",
  ranges = { score = { 1, 10 } },
  task = "MT-Bench",
  single_draws = true,
}

local function side(run)
  return { question_id = "question_id", turn = "turn", run = run, model_1 = "model_1", model_2 = "model_2",
    first = "g1_winner", second = "g2_winner" }
end

local pairs_of_models = {
  name = "pairs",
  extension = "jsonl",
  head = { '"model_1"%s*:', '"model_2"%s*:', '"g1_winner"%s*:', '"g2_winner"%s*:' },
  syntax = "json_lines",
  task = "MT-Bench pairs",
  passes = {
    { fields = side("model_1"), values = verdicts },
    { fields = side("model_2"), values = reversed(verdicts) },
  },
  join = { item = { "question_id", "turn", "model_1", "model_2" } },
  score_join = { win = { "first", "second" } },
  unscored_as = "whose judge failed",
  ranges = { win = { 0, 1 } },
  sparse = true,
}

return layout.format({
  name = "mt_bench",
  title = "MT-Bench: gpt-4_single.jsonl and gpt-4_pair.jsonl",
  layouts = { single, pairs_of_models },
})
