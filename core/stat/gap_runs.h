/* Two runs that do not miss the same items, on the items that both have: what is known of each by itself, less what the
 * other one misses. Scores on the grid add up as integers, so that taking away leaves what adding up would have given, to
 * the last bit; and it looks at no item but those that are missing. */
#ifndef WHISKER_STAT_GAP_RUNS_H
#define WHISKER_STAT_GAP_RUNS_H

#include "stat/mean.h"

/* A run whose scores are all finite, on the grid, or missing. */
typedef struct gap_run {
    int known;                      /* it is such a run; the rest has a meaning */
    int binary;                     /* all of 0 and 1 */
    score_range range;              /* of its scores */
    int64_t at_minimum, at_maximum; /* how many of them are as small and as large as any */
    int64_t n_missing;
    int32_t *missing;               /* missing[n_missing]: items, ascending */
    double *sum;                    /* sum[n_codes]: by cluster, in units of 1/256; NULL without keys */
} gap_run;

typedef struct gap_runs {
    whisker_items items;            /* without weights, with at most one key */
    const double *score;            /* score[n_runs * items.n] */
    int64_t n_codes;
    double *size;                   /* size[n_codes]: items of each cluster */
    gap_run *runs;
} gap_runs;

/* needed[n_runs]: 0 leaves a run out. 0 when memory is out. */
int gap_runs_make(const whisker_items *items, int32_t n_runs, const double *score, const char *needed, int32_t threads,
                  scratch *scratch, gap_runs *out);

/* Both on the items that both have: their studies are then those that mean_examine makes. */
typedef struct gap_pair {
    int64_t n_both, n_a_only, n_b_only;
    mean_study a, b;
} gap_pair;

/* plan: as loaded, of no variance that looks at items. 0: not to be had this way (a run is not known, or the other misses
 * all scores that are as small or as large as any; nothing is shared; a refusal), or memory is out. */
int gap_runs_pair(const gap_runs *runs, int32_t a, int32_t b, const mean_plan *plan, scratch *scratch, gap_pair *out);

#endif
