# needs: $SHARED/data/swebench/swe-bench-pro
# Models that cover different subsets are compared on what both have; what is dropped is counted.
cd "$SHARED/data/swebench" && whisker compare swe-bench-pro --baseline gpt-4o --columns 100
