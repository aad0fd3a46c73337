/* A statistic with each cluster left out in turn. */
#ifndef WHISKER_SUMMARY_JACKKNIFE_H
#define WHISKER_SUMMARY_JACKKNIFE_H

#include "summary/columns.h"

typedef struct jackknife {
    int64_t n_clusters;
    double variance;      /* NaN for one cluster, and when leaving one out leaves no value */
    double acceleration;  /* for BCa (Efron 1987) */
} jackknife;

/* Clusters are those of the only key, or the items. Statuses: BAD_OPTION (several keys, strata, a finite population),
 * NO_MEMORY. */
int32_t jackknife_of(const summary_columns *columns, scratch *scratch, jackknife *out, whisker_error *error);

#endif
