# Paths of data start from the config's folder.
whisker run "$EXAMPLES/passages/config.lua" --columns 100
