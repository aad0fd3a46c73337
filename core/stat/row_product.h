/* Products of the residuals of one run with those of four others, added up over a block of items without a rounding, and
 * those of the bits of two runs. A residual is cut into a head and a tail of 24 bits each (Ozaki, Ogita, Oishi and Rump
 * 2012), whole numbers in doubles: then additions commute, fused or not, and no width of registers can be seen. What
 * makes it fast: the numbers of one run are loaded once for four products, so that multiplications wait for no memory. */
#ifndef WHISKER_STAT_ROW_PRODUCT_H
#define WHISKER_STAT_ROW_PRODUCT_H

#include "base/processor.h"

#include <stdint.h>

enum {
    ROW_RUNS = 4,
    ROW_ITEMS = 256,   /* in eight lanes 32 products each, whose sum stays at most 2^53 */
    SLICE_BITS = 24,
    FOLD_BITS = 26     /* sums are folded into multiples of 2^26 and the rest: both add up for as many items as there are */
};

typedef struct row_sums {
    double heads[2][ROW_RUNS];    /* head times head: [0] multiples of 2^26, [1] the rest */
    double crossed[2][ROW_RUNS];  /* head times tail, both ways */
} row_sums;

/* A run is head[ROW_ITEMS], tail[ROW_ITEMS], one after the other. Adds to sums. Tail times tail is left out: it is smaller
 * than what the tails themselves leave out. */
typedef void row_product(const double *one, const double *const other[ROW_RUNS], row_sums *sums);

row_product row_product_plain;
#ifdef PROCESSOR_X86
row_product row_product_avx2, row_product_avx512;
#endif
row_product *row_product_for(processor processor);

/* ---- bits ---- */

enum { BIT_WORDS = 64 };

/* How many bits a[BIT_WORDS] and b[BIT_WORDS] both have. */
typedef int64_t bit_product(const uint64_t *a, const uint64_t *b);

bit_product bit_product_plain;
#ifdef PROCESSOR_X86
bit_product bit_product_word, bit_product_avx512;
#endif
bit_product *bit_product_for(processor processor);

#endif
