# A template of a file; one with a mistake in its third line; one that is no template.
cp "$EXAMPLES/template/release.lua" .
cd "$EXAMPLES/logs" || exit
whisker compare lm_eval --task reading --metric acc --cluster passage_id --template "$OLDPWD/release.lua"
cd "$OLDPWD" || exit
cat >config.lua <<'LUA'
return { data = arguments.logs, tasks = "reading", metrics = "acc", cluster = "doc.passage_id",
  runs = { select = { "model_a", "model_b" } }, report = { template = function(results, doc)
  doc:paragraph("Written before the mistake.")
  doc:section(results.groups[1].taks)
end } }
LUA
whisker run config.lua logs="$EXAMPLES/logs/lm_eval"
echo 'return 7' >page.lua
whisker report "$EXAMPLES/logs/lm_eval" --template page.lua; echo "status $?"
