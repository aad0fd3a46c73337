/* Intervals for components of variance, from sums over the units that are sampled: clusters, or items without them. */
#ifndef WHISKER_RESAMPLE_COMPONENT_INTERVALS_H
#define WHISKER_RESAMPLE_COMPONENT_INTERVALS_H

#include "stat/spreads.h"

enum component { COMPONENT_WITHIN, COMPONENT_BETWEEN, COMPONENT_JUDGE, COMPONENT_ANSWER, COMPONENT_SHARE, N_COMPONENTS };

typedef struct component_set {
    double of[N_COMPONENTS];
} component_set;

typedef struct component_interval {
    double lower[N_COMPONENTS], upper[N_COMPONENTS];
} component_interval;

/* Around the estimates in `point`, by options->replicates the jackknife or the bootstrap (M6.4). NaN with several cluster
 * keys or fewer than two units, and where a point is NaN. Statuses: NO_MEMORY, CANCELLED. */
int32_t component_intervals(const whisker_items *items, const spreads *spreads, const component_set *point,
                            const whisker_component_options *options, scratch *scratch, component_interval *out,
                            whisker_error *error);

#endif
