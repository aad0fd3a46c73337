/* Tasks on which runs are compared, apart as far as their clusters are. */
#ifndef WHISKER_RESAMPLE_WIN_TASKS_H
#define WHISKER_RESAMPLE_WIN_TASKS_H

#include "base/arena.h"
#include "whisker.h"

/* The scores of all runs. */
typedef struct win_scores {
    whisker_items items;
    int32_t n_runs, n_tasks;
    const double *score;   /* score[run * items.n + item] */
    const int32_t *task;   /* task[items.n] */
    int32_t *party;        /* party[n_tasks]: the first of the tasks that share clusters with it, directly or not */
} win_scores;

/* Tasks that share clusters, drawn together. A contestant is a run in one of the tasks, with a score there; those of
 * task t stand at first[t] .. first[t + 1]-1. */
typedef struct win_party {
    int32_t n_tasks;
    int32_t n_contestants;
    int32_t *task;      /* task[n_tasks] */
    int32_t *first;     /* first[n_tasks + 1] */
    int32_t *run;       /* run[n_contestants] */
    int64_t *n_scored, *n_missing; /* items of each contestant */
    int64_t n_units;    /* clusters, or items without a key */
    whisker_items items;
    double *column;     /* column[contestant * items.n + item], NaN outside the contestant's task */
} win_party;

/* Statuses: BAD_ARGUMENT, BAD_OPTION (several cluster keys, strata, a finite population), NO_MEMORY. */
int32_t win_scores_load(const whisker_items *items, int32_t n_runs, const double *score, int32_t n_tasks,
                        const int32_t *task, scratch *scratch, win_scores *out, whisker_error *error);

/* The party of this name; no contestant when no task of it has two runs. Statuses: NO_MEMORY. */
int32_t win_party_of(const win_scores *scores, int32_t name, scratch *scratch, win_party *out, whisker_error *error);

#endif
