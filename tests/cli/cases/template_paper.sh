cd "$EXAMPLES/logs" && whisker compare lm_eval --metric acc --no-cluster --run model_a --run model_b --template paper
