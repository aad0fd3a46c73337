# needs: $SHARED/data/swebench/experiments_results_sweagent
# needs: $SHARED/data/swebench/verified_ids
# Lists of ids say what was resolved, never out of how many: that has to be given.
cd "$SHARED/data/swebench"
whisker report experiments_results_sweagent; echo $?
whisker report experiments_results_sweagent --items verified_ids/swebench_verified_instance_ids.txt --no-cluster
