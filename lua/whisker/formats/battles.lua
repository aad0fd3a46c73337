-- Battles of two models before a judge: arena tables, arena-hard battles, llmfao, any left/right/winner table. Each
-- battle is an item for both models: 1 for the winner, 0 for the loser, a half each for a tie. The mean is a win rate
-- over the opponents that a model happened to meet; a rating that allows for who they were is another matter.

local layout = require("whisker.formats.layout")

local first_wins = { model_a = 1, model_b = 0, left = 1, right = 0, tie = 0.5, ["tie (bothbad)"] = 0.5,
  ["tie(all bad)"] = 0.5 }
local second_wins = { model_a = 0, model_b = 1, left = 0, right = 1, tie = 0.5, ["tie (bothbad)"] = 0.5,
  ["tie(all bad)"] = 0.5 }

--- The two readings of the same rows; `id` names the battle, or its place in the file does.
local function both_sides(first, second, id, more)
  local passes = {}
  for i, side in ipairs({ { first, second, first_wins }, { second, first, second_wins } }) do
    local fields = { item = id or "@", run = side[1], opponent = side[2], score = { win = "winner" } }
    for name, path in pairs(more or {}) do fields[name] = path end
    passes[i] = { fields = fields, values = side[3] }
  end
  return passes
end

local function new(name, declared)
  declared.name = name
  declared.ranges, declared.sparse = { win = { 0, 1 } }, true
  declared.unscored_as = "sides without a winner"
  return declared
end

return layout.format({
  name = "battles",
  title = "battles of two models: model_a, model_b, winner; left, right, winner (CSV and JSON Lines)",
  layouts = {
    new("llmfao", { extension = "csv", head = { "^id,prompt,model_x,model_y,worker,winner,left,right" },
      syntax = "csv",
      passes = both_sides("left", "right", nil, { id = "id", prompt = "prompt", worker = "worker" }) }),
    new("table of an arena", { extension = "csv", head = { "^[^\n]*model_a[^\n]*model_b[^\n]*winner" },
      syntax = "csv", passes = both_sides("model_a", "model_b") }),
    new("left, right, winner", { extension = "csv", head = { "^left,right,winner" }, syntax = "csv",
      passes = both_sides("left", "right") }),
    new("battles a line", { extension = "jsonl", head = { '"model_a"%s*:', '"model_b"%s*:', '"winner"%s*:' },
      syntax = "json_lines",
      passes = both_sides("model_a", "model_b", nil, { question_id = "question_id" }) }),
  },
  --- Ratings that were made of battles.
  companion = function(file)
    return file.extension == "csv" and (file.head:find("^algorithm,item,score") or file.head:find("^,Model,Elo Rating")) ~= nil
  end,
})
