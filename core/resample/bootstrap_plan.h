/* The options of a bootstrap, read and with their defaults settled. */
#ifndef WHISKER_RESAMPLE_BOOTSTRAP_PLAN_H
#define WHISKER_RESAMPLE_BOOTSTRAP_PLAN_H

#include "resample/replicates.h"

typedef struct bootstrap_plan {
    int32_t kind;            /* WHISKER_BOOTSTRAP_DEFAULT until the statistic is known */
    int32_t draws;           /* 1: replicates are drawn in any case */
    double level;
    int32_t ranged;          /* 1: a range was declared */
    double low, high;        /* infinite when none was */
    resampling resampling;
    const int64_t *first_draw;
    const double *draw;
} bootstrap_plan;

/* Statuses: BAD_ARGUMENT, BAD_OPTION. */
int32_t bootstrap_plan_load(const whisker_bootstrap_options *options, bootstrap_plan *plan, whisker_error *error);

/* What a bootstrap cannot take among the items, apart from what units_reduce refuses. Statuses: BAD_ARGUMENT,
 * BAD_OPTION. */
int32_t bootstrap_check_items(const whisker_items *items, whisker_error *error);

#endif
