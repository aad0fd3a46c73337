/* The difference of two runs over all replicates, in one pass: its moments, and those replicates that its limits lie
 * among. Keeping 600 numbers of 10,000 makes all differences of 100 runs a matter of milliseconds. */
#ifndef WHISKER_RESAMPLE_PAIR_TAILS_H
#define WHISKER_RESAMPLE_PAIR_TAILS_H

#include "base/processor.h"

#include <stdint.h>

enum { TAIL_LANES = 8 };

typedef struct pair_tails {
    double floor, ceiling;          /* in: what is below the one or above the other is kept */
    double *low, *high;             /* in: room for n + TAIL_LANES numbers each; out: kept numbers, in their order */
    int64_t n_low, n_high;          /* out */
    double total, squares;          /* out: of all numbers and of their squares, added up in TAIL_LANES lanes */
    int64_t n_below, n_above;       /* out: numbers below -slack, and above it */
    double slack;                   /* in */
} pair_tails;

/* Numbers a[r] - b[r]; none may be NaN. */
typedef void pair_tails_of(int64_t n, const double *a, const double *b, pair_tails *tails);

pair_tails_of pair_tails_plain;
#ifdef PROCESSOR_X86
pair_tails_of pair_tails_avx512;
#endif
pair_tails_of *pair_tails_for(processor processor);

/* The lanes of both sums, one after the other. */
static inline void pair_tails_join(const double *total, const double *squares, pair_tails *tails)
{
    tails->total = tails->squares = 0;
    for (int lane = 0; lane < TAIL_LANES; lane++) {
        tails->total += total[lane];
        tails->squares += squares[lane];
    }
}

#endif
