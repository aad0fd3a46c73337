/* The mean of units under resampling: residual sums over sizes. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_MEAN_H
#define WHISKER_RESAMPLE_BOOTSTRAP_MEAN_H

#include "resample/bootstrap_law.h"
#include "resample/bootstrap_plan.h"
#include "resample/units.h"

/* Units seen from their mean. Turned ones are those of the scores with the other sign: units are drawn by their order,
 * and scores that are turned round must draw the same. */
typedef struct mean_sample {
    int64_t n;
    double *residual;      /* sum of weight times (score - mean), in ascending order */
    double *size;
    double total;          /* of the sizes */
    double value;          /* the mean */
    double low, high;      /* smallest and largest mean of a unit */
    double standard_error; /* of all resamples to first order, and exactly where sizes are even */
    int even;              /* 1: all sizes are equal */
    int turned;
    int symmetric;         /* 1: turning changes nothing, and so must the interval be */
} mean_sample;

/* reduced: about its mean, `value`. may_turn 0: leave the signs as they are. 0 when memory is out. */
int mean_sample_take(const units *reduced, double value, int may_turn, scratch *scratch, mean_sample *out);

/* ---- drawn ---- */

typedef struct mean_replicates {
    double *deviation; /* deviation[n_replicates]: mean of the replicate less mean of the sample */
    double *ratio;     /* the same over the standard error of the replicate, infinite where that is 0; NULL: not wanted */
} mean_replicates;

/* Fill the arrays of `out`. Statuses: CANCELLED, NO_MEMORY. */
int32_t mean_sample_draw(const mean_sample *sample, const resampling *resampling, scratch *scratch,
                         const mean_replicates *out, whisker_error *error);

/* ---- exact ---- */

typedef enum law_found { LAW_NO_MEMORY = -1, LAW_NONE = 0, LAW_FOUND = 1 } law_found;

/* The law of the mean over all resamples: binomial for two values, by convolution for few, for units of one size. */
law_found mean_sample_law(const mean_sample *sample, scratch *scratch, law *out);
/* That of the ratio of deviation and standard error: for two values. */
law_found mean_sample_ratio_law(const mean_sample *sample, scratch *scratch, law *out);

#endif
