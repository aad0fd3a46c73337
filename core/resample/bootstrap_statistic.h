/* A statistic of column means under resampling. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_STATISTIC_H
#define WHISKER_RESAMPLE_BOOTSTRAP_STATISTIC_H

#include "resample/bootstrap_plan.h"
#include "summary/columns.h"

/* replicate as in whisker_bootstrap. Statuses: NO_DATA, BAD_ARGUMENT, BAD_OPTION, CANCELLED, NO_MEMORY. */
int32_t bootstrap_statistic(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                            bootstrap_plan *plan, double *replicate, scratch *scratch, whisker_bootstrap_estimate *out,
                            whisker_error *error);

#endif
