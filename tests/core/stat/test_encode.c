#include "counting_allocator.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

enum { N = 20000 };

static int64_t labels[N];
static int32_t codes[N];

static int32_t encode(int64_t n)
{
    int32_t n_codes = -1;
    cr_assert_eq(whisker_encode(n, labels, codes, &n_codes, NULL, NULL), WHISKER_OK);
    return n_codes;
}

Test(encode, by_first_appearance)
{
    const int64_t given[] = {7, -3, 7, INT64_MAX, INT64_MIN, -3, 0, INT64_MAX};
    const int32_t expected[] = {0, 1, 0, 2, 3, 1, 4, 2};
    for (int i = 0; i < 8; i++)
        labels[i] = given[i];
    cr_assert_eq(encode(8), 5);
    for (int i = 0; i < 8; i++)
        cr_assert_eq(codes[i], expected[i]);
}

/* Equal labels and equal codes are the same thing, and a new code is always the next number. */
static void check_codes(int64_t n, int32_t n_codes)
{
    static int64_t first[N];
    int32_t seen = 0;
    for (int64_t i = 0; i < n; i++) {
        cr_assert(codes[i] >= 0 && codes[i] <= seen);
        if (codes[i] == seen)
            first[seen++] = labels[i];
        cr_assert_eq(first[codes[i]], labels[i]);
    }
    cr_assert_eq(seen, n_codes);
    for (int32_t a = 0; a < n_codes && a < 500; a++)
        for (int32_t b = 0; b < a; b++)
            cr_assert_neq(first[a], first[b]);
}

Test(encode, dense_and_sparse_labels)
{
    static const int64_t steps[] = {1, 3, INT64_C(1000003), INT64_C(1) << 50};
    random_stream random = random_open(11, 0);
    for (int s = 0; s < 4; s++)
        for (uint32_t kinds = 1; kinds <= 8000; kinds *= 20) {
            for (int i = 0; i < N; i++)
                labels[i] = ((int64_t)random_below(&random, kinds) - 100) * steps[s];
            check_codes(N, encode(N));
        }
}

Test(encode, misuse_and_nothing)
{
    int32_t n_codes = -1;
    cr_assert_eq(whisker_encode(0, NULL, NULL, &n_codes, NULL, NULL), WHISKER_OK);
    cr_assert_eq(n_codes, 0);
    cr_assert_eq(whisker_encode(-1, labels, codes, &n_codes, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_encode(3, NULL, codes, &n_codes, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_encode(3, labels, codes, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(encode, every_allocation_may_fail)
{
    int32_t status = WHISKER_NO_MEMORY, n_codes;
    for (int i = 0; i < N; i++)
        labels[i] = (int64_t)i * i * 1000003;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_encode(N, labels, codes, &n_codes, arena, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 50);
    }
    cr_assert_eq(n_codes, N);
}
