#include "counting_allocator.h"

#include "resample/units.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static whisker_items clustered(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static int32_t reduce(const whisker_items *items, int32_t n_columns, const double *columns, const double *about,
                      units_missing missing, scratch *scratch, units *out)
{
    whisker_error error = {0};
    *out = (units){0};
    return units_reduce(items, n_columns, columns, about, missing, scratch, out, &error);
}

static scratch opened(void)
{
    scratch scratch;
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    return scratch;
}

Test(units, sums_by_hand)
{
    const double score[] = {1, 0, 1, 1, 0, 0.5};
    const int32_t cluster[] = {2, 5, 2, 5, 2, 0};
    whisker_items items = clustered(6, cluster);
    scratch scratch = opened();
    units units;
    cr_assert_eq(reduce(&items, 1, score, NULL, UNITS_EACH_COLUMN, &scratch, &units), WHISKER_OK);
    const double sum[] = {0.5, 1, 2}, size[] = {1, 2, 3};
    cr_assert_eq(units.n, 3);
    cr_assert_eq(units.total[0], 6);
    cr_assert_eq(memcmp(units.sum, sum, sizeof sum), 0);
    cr_assert_eq(memcmp(units.size, size, sizeof size), 0);
    scratch_close(&scratch);
}

Test(units, weights_and_a_centre)
{
    const double score[] = {3, 5, 8}, weight[] = {2, 0, 1}, about[] = {4};
    whisker_items items = {.size = sizeof items, .n = 3, .weight = weight};
    scratch scratch = opened();
    units units;
    cr_assert_eq(reduce(&items, 1, score, about, UNITS_EACH_COLUMN, &scratch, &units), WHISKER_OK);
    const double sum[] = {-2, 4}, size[] = {2, 1};
    cr_assert_eq(units.n, 2, "an item of weight 0 is no item");
    cr_assert_eq(memcmp(units.sum, sum, sizeof sum), 0);
    cr_assert_eq(memcmp(units.size, size, sizeof size), 0);
    scratch_close(&scratch);
}

Test(units, missing_scores_by_column_and_complete)
{
    const double scores[] = {1, NAN, 0, 1, /* the second run */ 1, 1, INFINITY, 0};
    whisker_items items = clustered(4, NULL);
    scratch scratch = opened();
    units units;
    cr_assert_eq(reduce(&items, 2, scores, NULL, UNITS_EACH_COLUMN, &scratch, &units), WHISKER_OK);
    cr_assert_eq(units.n, 4);
    cr_assert_eq(units.n_items[0], 3);
    cr_assert_eq(units.n_items[1], 3);
    cr_assert_eq(units.n_missing[1], 1);
    cr_assert_eq(reduce(&items, 2, scores, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_OK);
    cr_assert_eq(units.n, 2);
    cr_assert_eq(units.n_items[0], 2);
    cr_assert_eq(units.n_missing[0], 2);
    scratch_close(&scratch);
}

enum { N = 500, COLUMNS = 3, CLUSTERS = 40 };

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

static void fill(double *columns, int32_t *cluster)
{
    uint32_t state = 7;
    for (int i = 0; i < N; i++)
        cluster[i] = (int32_t)(next(&state) >> 8) % CLUSTERS;
    for (int i = 0; i < N * COLUMNS; i++)
        columns[i] = next(&state) >> 28 == 0 ? NAN : (double)next(&state) / 3e7;
}

Test(units, order_of_rows_and_numbers_of_clusters_change_no_bit)
{
    double columns[N * COLUMNS], turned[N * COLUMNS];
    int32_t cluster[N], renamed[N];
    fill(columns, cluster);
    for (int i = 0; i < N; i++) {
        renamed[N - 1 - i] = 3 * (CLUSTERS - 1 - cluster[i]) + 1;
        for (int c = 0; c < COLUMNS; c++)
            turned[c * N + N - 1 - i] = columns[c * N + i];
    }
    whisker_items items = clustered(N, cluster), other = clustered(N, renamed);
    scratch scratch = opened();
    units first, second;
    cr_assert_eq(reduce(&items, COLUMNS, columns, NULL, UNITS_EACH_COLUMN, &scratch, &first), WHISKER_OK);
    cr_assert_eq(reduce(&other, COLUMNS, turned, NULL, UNITS_EACH_COLUMN, &scratch, &second), WHISKER_OK);
    cr_assert_eq(first.n, CLUSTERS);
    cr_assert_eq(first.n, second.n);
    size_t bytes = (size_t)(first.n * COLUMNS) * sizeof(double);
    cr_assert_eq(memcmp(first.sum, second.sum, bytes), 0);
    cr_assert_eq(memcmp(first.size, second.size, bytes), 0);
    scratch_close(&scratch);
}

Test(units, what_cannot_be_resampled_is_refused)
{
    const double score[] = {1, 0, NAN, NAN};
    const int32_t codes[] = {0, 1, 0, 1}, wrong[] = {0, 2};
    scratch scratch = opened();
    units units;
    whisker_items two_keys = {.size = sizeof two_keys, .n = 2, .n_keys = 2, .cluster = codes};
    cr_expect_eq(reduce(&two_keys, 1, score, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_BAD_OPTION);
    whisker_items strata = {.size = sizeof strata, .n = 2, .stratum = codes};
    cr_expect_eq(reduce(&strata, 1, score, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_BAD_OPTION);
    whisker_items outside = clustered(2, wrong);
    cr_expect_eq(reduce(&outside, 1, score, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_BAD_ARGUMENT);
    whisker_items items = clustered(2, codes);
    cr_expect_eq(reduce(&items, 1, score + 2, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_NO_DATA);
    cr_expect_eq(reduce(NULL, 1, score, NULL, UNITS_COMPLETE, &scratch, &units), WHISKER_BAD_ARGUMENT);
    scratch_close(&scratch);
}

Test(units, survives_lack_of_memory)
{
    double columns[N * COLUMNS];
    int32_t cluster[N];
    fill(columns, cluster);
    whisker_items items = clustered(N, cluster);
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_arena *arena = NULL;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        scratch scratch;
        if (status == WHISKER_OK)
            status = scratch_open(&scratch, arena, NULL);
        if (status == WHISKER_OK) {
            units units;
            status = reduce(&items, COLUMNS, columns, NULL, UNITS_EACH_COLUMN, &scratch, &units);
            scratch_close(&scratch);
        }
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
    }
}
