/* An allocator that counts live blocks and fails on request: Criterion does not notice leaks in its children. */
#ifndef WHISKER_TESTS_COUNTING_ALLOCATOR_H
#define WHISKER_TESTS_COUNTING_ALLOCATOR_H

#include "whisker.h"

typedef struct counting_allocator {
    whisker_allocator allocator; /* pass &counting.allocator */
    int64_t live_blocks;
    int64_t live_bytes;
    int64_t requests;
    int64_t fail_at;             /* the request of this number (from 1) and all later ones fail; 0: none */
} counting_allocator;

void counting_allocator_start(counting_allocator *counting);

#endif
