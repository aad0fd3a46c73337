/* The law of a statistic under resampling, whether drawn replicates show it or it is known exactly. What the kinds of
 * bootstrap interval are made from. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_LAW_H
#define WHISKER_RESAMPLE_BOOTSTRAP_LAW_H

#include "base/quickselect.h"

typedef struct law law;

/* A limit and what is known of it. */
typedef struct law_limit {
    double place;
    double error;   /* its Monte Carlo standard error, 0 of an exact law */
    int outermost;  /* 1: no replicate lies further out */
} law_limit;

/* The number that cuts off a share `tail` (0 to 1/2) of the law, from below or from above; the one is the other of the
 * mirrored law, digit for digit. */
typedef law_limit law_limit_of(law *law, double tail, int from_above);

/* The replicate of rank k, from 1, counted from below or from above. */
typedef double law_rank(law *law, int64_t k, int from_above);

struct law {
    law_limit_of *limit;
    double estimate;         /* of the sample itself */
    double mean;
    double standard_error;
    double below, above;     /* share of the law below and above the estimate, those equal to it half to each */
    int64_t n_replicates;    /* 0: the law is exact */

    /* drawn */
    law_rank *ranked;
    ranking replicates;      /* of `ranked` */
    int32_t rule;            /* law_rule */

    void *context;           /* of `ranked` or `limit` where they are others' */
};

/* ---- drawn replicates ---- */

/* What stands between two order statistics of n replicates. */
typedef enum law_rule {
    LAW_NORMAL_SCALE = 0, /* rank (n + 1) p, interpolated as normal quantiles lie: Davison and Hinkley 1997 eq. 5.8,
                           * boot.ci of R; the rule in force */
    LAW_TYPE_6 = 6,       /* rank (n + 1) p, linear */
    LAW_TYPE_7 = 7        /* rank 1 + (n - 1) p, linear: quantile of R and numpy */
} law_rule;

/* replicate[n] without NaN. */
law law_drawn(int64_t n, double *replicate, double estimate);

/* Of n replicates that are known by their ranks; moments and shares are the caller's to fill. */
law law_ranked(int64_t n, law_rank *ranked, void *context);

#endif
