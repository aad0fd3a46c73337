-- make_logs.lua > answers.csv: 40 questions, three answers of each model to each, every answer judged twice. The standard
-- deviations are 0.15 for questions, 0.12 for answers to one question, 0.08 for judgements of one answer.

-- Park and Miller's minimal standard generator, so that any Lua writes the same file.
local state = 20260607
local function uniform()
  state = state * 16807 % 2147483647
  return state / 2147483647
end

local function normal()
  return math.sqrt(-2 * math.log(uniform())) * math.cos(2 * math.pi * uniform())
end

print("task,model,question,answer,judgement,score")
for question = 1, 40 do
  local level = 0.6 + 0.15 * normal()
  for _, model in ipairs({ "small", "large" }) do
    local own = level + (model == "large" and 0.05 or 0)
    for answer = 1, 3 do
      local quality = own + 0.12 * normal()
      for judgement = 1, 2 do
        print(("essays,%s,q%d,%d,%d,%.3f"):format(model, question, answer, judgement, quality + 0.08 * normal()))
      end
    end
  end
end
