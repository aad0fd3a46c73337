# Runs pooled as draws of one.
cat >config.lua <<'LUA'
return {
  data = arguments.logs, tasks = "reading", metrics = "acc",
  runs = { select = { "model_a", "model_b" }, group = function() return "both" end },
}
LUA
whisker run config.lua logs="$EXAMPLES/logs/lm_eval"
