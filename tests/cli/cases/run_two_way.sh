# Two-way clusters, chosen by a field and a function.
cat >config.lua <<'LUA'
return {
  data = arguments.logs, tasks = "reading", metrics = "acc",
  cluster = { "doc.passage_id", function(item) return item["doc.level"] end },
  pair = function(a, b) return a == "model_b" and b == "model_a" end,
}
LUA
whisker run config.lua logs="$EXAMPLES/logs/lm_eval" --columns 100
