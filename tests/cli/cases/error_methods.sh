cd "$EXAMPLES/logs"
whisker report lm_eval --task reading --statistic pass@200
whisker report lm_eval --task reading --statistic perplexity
whisker report lm_eval --task reading --statistic madian
whisker compare lm_eval --task reading --metric acc --test mcnemar --cluster passage_id
whisker compare lm_eval --task reading --metric acc --test fisher
whisker compare inspect --task sums --statistic pass@2 --test sign_flip
whisker compare inspect --task sums --statistic pass@2 --adjust max_t
whisker compare lm_eval --task sums --metric exact_match --statistic median --test wild
