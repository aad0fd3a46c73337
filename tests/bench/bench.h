/* What the workloads share: a clock, data that are the same everywhere, and lines of JSON for page.py.
 *
 * A workload is a program NAME.c that measures Whisker and, in the same process, the bare loops that no program can beat
 * ("limit"). It writes its data into a folder, from which its peers, NAME.py and NAME.R where they exist, read the same
 * numbers. All of them print one line of JSON for each measurement; page.py makes the table. */
#ifndef WHISKER_TESTS_BENCH_H
#define WHISKER_TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

/* Seconds of the fastest of `repeats` calls, after one that does not count: what a busy neighbour spoils least. */
double bench_time(int repeats, void (*call)(void *context), void *context);

/* One measurement: `who` did the work of `what` in so many seconds. answer: a number that whoever does the same work must
 * find as well, to six digits; NaN: none. */
void bench_report(const char *what, const char *who, double seconds, double answer);

/* The same with the most memory that it held. */
void bench_report_peak(const char *what, const char *who, double seconds, double answer, double megabytes);

/* What the page says above the table of this workload, in Markdown. */
void bench_title(const char *title, const char *text);
/* What is aimed at for Whisker's row `who` of `what`: at most `ratio` times as long as `other` (below 1: a fraction). */
void bench_target(const char *what, const char *who, const char *other, double ratio);

/* Write an array into the folder of argv[1]; nothing when there is none. */
void bench_data(int argc, char **argv, const char *name, const void *data, size_t bytes);

/* ---- random numbers, the same in every run ---- */

typedef struct bench_random {
    uint64_t state;
} bench_random;

uint64_t bench_bits(bench_random *random);
double bench_uniform(bench_random *random); /* [0, 1) */
double bench_normal(bench_random *random);

#endif
