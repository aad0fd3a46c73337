/* The law of a statistic under resampling, whether drawn replicates show it or it is known exactly. What the kinds of
 * bootstrap interval are made from. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_LAW_H
#define WHISKER_RESAMPLE_BOOTSTRAP_LAW_H

#include <stdint.h>

typedef struct law law;

/* The number that cuts off a share `tail` (0 to 1/2) of the law, from below or from above; the one is the other of the
 * mirrored law, digit for digit. *error: its Monte Carlo standard error, 0 of an exact law. */
typedef double law_limit(const law *law, double tail, int from_above, double *error);

struct law {
    law_limit *limit;
    double estimate;         /* of the sample itself */
    double mean;
    double standard_error;
    double below, above;     /* share of the law below and above the estimate, those equal to it half to each */
    int64_t n_replicates;    /* 0: the law is exact */

    /* drawn */
    double *replicate;       /* replicate[n_replicates], put into another order by `limit` */
    int32_t rule;            /* law_rule */

    /* exact */
    const void *exact;
};

/* ---- drawn replicates ---- */

/* What stands between two order statistics of n replicates. */
typedef enum law_rule {
    LAW_NORMAL_SCALE = 0, /* rank (n + 1) p, interpolated as normal quantiles lie: Davison and Hinkley 1997 eq. 5.8,
                           * boot.ci of R; the rule in force */
    LAW_TYPE_6 = 6,       /* rank (n + 1) p, linear */
    LAW_TYPE_7 = 7        /* rank 1 + (n - 1) p, linear: quantile of R and numpy */
} law_rule;

/* replicate[n] without NaN; n_below and n_tied of them are less than, and equal to, the estimate. */
law law_drawn(int64_t n, double *replicate, double estimate, int64_t n_below, int64_t n_tied);

#endif
