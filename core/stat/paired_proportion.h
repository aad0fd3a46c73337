/* McNemar's tests by themselves: they ask only on how many items the runs disagree. */
#ifndef WHISKER_STAT_PAIRED_PROPORTION_H
#define WHISKER_STAT_PAIRED_PROPORTION_H

#include <stdint.h>

/* exact: 1 when no item is discordant; mid: NaN then. */
void paired_tests(int64_t only_a, int64_t only_b, double *exact, double *mid);

#endif
