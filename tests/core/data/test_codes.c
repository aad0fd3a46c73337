#include "data/codes.h"

#include <criterion/criterion.h>

#include <stdlib.h>

Test(codes, number_keys_by_first_appearance)
{
    const uint64_t keys[8] = {9, 7, 9, CODES_ALONE, 0, CODES_ALONE, 7, UINT64_MAX - 1};
    const int32_t expected[8] = {0, 1, 0, 2, 3, 4, 1, 5};
    int32_t codes[8], n_codes;
    whisker_arena *arena;
    cr_assert_eq(whisker_arena_new(NULL, &arena, NULL), WHISKER_OK);
    cr_assert(codes_encode(8, keys, codes, &n_codes, arena));
    cr_assert_eq(n_codes, 6);
    cr_assert_arr_eq(codes, expected, sizeof expected);
    cr_assert(codes_encode(0, keys, codes, &n_codes, arena));
    cr_assert_eq(n_codes, 0);
    whisker_arena_free(arena);
}

/* Keys that crowd a table without mixing: multiples of a power of two, and doubles as bits. */
Test(codes, stay_fast_and_right_for_keys_with_few_low_bits)
{
    enum { MANY = 300000 };
    uint64_t *keys = malloc(MANY * sizeof *keys);
    int32_t *codes = malloc(MANY * sizeof *codes), n_codes;
    whisker_arena *arena;
    cr_assert_eq(whisker_arena_new(NULL, &arena, NULL), WHISKER_OK);
    for (int shift = 0; shift < 48; shift += 4) {
        for (int64_t i = 0; i < MANY; i++)
            keys[i] = (uint64_t)(i % 60000) << (shift < 47 ? shift : 47);
        cr_assert(codes_encode(MANY, keys, codes, &n_codes, arena));
        cr_assert_eq(n_codes, 60000);
        for (int64_t i = 0; i < MANY; i++)
            cr_assert(codes[i] == i % 60000);
        whisker_arena_reset(arena);
    }
    free(keys);
    free(codes);
    whisker_arena_free(arena);
}
