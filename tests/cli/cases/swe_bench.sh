# needs: $SHARED/data/swebench/leaderboards_2025-12-10
# Clusters by repository without asking; the published figures that the items contradict are named.
cd "$SHARED/data/swebench" && whisker compare leaderboards_2025-12-10 --baseline "Claude 4.5 Sonnet" --columns 100
