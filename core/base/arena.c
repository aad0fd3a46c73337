/* A chain of blocks, each twice the last up to a limit; positions only move forward until a release. */
#include "base/arena.h"

#include "base/error.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Arrays begin with a line of the cache: vector registers as long as a line are then loaded from one and not from two,
 * which halves the time of a loop that waits for loads. Little pieces stay close together. */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 64 * 1024 * 1024, LINE = 64, ARRAY_FROM = 8 * LINE };

typedef struct arena_block {
    struct arena_block *next;
    size_t capacity;
    size_t used;
    max_align_t bytes[];
} arena_block;

struct whisker_arena {
    whisker_allocator allocator;
    arena_block *first;
    arena_block *current;
};

/* ---- allocator ---- */

static void *malloc_reallocate(void *context, void *block, size_t old_size, size_t new_size)
{
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

const whisker_allocator allocator_default = {malloc_reallocate, NULL};

void *allocator_resize(const whisker_allocator *allocator, void *block, size_t old_size, size_t new_size)
{
    return allocator->reallocate(allocator->context, block, old_size, new_size);
}

void *allocator_take(const whisker_allocator *allocator, size_t size)
{
    return allocator_resize(allocator, NULL, 0, size);
}

void allocator_give(const whisker_allocator *allocator, void *block, size_t size)
{
    if (block != NULL)
        allocator_resize(allocator, block, size, 0);
}

int allocator_grow(const whisker_allocator *allocator, void **array, int64_t *capacity, int64_t needed, size_t element)
{
    if (needed <= *capacity)
        return 1;
    int64_t larger = *capacity < 16 ? 16 : *capacity;
    while (larger < needed) {
        if (larger > INT64_MAX / 2)
            return 0;
        larger *= 2;
    }
    if ((uint64_t)larger > SIZE_MAX / element)
        return 0;
    void *grown = allocator_resize(allocator, *array, (size_t)*capacity * element, (size_t)larger * element);
    if (grown == NULL)
        return 0;
    *array = grown;
    *capacity = larger;
    return 1;
}

/* ---- arena ---- */

static arena_block *block_new(const whisker_allocator *allocator, size_t capacity)
{
    if (capacity > SIZE_MAX - sizeof(arena_block) || allocator->reallocate == NULL)
        return NULL;
    arena_block *block = allocator_take(allocator, sizeof *block + capacity);
    if (block == NULL)
        return NULL;
    block->next = NULL;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

int32_t whisker_arena_new(const whisker_allocator *allocator, whisker_arena **arena, whisker_error *error)
{
    if (arena == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the arena");
    if (allocator == NULL)
        allocator = &allocator_default;
    *arena = NULL;
    whisker_arena *made = allocator_take(allocator, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    made->allocator = *allocator;
    made->first = made->current = block_new(allocator, FIRST_BLOCK);
    if (made->first == NULL) {
        allocator_give(allocator, made, sizeof *made);
        return error_memory(error);
    }
    *arena = made;
    return WHISKER_OK;
}

void whisker_arena_reset(whisker_arena *arena)
{
    if (arena == NULL)
        return;
    arena->current = arena->first;
    arena->current->used = 0;
}

void whisker_arena_free(whisker_arena *arena)
{
    if (arena == NULL)
        return;
    whisker_allocator allocator = arena->allocator;
    for (arena_block *block = arena->first, *next; block != NULL; block = next) {
        next = block->next;
        allocator_give(&allocator, block, sizeof *block + block->capacity);
    }
    allocator_give(&allocator, arena, sizeof *arena);
}

/* Blocks behind `current` are left over from an earlier release; the first that is large enough serves again. */
static arena_block *next_block(whisker_arena *arena, size_t bytes)
{
    for (arena_block *block = arena->current->next; block != NULL; block = block->next) {
        block->used = 0;
        if (block->capacity >= bytes)
            return block;
    }
    size_t capacity = arena->current->capacity;
    capacity = capacity < LARGEST_BLOCK / 2 ? capacity * 2 : LARGEST_BLOCK;
    arena_block *made = block_new(&arena->allocator, bytes > capacity ? bytes : capacity);
    if (made == NULL)
        return NULL;
    arena_block *last = arena->current;
    while (last->next != NULL)
        last = last->next;
    last->next = made;
    return made;
}

/* Bytes to leave before the next array of a block. */
static size_t gap_before(const arena_block *block, size_t bytes)
{
    uintptr_t place = (uintptr_t)block->bytes + block->used;
    return bytes < ARRAY_FROM ? 0 : (LINE - place % LINE) % LINE;
}

static void *take_from(arena_block *block, size_t bytes)
{
    size_t gap = gap_before(block, bytes), left = block->capacity - block->used;
    if (left < gap || left - gap < bytes)
        return NULL;
    void *taken = (char *)block->bytes + block->used + gap;
    block->used += gap + bytes;
    return taken;
}

void *arena_take(whisker_arena *arena, int64_t count, size_t size)
{
    const size_t alignment = sizeof(max_align_t);
    if (count < 0 || (size != 0 && (uint64_t)count > (SIZE_MAX / 2) / size))
        return NULL;
    size_t bytes = (size_t)count * size;
    bytes = (bytes + alignment - 1) / alignment * alignment;
    if (bytes == 0)
        bytes = alignment;
    void *taken = take_from(arena->current, bytes);
    if (taken != NULL)
        return taken;
    arena_block *block = next_block(arena, bytes + LINE);
    if (block == NULL)
        return NULL;
    arena->current = block;
    return take_from(block, bytes);
}

void *arena_take_zeroed(whisker_arena *arena, int64_t count, size_t size)
{
    void *taken = arena_take(arena, count, size);
    if (taken != NULL)
        memset(taken, 0, (size_t)count * size);
    return taken;
}

/* ---- arenas for worker threads ---- */

whisker_arena *arena_carve(whisker_arena *arena, size_t bytes)
{
    const size_t alignment = sizeof(max_align_t), head = (sizeof *arena + alignment - 1) / alignment * alignment;
    char *taken = bytes > SIZE_MAX / 2 ? NULL : arena_take(arena, 1, head + sizeof(arena_block) + bytes);
    if (taken == NULL)
        return NULL;
    whisker_arena *made = (whisker_arena *)(void *)taken;
    arena_block *block = (arena_block *)(void *)(taken + head);
    *made = (whisker_arena){.first = block, .current = block};
    *block = (arena_block){.capacity = bytes};
    return made;
}

typedef struct arena_pool_place {
    whisker_arena *arena;
    atomic_flag taken;
} arena_pool_place;

int arena_pool_open(arena_pool *pool, whisker_arena *arena, int32_t n, size_t bytes)
{
    pool->n = n;
    pool->places = arena_take(arena, n, sizeof *pool->places);
    if (pool->places == NULL)
        return 0;
    for (int32_t i = 0; i < n; i++) {
        pool->places[i].arena = arena_carve(arena, bytes);
        atomic_flag_clear(&pool->places[i].taken);
        if (pool->places[i].arena == NULL)
            return 0;
    }
    return 1;
}

whisker_arena *arena_pool_take(arena_pool *pool)
{
    for (int32_t i = 0;; i = (i + 1) % pool->n) {
        if (atomic_flag_test_and_set_explicit(&pool->places[i].taken, memory_order_acquire))
            continue;
        whisker_arena_reset(pool->places[i].arena);
        return pool->places[i].arena;
    }
}

void arena_pool_give(arena_pool *pool, whisker_arena *arena)
{
    for (int32_t i = 0; i < pool->n; i++)
        if (pool->places[i].arena == arena)
            atomic_flag_clear_explicit(&pool->places[i].taken, memory_order_release);
}

/* ---- scratch ---- */

int32_t scratch_open(scratch *scratch, whisker_arena *arena, whisker_error *error)
{
    scratch->owned = arena == NULL;
    if (scratch->owned) {
        int32_t status = whisker_arena_new(NULL, &arena, error);
        if (status != WHISKER_OK)
            return status;
    }
    scratch->arena = arena;
    scratch->block = arena->current;
    scratch->used = arena->current->used;
    return WHISKER_OK;
}

void scratch_close(scratch *scratch)
{
    if (scratch->owned) {
        whisker_arena_free(scratch->arena);
        return;
    }
    scratch->arena->current = scratch->block;
    scratch->block->used = scratch->used;
}
