# What cannot be planned, and why.
cd "$EXAMPLES/logs" || exit
whisker plan --items ? --draws ?
whisker plan --mde x
whisker plan --items 100 --mde .1 --power .8
whisker plan --mde .05 --cluster-size 3,x
whisker plan lm_eval --task reading
whisker plan lm_eval/dummy --mde .1
whisker plan lm_eval --task reading --metric acc --run model_a --run model_b --mde .05 --draws ?
whisker plan --items 20 --mde .3 --simulate 100 --scores binary
