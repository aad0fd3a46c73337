/* How two runs move together over the items. */
#ifndef WHISKER_STAT_CORRELATION_H
#define WHISKER_STAT_CORRELATION_H

#include "stat/sampling.h"

typedef struct correlation {
    double covariance;   /* divisor n-1; NaN for fewer than two pairs */
    double pearson;      /* NaN when a side is constant */
} correlation;

/* Finite a[n], b[n]. Each pair counts once, whatever its weight. Exchanging a and b changes no digit, nor does the
 * order of the pairs. */
correlation correlation_of(int64_t n, const double *a, const double *b);

/* The same of samples whose products are added up already: on the grid products of scores, in units of 1/65536; else
 * products of residuals, in units of 2^(both exponents). */
correlation correlation_on_grid(const sample *a, const sample *b, int64_t products);
correlation correlation_of_residuals(const sample *a, double squares_a, const sample *b, double squares_b,
                                     double products);

#endif
