#include "resample/slots.h"

#include "base/workers.h"

#include <stdatomic.h>

enum { LINE = 64 }; /* bytes that processors share: slots begin on different ones */

struct slots {
    int32_t n;
    int64_t size;
    char *memory;
    _Atomic int taken[]; /* taken[n] */
};

slots *slots_open(int32_t n_threads, int64_t n_tasks, int64_t size, scratch *scratch)
{
    int32_t n = workers_at_once(n_threads, n_tasks);
    slots *this = arena_take_zeroed(scratch->arena, 1, sizeof *this + (size_t)n * sizeof *this->taken);
    if (this == NULL)
        return NULL;
    this->n = n;
    this->size = (size / LINE + 1) * LINE;
    this->memory = arena_take(scratch->arena, n, (size_t)this->size);
    return this->memory != NULL ? this : NULL;
}

/* One is free: no more tasks run than there are slots. */
void *slots_take(slots *slots)
{
    for (int32_t i = 0;; i = (i + 1) % slots->n)
        if (!atomic_exchange_explicit(&slots->taken[i], 1, memory_order_acquire))
            return slots->memory + i * slots->size;
}

void slots_give(slots *slots, void *memory)
{
    int64_t i = ((char *)memory - slots->memory) / slots->size;
    atomic_store_explicit(&slots->taken[i], 0, memory_order_release);
}
