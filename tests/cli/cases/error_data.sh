# Data that cannot be used is status 3.
whisker report nowhere; echo $?
mkdir empty && whisker report empty; echo $?
echo 'hello' >note.txt && whisker report note.txt; echo $?
printf '{"version": 2, "status": "success", "eval": {"model": "m", "task"' >cut.json && whisker report cut.json; echo $?
printf 'PK\003\004 no archive' >broken.eval && whisker report broken.eval
