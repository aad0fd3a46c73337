cd "$EXAMPLES/logs" && whisker compare lm_eval --template leader_board
