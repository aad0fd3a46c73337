/* Sampling units: what a resampling method draws, flips or weights. Clusters, or the items where there are none, each
 * reduced to its sums, so that a replicate costs units and not rows. */
#ifndef WHISKER_RESAMPLE_UNITS_H
#define WHISKER_RESAMPLE_UNITS_H

#include "base/arena.h"
#include "whisker.h"

/* Units stand in an order of their own, by their sums and sizes: unit u is the same whatever the order of the rows and
 * the numbers of the clusters, and so is what replicate r makes of it. Units that agree in all columns are
 * interchangeable. */
typedef struct units {
    int64_t n;           /* units with at least one score */
    int32_t n_columns;
    int32_t reserved;
    double *sum;         /* sum[column * n + unit]: of weight times (score less about[column]) */
    double *size;        /* size[column * n + unit]: of the weights of those scores; without weights their number */
    double *total;       /* total[column]: of the sizes */
    int64_t *n_items;    /* n_items[column]: scores that count */
    int64_t *n_missing;  /* n_missing[column]: NaN and infinite ones */
    int32_t *of_item;    /* of_item[item]: its unit, -1 when that has no score */
} units;

/* Which items count when a score is missing. */
typedef enum units_missing {
    UNITS_EACH_COLUMN = 0, /* each column has its own: runs that are resampled together */
    UNITS_COMPLETE = 1     /* an item needs all columns: the parts of one statistic, the runs of a pair */
} units_missing;

/* columns[n_columns * items->n]; about[n_columns], or NULL: 0. A column's mean as `about` keeps the digits of scores with
 * a large offset; 0 keeps sums of integers exact. Sums have the same bits in any order of the rows.
 * Statuses: BAD_ARGUMENT, BAD_OPTION (several cluster keys, or strata: there is no one unit to draw), NO_DATA (a column
 * without a score), NO_MEMORY. */
int32_t units_reduce(const whisker_items *items, int32_t n_columns, const double *columns, const double *about,
                     units_missing missing, scratch *scratch, units *out, whisker_error *error);

#endif
