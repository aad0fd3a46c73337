/* What a bootstrap says: limits cut at their range, notes, counts. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_REPORT_H
#define WHISKER_RESAMPLE_BOOTSTRAP_REPORT_H

#include "resample/bootstrap_interval.h"
#include "resample/bootstrap_plan.h"
#include "resample/units.h"

/* Everything undefined, the options that were used, and the counts of column 0. */
whisker_bootstrap_estimate bootstrap_report_start(const bootstrap_plan *plan, const units *units);

/* Law and interval; `origin` is what 0 stands for in both. */
void bootstrap_report_fill(law *law, const bootstrap_interval *interval, double origin,
                           whisker_bootstrap_estimate *out);

/* Cut the interval at low and high, with a note. */
void bootstrap_report_clip(double low, double high, whisker_bootstrap_estimate *out);

/* Whether the interval is known to be too narrow: by the number and sizes of the units, and by how many of them differ from
 * the commonest deviation (residual over size). */
int bootstrap_is_narrow(int64_t n, const double *residual, const double *size, double total);

#endif
