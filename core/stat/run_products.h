/* Products of the scores of two runs, added up over the items, for many pairs of runs at once. */
#ifndef WHISKER_STAT_RUN_PRODUCTS_H
#define WHISKER_STAT_RUN_PRODUCTS_H

#include "stat/sampling.h"

typedef enum product_kind {
    PRODUCT_BITS = 0,      /* of runs whose scores are all 0 or 1: items that both have right */
    PRODUCT_GRID = 1,      /* of runs on the grid: products of scores, whole numbers; in both a missing score is 0 */
    PRODUCT_RESIDUALS = 2, /* of any runs: products of residuals, cut so that their sums are whole numbers too */
    PRODUCT_KINDS = 3
} product_kind;

/* Whole numbers as high * 2^26 + low: too large for 64 bits when there are many items. */
typedef struct wide_sum {
    int64_t high, low;
} wide_sum;

typedef struct product {
    wide_sum heads;        /* bits: the count; grid: in units of 1/65536 */
    wide_sum crossed;      /* residuals: heads times tails */
} product;

/* The runs and the pairs of one kind. */
typedef struct product_work {
    product_kind kind;
    int64_t n;                     /* items */
    const int32_t *kept;           /* item i is score[kept[i]]; NULL: score[i] */
    int32_t n_runs;
    const double *const *score;    /* score[n_runs] */
    const sample *const *sample;   /* sample[n_runs]: of the items above */
    int64_t n_pairs;
    const whisker_run_pair *pair;  /* pair[n_pairs]: runs of this work */
    product *product;              /* product[n_pairs] */
} product_work;

/* Fill the products. The same bits on any number of threads and for any order of the items. 0 when memory is out. */
int products_sum(const product_work *work, int32_t threads, scratch *scratch);

/* Sum of score times score in units of 1/65536: of bits and of the grid. */
int64_t product_on_grid(product_kind kind, const product *product);
/* Sum of residual times residual, in units of 2^(both exponents), and how far it may be from what it should be. */
double product_of_residuals(const product *product, const sample *a, const sample *b);
double product_error(const sample *a, const sample *b);

#endif
