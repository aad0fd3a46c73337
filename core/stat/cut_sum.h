/* Sums whose bits do not depend on the order of their terms, by pre-rounding (Rump, Ogita and Oishi 2008; Demmel and
 * Nguyen 2013). Each term is cut at two fixed binary places and the pieces are added apart: at those places no addition
 * rounds, so they commute. What lies below the second place, 2 (51 - log2 n) bits under the largest term, is lost. */
#ifndef WHISKER_STAT_CUT_SUM_H
#define WHISKER_STAT_CUT_SUM_H

#include "base/sum.h"

#include <stdint.h>

/* Numbers whose last place is where a term is cut when it is added to them. */
typedef struct cut {
    double first, second;
} cut;

/* For sums of up to n terms of magnitude up to `largest`, n at most 2^40. */
static inline cut cut_for(int64_t n, double largest)
{
    int size, count;
    frexp(largest, &size);
    frexp((double)n, &count);
    int first = size + count + 1;
    return (cut){ldexp(1.5, first), ldexp(1.5, first + count + 1 - 53)};
}

/* A term as the two pieces that are added, each to its own sum and neither ever rounding it. */
static inline sum cut_pieces(cut cut, double x)
{
    double high = (cut.first + x) - cut.first;
    return (sum){high, (cut.second + (x - high)) - cut.second};
}

/* The pieces are sum.total and sum.correction; sums over parts of the terms may be added member by member. */
static inline void cut_add(sum *total, cut cut, double x)
{
    sum pieces = cut_pieces(cut, x);
    total->total += pieces.total;
    total->correction += pieces.correction;
}

#endif
