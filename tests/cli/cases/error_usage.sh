# Wrong usage is status 2, and says what is right.
whisker; echo $?
whisker raport; echo $?
whisker report; echo $?
whisker report --clutser x y; echo $?
whisker report --format html y; echo $?
whisker compare "$EXAMPLES/logs/lm_eval" --task raeding; echo $?
whisker compare "$EXAMPLES/logs/lm_eval" --baseline model_x; echo $?
whisker run nowhere.lua; echo $?
whisker plan --mde .03 --items 100 --power .9
echo $?
whisker plan --mde 0; echo $?
whisker plan --mde .03 --power 2; echo $?
whisker report "$EXAMPLES/logs/lm_eval" --task reading --metric acc --interval clopper_pearson --cluster passage_id; echo $?
whisker report "$EXAMPLES/logs/lm_eval" --interval foo; echo $?
whisker report "$EXAMPLES/logs/lm_eval" --cluster a..b
