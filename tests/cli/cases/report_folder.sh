# A folder it has never seen, without a config.
cd "$EXAMPLES/logs" && whisker report lm_eval --columns 100
