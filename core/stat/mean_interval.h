/* The interval of a mean: which one, and its bounds. */
#ifndef WHISKER_STAT_MEAN_INTERVAL_H
#define WHISKER_STAT_MEAN_INTERVAL_H

#include "dist/student.h"
#include "stat/cluster.h"

/* Options of a mean, resolved against its sample. */
typedef struct mean_plan {
    int32_t variance;   /* whisker_variance, never the default */
    int32_t interval;   /* whisker_interval, never the default once chosen */
    double level;
    int ranged;         /* the caller declared a range */
    double low, high;   /* range of a score, infinite when there is none */
    int proportion;     /* scores are 0/1 on the range 0 .. 1 */
    int clustered;      /* the variance is over clusters */
    student known;      /* t at degrees of freedom for which this and the half width (mean_half_width at `level`) are
                         * known; df 0: none */
    double known_half_width;
    double units;       /* independent units behind the mean: items or clusters, fewer when weights are uneven */
} mean_plan;

/* The interval that the data call for, when the caller named none. */
int32_t mean_interval_default(const sample *sample, const mean_plan *plan);

/* Statuses: BAD_OPTION (not an interval of one mean), NOT_BINARY. */
int32_t mean_interval_check(const sample *sample, const mean_plan *plan, whisker_error *error);

/* Fill bounds, interval, df of normal intervals, and notes of an estimate that has the rest. first: the clusters of the
 * sample's first key; of no meaning without keys. */
int32_t mean_interval_fill(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                           whisker_estimate *estimate, whisker_error *error);

#endif
