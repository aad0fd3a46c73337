# What a config prints goes to stderr: while it is read, while items are clustered, while its template runs; and so does
# what a template in a file of its own prints.
cat >config.lua <<'LUA'
print("read", { 1 } ~= nil)
local seen = 0
return {
  data = arguments.logs, tasks = "reading", metrics = "acc", runs = { select = "model_a" },
  cluster = function(item)
    seen = seen + 1
    if seen == 1 then print("the first item is\n" .. item.id) end
    return item.doc.passage_id
  end,
  report = { template = function(results, doc) print(#results.scores .. " score") doc:paragraph("Done.") end },
}
LUA
whisker run config.lua logs="$EXAMPLES/logs/lm_eval"
echo 'return function(results, doc) print(results.scores[1].run) doc:paragraph("Done.") end' >template.lua
whisker report "$EXAMPLES/logs/lm_eval" --task reading --metric acc --run model_b --template template.lua
whisker run config.lua logs="$EXAMPLES/logs/lm_eval" --template template.lua
