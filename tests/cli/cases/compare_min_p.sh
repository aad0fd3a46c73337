cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --cluster passage_id --adjust min_p --run model_a --run model_b
whisker compare lm_eval --task languages_en --task languages_de --metric acc --cluster question_id --adjust min_p --run model_a --run model_b --format json | grep -E '"(test|p|p_adjusted|p_single_step|simultaneous_ci|method)"'
