# Everything that somebody who checks asks for, in one order.
cd "$EXAMPLES/logs" && whisker compare lm_eval --metric acc --cluster passage_id --task reading --template audit
