# Two runs that may differ by 20 points at most: status 0; by 10, status 1; by nothing, a mistake.
cat >gate.lua <<'LUA'
return {
  data = arguments.logs, tasks = "reading", metrics = "acc", cluster = "doc.passage_id",
  runs = { select = { "model_a", "model_b" } },
  gate = { baseline = "model_a", candidate = "model_b", test = "equivalence", margin = tonumber(arguments.margin) },
}
LUA
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" margin=0.2 --format markdown | head -1
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" margin=0.1 --format json >gate.json
echo "status $?"
grep -A 22 '"gate"' gate.json
whisker run gate.lua logs="$EXAMPLES/logs/lm_eval" margin=0
