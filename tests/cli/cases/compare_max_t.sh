cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --cluster passage_id --adjust max_t --run model_a --run model_b
