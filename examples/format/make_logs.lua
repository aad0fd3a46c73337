-- Makes logs/: two players, 48 questions about 12 topics. lua5.4 make_logs.lua
local state = 5
local function uniform()
  state = (state * 1103515245 + 12345) % 2147483648
  return state / 2147483648
end
for _, player in ipairs({ { name = "ada", skill = 0.15 }, { name = "bob", skill = 0 } }) do
  local file = assert(io.open(("logs/%s.json"):format(player.name), "w"))
  file:write(('{"machine": "quiz", "player": "%s", "suite": "geography", "answers": [\n'):format(player.name))
  for topic = 1, 12 do
    local ease = 0.25 + 0.6 * (topic * 5 % 12) / 11
    for question = 1, 4 do
      local verdict = uniform() < ease + player.skill and "right" or "wrong"
      file:write(('  {"question": "t%d-%d", "topic": "t%d", "verdict": "%s"}%s\n'):format(topic, question, topic, verdict,
        (topic == 12 and question == 4) and "" or ","))
    end
  end
  file:write("]}\n")
  file:close()
end
