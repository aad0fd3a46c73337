cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --cluster passage_id --test sign_flip --interval wild --replicates 999 --margin .15 --run model_a --run model_b
