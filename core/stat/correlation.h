/* How two runs move together over the items. */
#ifndef WHISKER_STAT_CORRELATION_H
#define WHISKER_STAT_CORRELATION_H

#include <stdint.h>

typedef struct correlation {
    double covariance;   /* divisor n-1; NaN for fewer than two pairs */
    double pearson;      /* NaN when a side is constant */
} correlation;

/* a[n], b[n], NaN in both where there is no pair. Each pair counts once, whatever its weight. Exchanging a and b
 * changes no digit. */
correlation correlation_of(int64_t n, const double *a, const double *b);

#endif
