/* Parts of whisker_compare_paired_proportions, which costs several times as much, for many pairs. */
#ifndef WHISKER_STAT_PAIRED_PROPORTION_H
#define WHISKER_STAT_PAIRED_PROPORTION_H

#include <stdint.h>

/* McNemar's tests; exact: 1 when no item is discordant; mid: NaN then. */
void paired_tests(int64_t only_a, int64_t only_b, double *exact, double *mid);

/* Tango's interval of the difference, for at least one item. */
void paired_tango(int64_t both, int64_t only_a, int64_t only_b, int64_t neither, double level, double limits[2]);

#endif
