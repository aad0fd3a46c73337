/* Worker threads for the length of one call; none stay behind, so that a host may fork. */
#ifndef WHISKER_BASE_WORKERS_H
#define WHISKER_BASE_WORKERS_H

#include "whisker.h"

typedef void workers_task(void *context, int64_t index);

/* Run task(context, 0 .. n_tasks-1), each once, on up to n_threads threads (0: as many as there are processors).
 * Tasks must write to places of their own; what they compute may not depend on who runs them. When no thread can be
 * had the caller's thread does it all. */
void workers_run(int32_t n_threads, int64_t n_tasks, workers_task *task, void *context);

/* The same, asking watch (NULL: nobody) before the first task and after each of the caller's own thread. 0 when it stopped the work: tasks
 * that nobody had begun are then left undone. */
int workers_watch(int32_t n_threads, int64_t n_tasks, workers_task *task, void *context, whisker_watch *watch,
                  void *watch_context);

/* How many of these tasks run at once, at most. */
int32_t workers_at_once(int32_t n_threads, int64_t n_tasks);

#endif
