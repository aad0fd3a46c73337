cd "$EXAMPLES/logs" && whisker report lm_eval --task reading --metric acc --cluster passage_id --columns 100
