# model_a is worse than model_b by more than the margin could rule out: status 1.
cat >gate.lua <<'LUA'
return {
  data = arguments.logs, tasks = "reading", metrics = "acc", cluster = "doc.passage_id",
  runs = { select = { "model_a", "model_b" } },
  gate = { baseline = "model_b", candidate = "model_a", margin = 0.02 },
}
LUA
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" --format markdown
