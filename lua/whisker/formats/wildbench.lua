-- WildBench: scores of 1 to 10 that a judge gave to answers, an array a model. The published score is (mean - 5) * 2.

local layout = require("whisker.formats.layout")

return layout.format({
  name = "wildbench",
  title = "WildBench: arrays with session_id, model_test and score",
  layouts = { {
    name = "scores",
    extension = "json",
    head = { '^%s*%[', '"session_id"%s*:', '"model_test"%s*:' },
    fields = { item = "session_id", run = "model_test", score = "score", error = "meta_data.error" },
    measures = { tokens = "meta_data.usage.total_tokens" },
    unscored_as = "whose judge failed",
    ranges = { score = { 1, 10 } },
    task = "WildBench",
    single_draws = true,
  } },
})
