/* The mean of one run under resampling in two stages: units, then the draws of their items. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_NESTED_H
#define WHISKER_RESAMPLE_BOOTSTRAP_NESTED_H

#include "resample/bootstrap_mean.h"

/* Fill the arrays of `out` about the mean of the scores. plan: its draws. Statuses: BAD_ARGUMENT (first_draw falls),
 * BAD_OPTION (weights), CONFLICT (a score is not the mean of its draws), CANCELLED, NO_MEMORY. */
int32_t nested_draw(const whisker_items *items, const double *score, const bootstrap_plan *plan, double mean,
                    scratch *scratch, const mean_replicates *out, whisker_error *error);

#endif
