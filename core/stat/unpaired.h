/* Two runs compared as two samples. */
#ifndef WHISKER_STAT_UNPAIRED_H
#define WHISKER_STAT_UNPAIRED_H

#include "base/arena.h"
#include "whisker.h"

typedef struct unpaired {
    whisker_estimate a, b;   /* each run by itself */
    double variance;         /* of the difference of the means; NaN when a run has no standard error */
    double df;
    int64_t n_clusters;      /* of both runs together, the smallest number over the keys */
    double largest_share;    /* of the items of both runs in one cluster */
    uint32_t notes;
} unpaired;

/* Every item with a score counts, shared or not. options: variance and level; statuses of whisker_mean. */
int32_t unpaired_estimate(const whisker_items *items, const double *a, const double *b,
                          const whisker_mean_options *options, scratch *scratch, unpaired *out, whisker_error *error);

#endif
