/* Sums whose bits do not depend on the order of their terms, by pre-rounding (Rump, Ogita and Oishi 2008; Demmel and
 * Nguyen 2013). Each term is cut at two fixed binary places and the pieces are added apart: at those places no addition
 * rounds, so they commute. What lies below the second place, 2 (51 - log2 n) bits under the largest term, is lost. */
#ifndef WHISKER_STAT_CUT_SUM_H
#define WHISKER_STAT_CUT_SUM_H

#include "base/binary.h"
#include "base/sum.h"

#include <stdint.h>
#include <string.h>

/* Numbers whose last place is where a term is cut when it is added to them. */
typedef struct cut {
    double first, second;
} cut;

/* For sums of up to n terms of magnitude up to `largest`, n at most 2^40. */
static inline cut cut_for(int64_t n, double largest)
{
    int count = binary_exponent((double)n), first = binary_exponent(largest) + count + 1;
    return (cut){binary_scaled(1.5, first), binary_scaled(1.5, first + count + 1 - 53)};
}

/* For sums of n terms, none negative, whose total is at most about `most`: where that is known the first pieces need no room
 * for n of the largest. */
static inline cut cut_for_total(int64_t n, double most)
{
    int count = binary_exponent((double)n), first = binary_exponent(most) + 2;
    return (cut){binary_scaled(1.5, first), binary_scaled(1.5, first + count + 1 - 53)};
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

/* ---- the same in integers, for loops in many lanes ---- */

/* A term added to a cut is the cut and so many of its last places: the piece is there in the bits already, and bits add
 * without rounding. Half of the floating additions are saved, which is what such loops wait for. Terms must be finite and
 * their largest 0 or above 1e-260, so that the last places are those of normal numbers. */
typedef struct bit_sum {
    uint64_t first, second;
} bit_sum;

static inline uint64_t bits_of_real(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline bit_sum cut_bits(cut cut, double x)
{
    double first = cut.first + x;
    return (bit_sum){bits_of_real(first), bits_of_real(cut.second + (x - (first - cut.first)))};
}

static inline double bit_sum_part(uint64_t bits, int64_t n, double cut)
{
    uint64_t places = bits - (uint64_t)n * bits_of_real(cut);
    int64_t count;
    memcpy(&count, &places, sizeof count);
    return (double)count * (cut * (0x1p-52 / 1.5));
}

/* Of n terms: the pieces that cut_add makes of them, to the last bit. */
static inline sum bit_sum_pieces(bit_sum bits, int64_t n, cut cut)
{
    return (sum){bit_sum_part(bits.first, n, cut.first), bit_sum_part(bits.second, n, cut.second)};
}

static inline double bit_sum_value(bit_sum bits, int64_t n, cut cut)
{
    return sum_value(bit_sum_pieces(bits, n, cut));
}

#endif
