cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --cluster passage_id --title "Reading" --format latex
