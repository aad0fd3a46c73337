# The ending of each file says its format; nothing on standard output.
whisker report "$EXAMPLES/logs/lm_eval" --task reading --metric acc --to a.md --to b.csv --to c.json --to d.txt
grep -c . a.md b.csv d.txt
head -n 2 c.json
