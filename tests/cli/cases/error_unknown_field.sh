cd "$EXAMPLES/logs" && whisker report lm_eval --task reading --cluster pasage_id
