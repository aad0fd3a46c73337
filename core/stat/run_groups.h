/* Runs that miss a score for the same items: within such a group every pair is compared on the same items, and what is
 * known of each run by itself can be used again. */
#ifndef WHISKER_STAT_RUN_GROUPS_H
#define WHISKER_STAT_RUN_GROUPS_H

#include "base/arena.h"
#include "stat/sampling.h"

typedef struct run_group {
    int32_t n_runs;
    int32_t first;        /* one of them */
    int64_t n;            /* items with a score */
    int32_t *kept;        /* kept[n]: which they are; NULL: all */
    whisker_items items;  /* those items */
} run_group;

typedef struct run_groups {
    int32_t n;
    run_group *groups;
    score_range *range;   /* range[n_runs]: of the scores of runs that are needed */
    int32_t *group_of;    /* group_of[n_runs]; -1: a run that is left out, has infinite scores or none, or is
                           * alone in its group */
} run_groups;

/* score[n_runs * items->n]; needed[n_runs]: 0 leaves a run out. The items have no weights, no strata and at most one key. 0 when memory is out. */
int run_groups_find(const whisker_items *items, int32_t n_runs, const double *score, const char *needed,
                    int32_t threads, scratch *scratch, run_groups *out);

#endif
