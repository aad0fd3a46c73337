/* Means of designed samples: strata, clusters, weights and a finite population. */
#ifndef WHISKER_STAT_GROUPS_H
#define WHISKER_STAT_GROUPS_H

#include "stat/cluster.h"

typedef struct linearized {
    double variance;  /* units of 2^(2 exponent); NaN when a stratum holds a single cluster */
    double df;        /* clusters less strata */
} linearized;

/* For a sample with at most one key. 0 when memory is out. */
int linearized_variance(const sample *sample, scratch *scratch, linearized *out);

#endif
