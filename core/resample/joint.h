/* Replicates of several runs together: the same resample of units for every run. */
#ifndef WHISKER_RESAMPLE_JOINT_H
#define WHISKER_RESAMPLE_JOINT_H

#include "resample/bootstrap_plan.h"
#include "resample/units.h"

typedef struct joint {
    units units;              /* of every run, each about its own `about` */
    int32_t n_runs;
    int shared;               /* 1: all runs have the sizes of the first */
    int even;                 /* 1: and these are all equal */
    double *about;            /* about[n_runs] */
    double *mean;             /* mean[n_runs]: of a run, seen from `about` */
    double *influence;        /* influence[run * units.n + unit]: residual sum of a unit over the total size of the run; of
                               * the mean to first order, exactly where sizes are even */
    double *deviation;        /* deviation[run * n_replicates + replicate]: mean of a replicate less mean of the run; NaN if
                               * no unit was drawn that has a score of the run */
    int64_t n_replicates;
} joint;

/* scores[n_runs * items->n], NaN = missing: a run's mean is over the items that it has. Statuses: as units_reduce. */
int32_t joint_prepare(const whisker_items *items, int32_t n_runs, const double *scores, scratch *scratch, joint *out,
                      whisker_error *error);

/* Fill deviation. Statuses: CANCELLED, NO_MEMORY. */
int32_t joint_draw(joint *this, const resampling *resampling, scratch *scratch, whisker_error *error);

#endif
