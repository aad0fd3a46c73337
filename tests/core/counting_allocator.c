#include "counting_allocator.h"

#include <stdlib.h>

static void *reallocate(void *context, void *block, size_t old_size, size_t new_size)
{
    counting_allocator *counting = context;
    if (new_size == 0) {
        counting->live_blocks -= block != NULL;
        counting->live_bytes -= (int64_t)old_size;
        free(block);
        return NULL;
    }
    counting->requests++;
    if (counting->fail_at > 0 && counting->requests >= counting->fail_at)
        return NULL;
    void *made = realloc(block, new_size);
    if (made != NULL) {
        counting->live_blocks += block == NULL;
        counting->live_bytes += (int64_t)new_size - (int64_t)old_size;
    }
    return made;
}

void counting_allocator_start(counting_allocator *counting)
{
    *counting = (counting_allocator){.allocator = {reallocate, counting}};
}
