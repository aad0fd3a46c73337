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
