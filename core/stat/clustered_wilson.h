/* Wilson's interval for the mean of bounded scores that come in clusters, or are themselves means of draws. */
#ifndef WHISKER_STAT_CLUSTERED_WILSON_H
#define WHISKER_STAT_CLUSTERED_WILSON_H

#include "stat/mean_interval.h"

/* Fill the bounds of an estimate whose value and standard error are known, for a plan with a finite range of which the
 * scores do not all lie at one end. first: as in mean_interval_fill. Statuses: NO_MEMORY. */
int32_t clustered_wilson_fill(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                              whisker_estimate *estimate, whisker_error *error);

#endif
