# Scores as fractions, by an option and by a config; a gate speaks of them in the same unit.
cd "$EXAMPLES/logs" || exit
whisker compare lm_eval --task reading --metric acc --cluster passage_id --unit fraction
cat >"$OLDPWD/config.lua" <<'LUA'
return { data = arguments.logs, tasks = "reading", metrics = "acc", runs = { select = { "model_a", "model_b" } },
  gate = { baseline = "model_a", margin = 0.02 }, report = { unit = "fraction", template = "pull_request" } }
LUA
whisker run "$OLDPWD/config.lua" logs="$PWD/lm_eval" --format markdown
