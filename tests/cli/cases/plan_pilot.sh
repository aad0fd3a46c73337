# Two runs that were scored already say how much scores vary, and how well they know; one draw an item, then several.
cd "$EXAMPLES/logs" || exit
whisker plan lm_eval --task reading --metric acc --run model_a --run model_b --cluster doc.passage_id --mde .05
whisker plan inspect --task sums --run 'scripted/model_b' --run 'scripted/model_a (2026-11-22 00:22:05)' --mde .12 --draws ?
whisker plan inspect --task sums --run 'scripted/model_b' --run 'scripted/model_a (2026-11-22 00:22:05)' --format json
