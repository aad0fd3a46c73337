cd "$EXAMPLES/logs" && whisker compare inspect --task sums --statistic pass@3 --format terminal
