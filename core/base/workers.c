#include "base/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

typedef struct crew {
    _Atomic int64_t next;
    _Atomic int64_t done;
    _Atomic int stopped;
    int64_t n_tasks;
    workers_task *task;
    void *context;
} crew;

/* One task; 0 when none is left. */
static int work_once(crew *crew)
{
    int64_t index = atomic_fetch_add_explicit(&crew->next, 1, memory_order_relaxed);
    if (index >= crew->n_tasks || atomic_load_explicit(&crew->stopped, memory_order_relaxed))
        return 0;
    crew->task(crew->context, index);
    atomic_fetch_add_explicit(&crew->done, 1, memory_order_relaxed);
    return 1;
}

static void *work(void *argument)
{
    while (work_once(argument))
        ;
    return NULL;
}

static void work_watched(crew *crew, whisker_watch *watch, void *watch_context)
{
    while (work_once(crew)) {
        double done = (double)atomic_load_explicit(&crew->done, memory_order_relaxed) / (double)crew->n_tasks;
        if (watch != NULL && watch(watch_context, done) != 0)
            atomic_store_explicit(&crew->stopped, 1, memory_order_relaxed);
    }
}

int32_t workers_at_once(int32_t n_threads, int64_t n_tasks)
{
    if (n_threads <= 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        n_threads = processors < 1 ? 1 : processors > MOST_THREADS ? MOST_THREADS : (int32_t)processors;
    }
    if (n_threads > MOST_THREADS)
        n_threads = MOST_THREADS;
    return n_tasks < n_threads ? (int32_t)n_tasks : n_threads;
}

int workers_watch(int32_t n_threads, int64_t n_tasks, workers_task *task, void *context, whisker_watch *watch,
                  void *watch_context)
{
    crew crew = {.n_tasks = n_tasks, .task = task, .context = context};
    pthread_t threads[MOST_THREADS];
    if (watch != NULL && watch(watch_context, 0) != 0)
        return 0;
    int32_t helpers = workers_at_once(n_threads, n_tasks) - 1;
    int32_t started = 0;
    while (started < helpers && pthread_create(&threads[started], NULL, work, &crew) == 0)
        started++;
    work_watched(&crew, watch, watch_context);
    for (int32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return !atomic_load_explicit(&crew.stopped, memory_order_relaxed);
}

void workers_run(int32_t n_threads, int64_t n_tasks, workers_task *task, void *context)
{
    workers_watch(n_threads, n_tasks, task, context, NULL, NULL);
}
