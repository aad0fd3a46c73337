# name=value reaches the config as `arguments`.
cat >config.lua <<'LUA'
return {
  title = "baseline " .. arguments.against,
  data = arguments.logs,
  tasks = "reading", metrics = "acc",
  runs = { select = { "model_a", "model_b" }, rename = { model_a = "A", model_b = "B" } },
  cluster = function(item) return item.doc.passage_id end,
  pair = { baseline = arguments.against },
  compare = { variance = "cr0" }, estimate = { variance = "cr1" }, level = 0.9,
}
LUA
whisker run config.lua logs="$EXAMPLES/logs/lm_eval" against=A
