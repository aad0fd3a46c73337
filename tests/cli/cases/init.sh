# What init prints is a config that runs.
cp -r "$EXAMPLES/logs/inspect" . && whisker init inspect | tee config.lua && whisker run config.lua | head -n 4
