/* Replicates: n units drawn from n with replacement, and the sums over what was drawn. */
#ifndef WHISKER_RESAMPLE_REPLICATES_H
#define WHISKER_RESAMPLE_REPLICATES_H

#include "resample/draw.h"
#include "resample/unit_rows.h"
#include "whisker.h"

typedef struct resampling {
    uint64_t seed;
    int64_t n_replicates;
    int32_t threads;       /* 0: as many as there are processors */
    int32_t reserved;
    whisker_watch *watch;  /* NULL: nobody */
    void *watch_context;
} resampling;

/* Takes the sums of one replicate, total[n_columns], to a place of that replicate's own; called from several threads. */
typedef void replicate_reader(void *context, int64_t replicate, const int64_t *total);

/* Of rows with at most REPLICATE_COLUMNS columns. Statuses: CANCELLED. */
int32_t replicates_draw(const resampling *resampling, const unit_rows *rows, replicate_reader *reader, void *context,
                        whisker_error *error);

/* Takes how often each unit was drawn, count[n_units]; likewise. */
typedef void count_reader(void *context, int64_t replicate, const int32_t *count);

/* The same replicates by their counts. Statuses: CANCELLED, NO_MEMORY. */
int32_t replicates_count(const resampling *resampling, int64_t n_units, count_reader *reader, void *context,
                         scratch *scratch, whisker_error *error);

/* Replicates share a stream of random numbers in tasks of this many, whatever their number: a longer run begins with
 * the replicates of a shorter one. */
enum { REPLICATES_IN_TASK = 64, REPLICATE_COLUMNS = 5 };

/* ---- for those who draw on their own ---- */

/* Run a task for each REPLICATES_IN_TASK replicates. Statuses: CANCELLED. */
typedef void replicate_task(void *context, int64_t task);
int32_t replicates_run(const resampling *resampling, replicate_task *task, void *context, whisker_error *error);
int64_t replicates_tasks(const resampling *resampling);

/* Fill count[n_units] with the next replicate of a task's stream. */
void replicate_count(draw_units *draw, draw_stream *stream, int64_t n_units, int32_t *count);

#endif
