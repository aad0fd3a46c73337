# Eighty columns: names take a second line before numbers give way.
cd "$EXAMPLES/logs" && whisker report inspect --task reading
