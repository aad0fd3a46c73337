# Data that cannot be used is status 3.
whisker report nowhere; echo $?
mkdir empty && whisker report empty; echo $?
echo 'hello' >note.txt && whisker report note.txt; echo $?
printf '{"version": 2, "status": "success", "eval": {"model": "m", "task"' >cut.json && whisker report cut.json; echo $?
printf 'PK\003\004 no archive' >broken.eval && whisker report broken.eval
echo $?
: >samples_t_2026-01-01T00-00-00.jsonl && whisker report samples_t_2026-01-01T00-00-00.jsonl; echo $?
mkdir results && echo '{"results": {"t": {"acc,none": 0.5}}}' >results/results_2026-01-01T00-00-00.json
whisker report results; echo $?
whisker run results; echo $?
printf '{"doc_id": 0, "doc": {}, "acc": "N/A"}\n' >samples_t_2026-01-01T00-00-00.jsonl
whisker report samples_t_2026-01-01T00-00-00.jsonl
