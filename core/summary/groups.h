/* The means of groups on their way to one mean. */
#ifndef WHISKER_SUMMARY_GROUPS_H
#define WHISKER_SUMMARY_GROUPS_H

#include "summary/group_split.h"

typedef struct combination {
    whisker_groups_options options;
    group_split split;
    whisker_estimate *each;   /* each[n_groups] */
    double *share;            /* share[n_groups] of the combined mean, adding up to 1 */
    double *part;             /* part[n_groups]: share_j^2 V_j */
    double *independent;      /* the same if items were independent */
    int64_t n_clusters;
    double largest_share;     /* of a cluster in the combined mean; NaN without clusters */
    double variance, df;
} combination;

/* Sum of term over the groups that have a share, NaN when one of the terms is. */
typedef double group_term(const combination *this, int32_t j);
double groups_total(const combination *this, group_term *term);

/* A term of such a sum. */
double groups_part(const combination *this, int32_t j);

/* Variance, df, clusters and largest share when clusters lie in several groups. Statuses: BAD_ARGUMENT, NO_MEMORY. */
int32_t groups_crossed(combination *this, scratch *scratch, whisker_error *error);

/* What may be missing from the end of the range when every score lies there, as a share of the range (M4.6). */
double groups_missing_at_most(const combination *this);

#endif
