-- Makes logs/: 60 questions about 12 passages, two models that say how sure they are. lua5.4 make_logs.lua
local state = 2024
local function uniform()
  state = (state * 1103515245 + 12345) % 2147483648
  return state / 2147483648
end
for _, model in ipairs({ { name = "alpha", seed = 2024, sharpness = 1.1 }, { name = "beta", seed = 77, sharpness = 2 } }) do
  local file = assert(io.open(("logs/%s.acme"):format(model.name), "w"))
  file:write("acme 1 trivia ", model.name, "\n")
  state = model.seed
  for passage = 1, 12 do
    local ease = 0.3 + 0.6 * (passage * 7 % 12) / 11
    for question = 1, 5 do
      local chance = math.min(0.97, math.max(0.03, ease + 0.3 * (uniform() - 0.5)))
      local right = uniform() < chance and 1 or 0
      local confidence = math.min(0.99, math.max(0.01, 0.5 + model.sharpness * (chance - 0.5)))
      file:write(("p%02d-q%d p%02d %d %.2f\n"):format(passage, question, passage, right, confidence))
    end
  end
  file:close()
end
