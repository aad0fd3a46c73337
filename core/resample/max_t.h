/* Many pairs of runs under the same random signs (M9.2): the parts of max_t.c. */
#ifndef WHISKER_RESAMPLE_MAX_T_H
#define WHISKER_RESAMPLE_MAX_T_H

#include "base/arena.h"
#include "resample/flip_tail.h"
#include "resample/flips.h"
#include "whisker.h"

#include <math.h>

/* ---- columns (max_t_columns.c) ---- */

/* The difference of two runs on the items that both have is a difference of two columns of sums. Where all their items are
 * the same these are the columns of the runs, flipped once for all pairs; a pair with items of its own has a column of its
 * own, less a column of zeros.
 *
 * Unit u of size n_u of N in all has the lever w_u = 1 / (1 - n_u / N), by which CR2 makes up for what u itself adds to the
 * mean. Where the units of a column are of one size, as items are, levers are all the same and cancel. Else a column of
 * sums x goes in four forms, a family each, and one of sizes in two:
 *     x,  w n x,  w x,  w^2 n x;      w n,  w^2 n^2.
 * Columns are integers (flips.h), a family in steps of 2^-exponent. */
enum { MAX_T_SUM = 0, MAX_T_CROSS = 1, MAX_T_LEAN = 2, MAX_T_LEAN_CROSS = 3, MAX_T_FAMILIES = 4 };

typedef struct max_t_columns {
    int64_t n;                    /* units */
    int32_t uneven;               /* 0: only the family of x, and the sizes as they are */
    int32_t n_sums, n_sizes;      /* columns of sums and of sizes in a family */
    int32_t n_columns;
    int64_t *unit;                /* unit[column * n + u]: families of sums, then those of sizes */
    int64_t *size;                /* size[column * n + u]: n */
    double *lever;                /* lever[column * n + u]: w, of a column of sizes; 0 where it is infinite */
    int exponent, size_exponent;  /* of x and of n, which are the steps that all below is measured in */
    double cross_scale;           /* what a step of each of the other families is in these */
    double lean_scale, lean_cross_scale, lean_size_scale, lean_square_scale;
} max_t_columns;

/* A pair: d the differences of its units, n their sizes, e = d less mean times n. */
typedef struct max_t_pair {
    int32_t a, b;                 /* in: runs */
    int32_t first, second, size;  /* columns of sums, and of sizes, in their families */
    int32_t identical;            /* on every item that both runs have */
    int32_t dropped;              /* there are items that only one of them has */
    int32_t reserved;
    int64_t n_items;              /* that both runs have; with none all else is 0 */
    int64_t n_units;
    int64_t n_flipped;            /* units that are not 0 */
    int64_t sum;                  /* of d */
    int64_t cross;                /* of w n d, in the steps of its family */
    int64_t total_size;           /* N */
    double mean;                  /* sum / N */
    double magnitude;             /* sum |d| */
    double square;                /* sum d^2, or sum w d^2 when uneven */
    double size_square;           /* sum w n^2 */
    double centred;               /* sum e^2, or sum w (w e)^2 when uneven */
    double variance;              /* sum w e^2: N^2 times the CR2 variance of the mean */
} max_t_pair;

/* scores[n_runs * items->n]. pairs[n_pairs] with a and b, and 0 in the rest, which is filled in.
 * Statuses: NO_DATA (a run without a score), NO_MEMORY and those of units_reduce. */
int32_t max_t_prepare(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                      max_t_pair *pairs, int32_t threads, scratch *scratch, max_t_columns *out, whisker_error *error);

/* What the units of a pair add up to (max_t_pair.c). */
void max_t_add_up(const max_t_columns *columns, max_t_pair *pair);

/* ---- the statistic (max_t_block.c) ---- */

/* What t^2 of a pair is made from, in each replicate anew. Pairs stand in ascending order of the statistic observed. */
typedef struct max_t_entry {
    int32_t first, second, size;
    int32_t reserved;
    double mean;
    double weight;                /* even: the statistic is the square of the sum times this, */
    double centred_weight;        /* which is the same order as t^2; 0: the pair does not count */
    double per_size;              /* uneven: 1 / N, */
    double square, centred;       /* the sums of max_t_pair, 1 in place of 0, */
    double size_square;
    double studentized;           /* 1, or 0: the mean as it is, and the squares are N^2 */
    const flip_tail *tail, *centred_tail; /* min_p: of d and of e, in place of all this */
    double least;                 /* min_p: |sum| that reaches the one observed */
    double observed;              /* all: less what rounding may do */
} max_t_entry;

