/* Tasks on several threads, whose results the caller's thread puts to use in the order of the tasks. */
#ifndef WHISKER_BASE_ORDERED_H
#define WHISKER_BASE_ORDERED_H

#include "base/workers.h"

enum { ORDERED_PLACES = 128 };

typedef struct ordered_work {
    int64_t n_tasks;
    int32_t n_places; /* for results that wait to be used, at most ORDERED_PLACES */
    void *context;
    /* On any thread, one at a time for each place: the result of task `index` goes to the place. */
    void (*make)(void *context, int64_t index, int32_t place);
    /* On the caller's thread, in order. 0: stop; tasks that nobody had begun are then left undone, and results of others
     * may lie unused in their places. */
    int (*use)(void *context, int64_t index, int32_t place);
} ordered_work;

/* On up to n_threads threads (0: as many as there are processors); with one, each result is used as it is made. */
void ordered_run(int32_t n_threads, const ordered_work *work);

#endif
