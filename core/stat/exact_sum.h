/* Sums of doubles, and of products of two, without any rounding: whole numbers of 2^(32 k), k the place of a limb (Neal
 * 2015, "Fast exact summation using small and large superaccumulators"). No carry is taken while adding, so that limbs
 * are sums of integers: in any order and by any parts they come out the same, and sums of parts are added limb by limb.
 * A limb holds up to MOST_TERMS terms. */
#ifndef WHISKER_STAT_EXACT_SUM_H
#define WHISKER_STAT_EXACT_SUM_H

#include "base/sum.h"

#include <stdint.h>

/* Scores, or products of two, which put up to three pieces on a limb. */
enum { MOST_TERMS = 1 << 29 };

/* ---- windows: the limbs that some numbers have touched ---- */

/* Limbs first .. first + n - 1; n 0: none yet. */
typedef struct limb_window {
    int32_t first, n;
} limb_window;

/* Of scores, and of products of scores: all doubles fit. */
enum { SCORE_LIMB_FIRST = -34, SCORE_LIMBS = 68, PRODUCT_LIMB_FIRST = -68, PRODUCT_LIMBS = 136 };

/* The smallest window that holds both. */
limb_window window_join(limb_window a, limb_window b);

/* ---- numbers ---- */

/* significand * 2^exponent, the significand odd and below 2^53 in magnitude, or 0. */
typedef struct whole {
    int64_t significand;
    int32_t exponent;
} whole;

whole whole_of(double finite);
limb_window whole_window(whole number);

/* Add to limbs that lie within `window`. */
void limbs_add(int64_t *limbs, limb_window window, whole number);
/* Add a * b; the window must have room for it, as that of all products has. */
void limbs_add_product(int64_t *limbs, limb_window window, whole a, whole b);

/* ---- totals ---- */

/* A sum with carries taken: sign * digits in base 2^32. Room for sums of products times a count, and for products of two
 * sums of scores. */
enum { MOST_DIGITS = 144 };

typedef struct total {
    int32_t sign;              /* -1, 0, 1 */
    int32_t first;             /* place of digit[0] */
    int32_t n;
    uint32_t digit[MOST_DIGITS];
} total;

total total_of_limbs(const int64_t *limbs, limb_window window);
total total_times(const total *a, int64_t count);      /* count of 0 or more, below 2^31 */
total total_product(const total *a, const total *b);   /* of two sums of scores */
total total_minus(const total *a, const total *b);

/* As an unevaluated sum of two doubles, in units of 2^exponent. */
sum total_value(const total *a, int32_t exponent);

#endif
