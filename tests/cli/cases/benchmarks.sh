whisker benchmarks
whisker benchmarks swe_bench
