# Nested paths, several metrics, rows inside one value.
cat >log.json <<'JSON'
{ "info": {"model": "m1"}, "results": [
  {"q": {"id": 9007199254740993, "topic": "a"}, "scores": {"f1": "0.25", "em": true}},
  {"q": {"id": 9007199254740992, "topic": "b"}, "scores": {"f1": NaN, "em": false}},
  {"q": {"id": 3, "topic": "b"}, "scores": {"f1": 0.75, "em": true}} ] }
JSON
cat >config.lua <<'LUA'
return { data = { path = "log.json", format = "json", rows = "results.*", run = "m1", task = "quiz",
  fields = { item = "q.id", score = { f1 = "scores.f1", em = "scores.em" }, topic = "q.topic" } },
  cluster = "topic" }
LUA
whisker run config.lua
