/* Scratch memory released all at once, and the one place where memory comes from. */
#ifndef WHISKER_BASE_ARENA_H
#define WHISKER_BASE_ARENA_H

#include "whisker.h"

/* ---- allocator: reallocate with the caller's function, malloc's family by default ---- */

extern const whisker_allocator allocator_default;

void *allocator_take(const whisker_allocator *allocator, size_t size);
void *allocator_resize(const whisker_allocator *allocator, void *block, size_t old_size, size_t new_size);
void allocator_give(const whisker_allocator *allocator, void *block, size_t size);

/* Double a growing array until it holds `needed` elements; 0 when memory is out, and the array stays as it was. */
int allocator_grow(const whisker_allocator *allocator, void **array, int64_t *capacity, int64_t needed, size_t element);

/* ---- arena ---- */

/* count * size bytes, aligned for any type and from 512 bytes on to 64, not cleared; NULL when memory or the address space
 * is out. */
void *arena_take(whisker_arena *arena, int64_t count, size_t size);
/* The same, cleared. */
void *arena_take_zeroed(whisker_arena *arena, int64_t count, size_t size);

/* ---- arenas for worker threads ---- */

/* An arena of `bytes` that were taken from another one; it never grows. NULL when memory is out. */
whisker_arena *arena_carve(whisker_arena *arena, size_t bytes);

/* As many of them as threads work, made by the caller's thread, so that no allocator is called by two at a time. */
typedef struct arena_pool {
    int32_t n;
    struct arena_pool_place *places;
} arena_pool;

/* 0 when memory is out. */
int arena_pool_open(arena_pool *pool, whisker_arena *arena, int32_t n, size_t bytes);
/* An empty arena for one task; there must be one for each thread. */
whisker_arena *arena_pool_take(arena_pool *pool);
void arena_pool_give(arena_pool *pool, whisker_arena *arena);

/* ---- scratch: an arena for the length of one call ---- */

typedef struct scratch {
    whisker_arena *arena;
    struct arena_block *block; /* position to return to */
    size_t used;
    int owned;
} scratch;

/* Use the caller's arena, or make one when it is NULL. What is taken until scratch_close is released there. */
int32_t scratch_open(scratch *scratch, whisker_arena *arena, whisker_error *error);
void scratch_close(scratch *scratch);

#endif