/* sum^2 over the sum of the squares that are left when the mean is taken away, each with its lever: with m = d / N,
 *     sum w (+-d_u - m n_u)^2 = square - m (2 cross - m size_square).
 * Where next to nothing is left it is cut off: rounding would decide. */
static inline double max_t_uneven(const max_t_entry *entry, double d, double cross, double square)
{
    double m = d * entry->per_size;
    double left = square - entry->studentized * (m * (2 * cross - m * entry->size_square));
    double least = 1e-12 * square;
    return d * d / (left > least ? left : least);
}

/* What a block of replicates shows. */
typedef struct max_t_counts {
    int32_t *alone;    /* alone[entry]: replicates in which it reaches what was observed of it */
    int32_t *stepped;  /* stepped[entry]: in which it or one before it does */
} max_t_counts;

/* sums as flips_sum leaves them, of which the first `count` replicates are looked at: their largest statistics, of d and
 * of e (of w e when uneven: what a unit differs from the mean of all others), into largest[count] and centred[count]; the
 * counts are added to. */
typedef void max_t_block(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries,
                         const int64_t *sums, int64_t count, double *largest, double *centred,
                         const max_t_counts *counts);

max_t_block max_t_even_plain, max_t_uneven_plain;
#ifdef PROCESSOR_X86
max_t_block max_t_even_avx512, max_t_uneven_avx512;
#endif
max_t_block *max_t_block_for(processor processor, int uneven);

/* ---- the smallest p (max_t_min_p.c) ---- */

/* The statistic is -log of a pair's own p-value. */
typedef struct max_t_tails {
    flip_tail of_d, of_e;
    double lower, upper; /* means less and more than the one observed that are not rejected; NaN: there are none */
} max_t_tails;

/* tails[n_pairs] is made. Statuses: CANCELLED, NO_MEMORY. */
int32_t max_t_tails_make(const max_t_columns *columns, int64_t n_pairs, const max_t_pair *pairs,
                         const whisker_max_t_options *options, scratch *scratch, max_t_tails **tails,
                         whisker_error *error);
/* Fills in their limits at a critical -log p. Statuses: CANCELLED, NO_MEMORY. */
int32_t max_t_tails_invert(const max_t_columns *columns, int64_t n_pairs, const max_t_pair *pairs,
                           const whisker_max_t_options *options, double critical, scratch *scratch, max_t_tails *tails,
                           whisker_error *error);

max_t_block max_t_min_p;

/* ---- all replicates (max_t_draws.c) ---- */

typedef struct max_t_draws {
    int64_t n;               /* in: replicates, or all patterns but for their opposites */
    int32_t enumerated;
    int32_t threads;
    uint64_t seed;
    whisker_watch *watch;
    void *watch_context;
    double *largest;         /* out: largest[n] statistic of d */
    double *centred;         /* centred[n]: of e */
    int64_t *alone;          /* as in max_t_counts */
    int64_t *stepped;
    int64_t *single;         /* single[entry]: replicates whose largest statistic reaches it */
} max_t_draws;

/* Statuses: CANCELLED, NO_MEMORY. */
int32_t max_t_draw(const max_t_columns *columns, max_t_block *look, int64_t n_entries, const max_t_entry *entries,
                   scratch *scratch, max_t_draws *draws, whisker_error *error);

/* The part of all replicates that a count stands for. Patterns contain the one observed; among random ones it counts as
 * drawn. */
double max_t_share(const max_t_draws *draws, int64_t count);

/* ---- intervals (max_t_interval.c) ---- */

/* The quantile of the largest statistic of e; infinite when even the most extreme pattern is not rare enough. Reorders
 * draws->centred. */
double max_t_critical(const max_t_draws *draws, double level);
/* t^2 of so many units at that statistic; NaN when it is beyond all that they can reach. */
double max_t_square(const max_t_columns *columns, int64_t n_units, double critical);

#endif
