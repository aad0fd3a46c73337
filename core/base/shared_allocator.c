#include "base/shared_allocator.h"

static void *reallocate(void *context, void *block, size_t old_size, size_t new_size)
{
    shared_allocator *shared = context;
    pthread_mutex_lock(&shared->lock);
    void *made = allocator_resize(&shared->inner, block, old_size, new_size);
    pthread_mutex_unlock(&shared->lock);
    return made;
}

/* The library's own, malloc's family, needs no lock. */
void shared_allocator_open(shared_allocator *shared, const whisker_allocator *inner)
{
    int is_own = inner->reallocate == allocator_default.reallocate;
    shared->inner = *inner;
    shared->allocator = is_own ? *inner : (whisker_allocator){reallocate, shared};
    pthread_mutex_init(&shared->lock, NULL);
}

void shared_allocator_close(shared_allocator *shared)
{
    pthread_mutex_destroy(&shared->lock);
}

void shared_allocator_hold(shared_allocator *shared)
{
    pthread_mutex_lock(&shared->lock);
}

void shared_allocator_release(shared_allocator *shared)
{
    pthread_mutex_unlock(&shared->lock);
}
