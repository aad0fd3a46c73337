cd "$EXAMPLES/logs" && whisker keys lm_eval --task reading --metric acc
