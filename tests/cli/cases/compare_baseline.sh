cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --baseline model_a --columns 100
