# The verdict first; without a gate it says how to get one.
cat >gate.lua <<'LUA'
return {
  data = arguments.logs, tasks = arguments.tasks, metrics = "acc", cluster = "doc.passage_id",
  runs = { select = { "model_a", "model_b" } },
  gate = { baseline = "model_a", candidate = "model_b", margin = 0.02 },
  report = { template = "pull_request" },
}
LUA
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" tasks=reading --format markdown
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" 'tasks=*'; echo "status $?"
whisker compare "$EXAMPLES/logs/lm_eval" --task reading --metric acc --baseline model_a --template pull_request |
  sed 's/sha256.*//'
