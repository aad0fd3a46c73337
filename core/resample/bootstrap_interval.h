/* The kinds of bootstrap interval, from the law of the statistic (Efron and Tibshirani 1993; Davison and Hinkley 1997,
 * chapter 5). */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_INTERVAL_H
#define WHISKER_RESAMPLE_BOOTSTRAP_INTERVAL_H

#include "resample/bootstrap_law.h"

typedef struct bootstrap_interval {
    double lower, upper;
    double error;  /* Monte Carlo standard error of the limit that is known less well */
    int outermost; /* 1: a limit is the outermost replicate */
} bootstrap_interval;

/* kind: WHISKER_BOOTSTRAP_PERCENTILE, BASIC, NORMAL, BCA or HULL; BCA alone uses the acceleration. */
bootstrap_interval bootstrap_interval_of(law *law, int32_t kind, double level, double acceleration);

/* From the law of (replicate - estimate) / standard error of the replicate. */
bootstrap_interval bootstrap_interval_studentized(law *ratio, double estimate, double standard_error,
                                                  double level);

/* z0: the normal quantile of the share of the law below the estimate (Efron 1987). */
double bootstrap_bias_correction(law *law);

/* Sum of cubes over 6 (sum of squares)^(3/2) of the influences of the units, which are the estimate less what it is without
 * the unit, but for a factor; they are centred first. NaN when they are all equal. */
double bootstrap_acceleration(int64_t n, const double *influence);

#endif
