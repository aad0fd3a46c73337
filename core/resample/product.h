/* Counts of units times sums of units: many replicates of many runs at once. Numbers are whole multiples of one step so
 * small that no sum is rounded: products may be taken in any order, fused or not, with the same bits. */
#ifndef WHISKER_RESAMPLE_PRODUCT_H
#define WHISKER_RESAMPLE_PRODUCT_H

#include "base/processor.h"

#include <stdint.h>

enum {
    PRODUCT_REPLICATES = 8,
    PRODUCT_COLUMNS = 24,
    PRODUCT_BITS = 52 /* sums stay below 2^52 steps */
};

/* out[replicate * PRODUCT_COLUMNS + column] = sum over units of count[replicate * n + unit] times
 * panel[unit * PRODUCT_COLUMNS + column]. */
typedef void product(int64_t n, const double *count, const double *panel, double *out);

product product_plain;
#ifdef PROCESSOR_X86
product product_avx2, product_avx512;
#endif
product *product_for(processor processor);

#endif
