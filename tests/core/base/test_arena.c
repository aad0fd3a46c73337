#include "base/arena.h"

#include "counting_allocator.h"

#include <criterion/criterion.h>

#include <stdint.h>
#include <string.h>

static whisker_arena *new_arena(const whisker_allocator *allocator)
{
    whisker_arena *arena = NULL;
    cr_assert_eq(whisker_arena_new(allocator, &arena, NULL), WHISKER_OK);
    return arena;
}

/* Sizes around every boundary: what is taken is aligned, and writing all of it harms nothing taken before. */
Test(arena, gives_aligned_memory_that_does_not_overlap)
{
    enum { TAKES = 600 };
    whisker_arena *arena = new_arena(NULL);
    unsigned char *taken[TAKES];
    for (int i = 0; i < TAKES; i++) {
        taken[i] = arena_take(arena, i, 7);
        cr_assert_eq((uintptr_t)taken[i] % (i * 7 < 512 ? _Alignof(max_align_t) : 64), 0);
        memset(taken[i], i & 0xff, (size_t)i * 7);
    }
    for (int i = 0; i < TAKES; i++)
        for (int j = 0; j < i * 7; j++)
            cr_assert_eq(taken[i][j], i & 0xff);
    whisker_arena_free(arena);
}

Test(arena, clears_when_asked)
{
    whisker_arena *arena = new_arena(NULL);
    memset(arena_take(arena, 1000, 1), 0xff, 1000);
    whisker_arena_reset(arena);
    unsigned char *zeroed = arena_take_zeroed(arena, 1000, 1);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(zeroed[i], 0);
    whisker_arena_free(arena);
}

