local card = require("whisker.benchmarks.card")

return card.new({
  name = "arena_hard",
  title = "Arena-Hard: 500 prompts, pairs against a baseline",
  tasks = { "^arena_?hard", "^arena%-hard" },
  item = "one battle",
  metric = "win",
  range = { 0, 1 },
  chance = 0.5,
  cluster_fields = { "question_id", "uid" },
  cluster_name = "prompt",
  why = "A prompt is judged in both orders, and strong verdicts are counted three times: rows of one prompt are not " ..
    "independent.",
  source = "Li et al. 2024, arXiv 2406.11939",
})
