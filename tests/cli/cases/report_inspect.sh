# Archives and a .json log, epochs, samples in error, a run that was killed.
cd "$EXAMPLES/logs" && whisker report inspect --task sums --columns 100
