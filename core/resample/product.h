/* Counts of units times sums of units: many replicates of many runs at once. Numbers are whole multiples of one step so
 * small that no sum is rounded: products may be taken in any order, fused or not, of doubles or of short integers, with
 * the same bits. */
#ifndef WHISKER_RESAMPLE_PRODUCT_H
#define WHISKER_RESAMPLE_PRODUCT_H

#include "base/processor.h"

#include <stdint.h>

enum {
    PRODUCT_REPLICATES = 8,
    PRODUCT_COLUMNS = 24,
    PRODUCT_BITS = 52, /* sums stay below 2^52 steps */
    SHORT_COLUMNS = 48,
    SHORT_BITS = 15    /* numbers below 2^15 steps, counts below 2^15 */
};

/* out[replicate * PRODUCT_COLUMNS + column] = sum over units of count[replicate * n + unit] times
 * panel[unit * PRODUCT_COLUMNS + column]. */
typedef void product(int64_t n, const double *count, const double *panel, double *out);

product product_plain;
#ifdef PROCESSOR_X86
product product_avx2, product_avx512;
#endif
product *product_for(processor processor);

/* The same of two units at a time, in the low and the high half of a word: count[replicate * n_pairs + pair],
 * panel[pair * SHORT_COLUMNS + column]. Four times as fast where all sums of units are small whole numbers, as those of
 * 0/1 scores are. */
typedef void short_product(int64_t n_pairs, const int32_t *count, const int32_t *panel, int32_t *out);

#ifdef PROCESSOR_X86
short_product short_product_avx512, short_product_vnni;
#endif
/* NULL: this processor has none. */
short_product *short_product_for(processor processor);

#endif
