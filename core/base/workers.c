#include "base/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

typedef struct crew {
    _Atomic int64_t next;
    int64_t n_tasks;
    workers_task *task;
    void *context;
} crew;

static void *work(void *argument)
{
    crew *crew = argument;
    for (;;) {
        int64_t index = atomic_fetch_add_explicit(&crew->next, 1, memory_order_relaxed);
        if (index >= crew->n_tasks)
            return NULL;
        crew->task(crew->context, index);
    }
}

static int32_t threads_wanted(int32_t n_threads, int64_t n_tasks)
{
    if (n_threads <= 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        n_threads = processors < 1 ? 1 : processors > MOST_THREADS ? MOST_THREADS : (int32_t)processors;
    }
    if (n_threads > MOST_THREADS)
        n_threads = MOST_THREADS;
    return n_tasks < n_threads ? (int32_t)n_tasks : n_threads;
}

void workers_run(int32_t n_threads, int64_t n_tasks, workers_task *task, void *context)
{
    crew crew = {.n_tasks = n_tasks, .task = task, .context = context};
    pthread_t threads[MOST_THREADS];
    int32_t helpers = threads_wanted(n_threads, n_tasks) - 1;
    int32_t started = 0;
    while (started < helpers && pthread_create(&threads[started], NULL, work, &crew) == 0)
        started++;
    work(&crew);
    for (int32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}
