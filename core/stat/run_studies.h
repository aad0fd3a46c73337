/* Many runs, each studied once by itself, on the items that it shares with the runs of its group. */
#ifndef WHISKER_STAT_RUN_STUDIES_H
#define WHISKER_STAT_RUN_STUDIES_H

#include "stat/comparison.h"
#include "stat/run_groups.h"
#include "stat/run_products.h"

typedef struct studied_run {
    int known;                   /* the rest has a meaning */
    int32_t place;               /* among the runs of its group */
    product_kind kind;           /* what its products may be */
    mean_study study;
    whisker_estimate estimate;
} studied_run;

/* What all pairs of one group have in common, because the sizes of clusters decide it. */
typedef struct group_plan {
    mean_plan difference;        /* of a mean of differences, with its half width */
    double noncentrality;        /* at the degrees of freedom of that plan (M5.3) */
} group_plan;

typedef struct run_studies {
    whisker_items items;
    whisker_difference_options options;
    int32_t n_runs;
    const double *score;         /* score[n_runs * items.n] */
    int plain;                   /* the items and the variance need no more than sums over clusters */
    mean_plan plan;              /* of one run, as loaded, where they do not */
    run_groups groups;
    group_plan *plans;           /* plans[groups.n] */
    studied_run *runs;           /* runs[n_runs] */
} run_studies;

/* needed[n_runs]: whether a run is in some pair. items, options, n_runs and score of out are set. What cannot be studied
 * so (weights, several keys, strata, a variance that needs more than sums over clusters) leaves every run unknown, and
 * so does what whisker_difference would refuse. 0 when memory is out. */
int run_studies_make(const char *needed, scratch *scratch, run_studies *out);

/* What follows from the sizes of clusters for the difference of two runs of which `one` is one. 0: refused. */
int run_studies_plan(const run_studies *studies, const mean_study *one, group_plan *out);

static inline const double *run_scores(const run_studies *studies, int32_t run)
{
    return studies->score + (int64_t)run * studies->items.n;
}

#endif
