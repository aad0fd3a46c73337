/* Work that another thread, or a signal handler, looks at and stops. */
#include "base/arena.h"
#include "base/error.h"

#include <stdatomic.h>

struct whisker_work {
    whisker_allocator allocator;
    _Atomic double done;
    atomic_int stopped; /* lock-free, so that a signal handler may store it */
};

int32_t whisker_work_new(const whisker_allocator *allocator, whisker_work **work, whisker_error *error)
{
    const whisker_allocator *from = allocator != NULL ? allocator : &allocator_default;
    if (work == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place for the work");
    *work = allocator_take(from, sizeof **work);
    if (*work == NULL)
        return error_memory(error);
    (*work)->allocator = *from;
    atomic_init(&(*work)->done, 0.0);
    atomic_init(&(*work)->stopped, 0);
    return WHISKER_OK;
}

void whisker_work_free(whisker_work *work)
{
    if (work == NULL)
        return;
    whisker_allocator allocator = work->allocator;
    allocator_give(&allocator, work, sizeof *work);
}

int32_t whisker_work_watch(void *work, double done)
{
    whisker_work *own = work;
    atomic_store_explicit(&own->done, done, memory_order_relaxed);
    return whisker_work_stopped(own);
}

double whisker_work_done(const whisker_work *work)
{
    return atomic_load_explicit(&work->done, memory_order_relaxed);
}

void whisker_work_stop(whisker_work *work)
{
    atomic_store_explicit(&work->stopped, 1, memory_order_relaxed);
}

int32_t whisker_work_stopped(const whisker_work *work)
{
    return atomic_load_explicit(&work->stopped, memory_order_relaxed);
}
