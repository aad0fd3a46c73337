/* The sums of units laid out for products with counts: blocks of columns that a product takes at once. */
#ifndef WHISKER_RESAMPLE_PANELS_H
#define WHISKER_RESAMPLE_PANELS_H

#include "base/arena.h"
#include "resample/product.h"

typedef struct panels {
    int64_t n;                /* units */
    int32_t n_columns;
    double *step;             /* step[n_columns]: a power of two, of which a column's numbers are multiples */
    double *panel;            /* doubles, or NULL */
    int32_t *short_panel;     /* pairs of short integers, or NULL */
    product *product;
    short_product *short_product;
} panels;

/* column[n_columns][n], cut to multiples of a step for which sums over n draws are exact: 2^-42 of the largest number for
 * 1,000 units; numbers that are small multiples of a power of two stay as they are. 0 when memory is out. */
int panels_fill(int64_t n, int32_t n_columns, const double *const *column, processor processor, scratch *scratch,
                panels *out);

/* Bytes of memory that a product works in. */
int64_t panels_work(const panels *panels);

/* sum[column * PRODUCT_REPLICATES + replicate], from count[replicate * n + unit] of units. work: panels_work bytes. */
void panels_multiply(const panels *panels, const int32_t *count, void *work, double *sum);

#endif
