/* Many pairs of runs under the same random signs (M9.2): the parts of max_t.c. */
#ifndef WHISKER_RESAMPLE_MAX_T_H
#define WHISKER_RESAMPLE_MAX_T_H

#include "base/arena.h"
#include "resample/flips.h"
#include "whisker.h"

/* ---- pairs of columns (max_t_columns.c) ---- */

/* The difference of two runs on the items that both have is a difference of two columns of sums. Where all their items are
 * the same these are the columns of the runs, flipped once for all pairs; a pair with items of its own has a column of its
 * own, less a column of zeros. Columns are integers in steps of 2^-exponent (flips.h), the last ones sizes of units. */
typedef struct max_t_columns {
    int64_t n;            /* units */
    int32_t n_columns;
    int32_t reserved;
    int64_t *unit;        /* unit[column * n + u] */
    int exponent;         /* of sums */
    int size_exponent;
} max_t_columns;

/* A pair, and what its units add up to, in steps: d the differences, n the sizes, e = d less mean times n. */
typedef struct max_t_pair {
    int32_t a, b;                /* runs */
    int32_t first, second, size; /* columns */
    int32_t identical;           /* on every item that both runs have */
    int32_t dropped;             /* there are items that only one of them has */
    int32_t reserved;
    int64_t n_items;      /* that both runs have; with none all else is 0 */
    int64_t n_units;
    int64_t n_flipped;    /* units that are not 0 */
    int64_t sum;          /* of d */
    int64_t total_size;   /* of n */
    double mean;          /* sum / total_size, steps of d a step of n */
    double magnitude;     /* of d: sum |d| */
    double square;        /* sum d^2 */
    double centred;       /* sum e^2 */
    double cross;         /* sum e n */
    double size_square;   /* sum n^2 */
} max_t_pair;

/* scores[n_runs * items->n]. pairs[n_pairs] with a and b, and 0 in the rest, which is filled in.
 * Statuses: NO_DATA (a run without a score), NO_MEMORY and those of units_reduce. */
int32_t max_t_prepare(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                      max_t_pair *pairs, int32_t threads, scratch *scratch, max_t_columns *out, whisker_error *error);

/* ---- replicates (max_t_block.c) ---- */

/* The statistic of a pair is the square of a sum times a weight, 1 / square or 1 / total_size^2: the same order as |t| or
 * the absolute mean, and no division a replicate. Pairs stand in ascending order of the observed statistic. */
typedef struct max_t_entry {
    int32_t first, second, size;
    int32_t reserved;
    double weight;
    double observed;        /* less what rounding may do */
    double mean;            /* the sum of e is that of d less mean times that of n */
    double centred_weight;  /* 0: the pair does not count */
} max_t_entry;

/* What a block of replicates shows. */
typedef struct max_t_counts {
    int32_t *alone;    /* alone[entry]: replicates in which it reaches what was observed of it */
    int32_t *stepped;  /* stepped[entry]: in which it or one before it does */
} max_t_counts;

/* sums as flips_sum leaves them, of which the first `count` replicates are looked at: their largest statistics, of d and
 * of e, into largest[count] and centred[count]; the counts are added to. */
typedef void max_t_block(int64_t n_entries, const max_t_entry *entries, const int64_t *sums, int64_t count,
                         double *largest, double *centred, const max_t_counts *counts);

max_t_block max_t_block_plain;
#ifdef PROCESSOR_X86
max_t_block max_t_block_avx512;
#endif
max_t_block *max_t_block_for(processor processor);

/* ---- all replicates (max_t_draws.c) ---- */

typedef struct max_t_draws {
    int64_t n;               /* in: replicates, or all patterns but for their opposites */
    int32_t enumerated;
    int32_t threads;
    uint64_t seed;
    whisker_watch *watch;
    void *watch_context;
    double *largest;         /* out: largest[n] statistic of the differences */
    double *centred;         /* centred[n]: of those less their means */
    int64_t *alone;          /* as in max_t_counts */
    int64_t *stepped;
    int64_t *single;         /* single[entry]: replicates whose largest statistic reaches it */
} max_t_draws;

/* Statuses: CANCELLED, NO_MEMORY. */
int32_t max_t_draw(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries, scratch *scratch,
                   max_t_draws *draws, whisker_error *error);

/* The part of all replicates that a count stands for. Patterns contain the one observed; among random ones it counts as
 * drawn. */
double max_t_share(const max_t_draws *draws, int64_t count);

/* ---- intervals (max_t_interval.c) ---- */

typedef struct max_t_limits {
    double lower, upper; /* about the mean, in its units; NaN when there are none */
} max_t_limits;

/* The quantile of the largest statistic of centred units; infinite when even the most extreme pattern is not rare
 * enough. Reorders draws->centred. */
double max_t_critical(const max_t_draws *draws, double level);
max_t_limits max_t_interval(const max_t_pair *pair, int32_t statistic, double critical);

#endif
