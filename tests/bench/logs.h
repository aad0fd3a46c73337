/* Logs such as harnesses write, as large as asked and the same every time. */
#ifndef WHISKER_TESTS_BENCH_LOGS_H
#define WHISKER_TESTS_BENCH_LOGS_H

#include <stdint.h>

/* lm-evaluation-harness: samples of a multiple-choice task, 1 to 5 KB a line, four log-probabilities each. Returns how
 * many, -1 when they could not be written. */
int64_t logs_write_lines(const char *path, int64_t bytes);
/* An Inspect archive, one deflated member for each sample; bytes as they are unpacked. */
int64_t logs_write_archive(const char *path, int64_t bytes);

#endif
