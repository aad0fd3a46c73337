/* An allocator that several threads may call, over a caller's that only one may call at a time. */
#ifndef WHISKER_BASE_SHARED_ALLOCATOR_H
#define WHISKER_BASE_SHARED_ALLOCATOR_H

#include "base/arena.h"

#include <pthread.h>

typedef struct shared_allocator {
    whisker_allocator allocator; /* the one to be shared; borrows from this struct, which may not move */
    whisker_allocator inner;
    pthread_mutex_t lock;
} shared_allocator;

void shared_allocator_open(shared_allocator *shared, const whisker_allocator *inner);
void shared_allocator_close(shared_allocator *shared);

/* Between the two this thread may call the inner one, and not the shared one. */
void shared_allocator_hold(shared_allocator *shared);
void shared_allocator_release(shared_allocator *shared);

#endif
