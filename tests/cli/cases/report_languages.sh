cd "$EXAMPLES/logs" && whisker report lm_eval --task 'languages_*' --cluster doc.question_id --columns 100