Test(arena, refuses_sizes_that_do_not_exist)
{
    whisker_arena *arena = new_arena(NULL);
    cr_assert_null(arena_take(arena, -1, 8));
    cr_assert_null(arena_take(arena, INT64_MAX, 8));
    cr_assert_null(arena_take(arena, INT64_MAX, SIZE_MAX));
    cr_assert_not_null(arena_take(arena, 0, 8));
    cr_assert_not_null(arena_take(arena, 8, 0));
    whisker_arena_free(arena);
    whisker_arena_free(NULL);
    whisker_arena_reset(NULL);
    whisker_error error;
    cr_assert_eq(whisker_arena_new(NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
}

static void take_some(whisker_arena *arena)
{
    for (int i = 0; i < 50; i++)
        cr_assert_not_null(arena_take(arena, 1 + i * 997, 3));
}

Test(arena, keeps_its_memory_over_a_reset)
{
    counting_allocator counting;
    counting_allocator_start(&counting);
    whisker_arena *arena = new_arena(&counting.allocator);
    take_some(arena);
    int64_t requests = counting.requests;
    for (int round = 0; round < 10; round++) {
        whisker_arena_reset(arena);
        take_some(arena);
    }
    cr_assert_eq(counting.requests, requests);
    whisker_arena_free(arena);
    cr_assert(counting.live_blocks == 0 && counting.live_bytes == 0);
}

Test(arena, does_not_double_beyond_its_largest_block)
{
    counting_allocator counting;
    counting_allocator_start(&counting);
    whisker_arena *arena = new_arena(&counting.allocator);
    cr_assert_not_null(arena_take(arena, 200 << 20, 1));
    int64_t bytes = counting.live_bytes;
    cr_assert_not_null(arena_take(arena, 1, 1));
    cr_assert_leq(counting.live_bytes - bytes, INT64_C(65) << 20);
    whisker_arena_free(arena);
}

Test(scratch, returns_to_where_it_began)
{
    counting_allocator counting;
    counting_allocator_start(&counting);
    whisker_arena *arena = new_arena(&counting.allocator);
    char *kept = arena_take(arena, 10, 1);
    strcpy(kept, "kept");
    scratch outer, inner;
    cr_assert_eq(scratch_open(&outer, arena, NULL), WHISKER_OK);
    char *first = arena_take(outer.arena, 10, 1);
    cr_assert_eq(scratch_open(&inner, arena, NULL), WHISKER_OK);
    take_some(inner.arena);
    scratch_close(&inner);
    scratch_close(&outer);
    cr_assert_eq(arena_take(arena, 10, 1), first);
    cr_assert_str_eq(kept, "kept");
    whisker_arena_free(arena);
    cr_assert_eq(counting.live_blocks, 0);
}

Test(scratch, makes_an_arena_of_its_own)
{
    scratch scratch;
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert_not_null(arena_take(scratch.arena, 1000000, 8));
    scratch_close(&scratch);
}

Test(arena, survives_every_failing_allocation)
{
    int taken = 0;
    for (int64_t n = 1; taken < 40; n++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = n;
        whisker_arena *arena = NULL;
        whisker_error error = {.text = ""};
        int32_t status = whisker_arena_new(&counting.allocator, &arena, &error);
        cr_assert((arena != NULL) == (status == WHISKER_OK));
        cr_assert(status == WHISKER_OK || error.status == WHISKER_NO_MEMORY);
        for (taken = 0; arena != NULL && taken < 40 && arena_take(arena, 5000, 1) != NULL;)
            taken++;
        whisker_arena_free(arena);
        cr_assert(counting.live_blocks == 0 && counting.live_bytes == 0);
    }
}

Test(allocator, grows_an_array_and_keeps_it_when_memory_is_out)
{
    counting_allocator counting;
    counting_allocator_start(&counting);
    int32_t *array = NULL;
    int64_t capacity = 0;
    for (int32_t i = 0; i < 1000; i++) {
        cr_assert(allocator_grow(&counting.allocator, (void **)&array, &capacity, i + 1, sizeof *array));
        array[i] = i;
    }
    cr_assert_leq(counting.requests, 8, "it doubles");
    counting.fail_at = counting.requests + 1;
    int64_t before = capacity;
    cr_assert_not(allocator_grow(&counting.allocator, (void **)&array, &capacity, 5000, sizeof *array));
    cr_assert_not(allocator_grow(&counting.allocator, (void **)&array, &capacity, INT64_MAX, sizeof *array));
    cr_assert(capacity == before && array[999] == 999);
    allocator_give(&counting.allocator, array, (size_t)capacity * sizeof *array);
    cr_assert(counting.live_blocks == 0 && counting.live_bytes == 0);
}

Test(arena, a_carved_arena_never_grows)
{
    counting_allocator counting;
    whisker_arena *arena;
    counting_allocator_start(&counting);
    cr_assert_eq(whisker_arena_new(&counting.allocator, &arena, NULL), WHISKER_OK);
    whisker_arena *carved = arena_carve(arena, 1000);
    int64_t requests = counting.requests;
    char *first = arena_take(carved, 600, 1);
    cr_assert(first != NULL && (uintptr_t)first % sizeof(max_align_t) == 0);
    cr_assert_null(arena_take(carved, 600, 1));
    whisker_arena_reset(carved);
    cr_assert_eq(arena_take(carved, 900, 1), first);
    cr_assert_eq(counting.requests, requests, "it never asks for more");
    cr_assert_null(arena_carve(arena, SIZE_MAX));
    whisker_arena_free(arena);
    cr_assert_eq(counting.live_blocks, 0);
}

Test(arena, a_pool_lends_each_arena_to_one_at_a_time)
{
    whisker_arena *arena, *lent[3];
    arena_pool pool;
    cr_assert_eq(whisker_arena_new(NULL, &arena, NULL), WHISKER_OK);
    cr_assert(arena_pool_open(&pool, arena, 3, 100));
    for (int i = 0; i < 3; i++) {
        lent[i] = arena_pool_take(&pool);
        cr_assert_not_null(arena_take(lent[i], 80, 1));
        for (int k = 0; k < i; k++)
            cr_assert_neq(lent[i], lent[k]);
    }
    arena_pool_give(&pool, lent[1]);
    whisker_arena *again = arena_pool_take(&pool);
    cr_assert_eq(again, lent[1]);
    cr_assert_not_null(arena_take(again, 80, 1), "it comes empty");
    whisker_arena_free(arena);
}
