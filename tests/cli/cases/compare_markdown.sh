cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --cluster passage_id --format markdown
