#include "counting_allocator.h"
#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static whisker_items keyed_items(int64_t n, int32_t n_keys, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = n_keys, .cluster = codes};
}

static whisker_multiway variance_of(const whisker_items *items, const double *score, int32_t estimator)
{
    whisker_multiway out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_multiway_variance(items, score, estimator, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_estimate mean_of(const whisker_items *items, const double *score)
{
    whisker_estimate out = {.size = sizeof out};
    cr_assert_eq(whisker_mean(items, score, NULL, NULL, &out, NULL), WHISKER_OK);
    return out;
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

Test(multiway, reference)
{
    reference reference = reference_open("multiway");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        int32_t n_keys = reference_input(test, "g3") != NULL ? 3 : 2;
        int32_t *codes = malloc((size_t)(n * n_keys) * sizeof *codes);
        for (int32_t k = 0; k < n_keys; k++) {
            const char *const names[] = {"g1", "g2", "g3"};
            int32_t *key = reference_codes(reference_input(test, names[k]), &n);
            memcpy(codes + k * n, key, (size_t)n * sizeof *key);
            free(key);
        }
        whisker_items items = keyed_items(n, n_keys, codes);
        whisker_multiway cr0 = variance_of(&items, x, WHISKER_CR0), cr1 = variance_of(&items, x, WHISKER_CR1);
        reference_check(&reference, test, "mean", cr0.mean);
        reference_check(&reference, test, "V_CR0", cr0.raw);
        reference_check(&reference, test, "V_CR1", cr1.raw);
        reference_check(&reference, test, "negative", cr1.raw < 0);
        int64_t smallest = cr1.n_clusters[0];
        for (int32_t k = 1; k < n_keys; k++)
            smallest = cr1.n_clusters[k] < smallest ? cr1.n_clusters[k] : smallest;
        reference_check(&reference, test, "G_min", (double)smallest);
        cr_assert_eq(mean_of(&items, x).n_clusters, smallest);
        free(codes);
        free(x);
    }
    reference_close(&reference);
}

/* Four keys of two codes each on a 2^4 factorial with two items a cell: the intersection of s keys is a factorial of
 * 2^s cells, so every term can be added up by hand. */
Test(multiway, four_keys_by_hand)
{
    double score[32];
    int32_t codes[4 * 32];
    for (int i = 0; i < 32; i++) {
        score[i] = i * i % 37;
        for (int k = 0; k < 4; k++)
            codes[k * 32 + i] = i >> k & 1;
    }
    double mean = 0, expected = 0;
    for (int i = 0; i < 32; i++)
        mean += score[i] / 32;
    for (int subset = 1; subset < 16; subset++) {
        double cell[16] = {0}, squares = 0;
        int sign = -1;
        for (int k = 0; k < 4; k++)
            sign = subset >> k & 1 ? -sign : sign;
        for (int i = 0; i < 32; i++)
            cell[i & subset] += score[i] - mean;
        for (int c = 0; c < 16; c++)
            squares += cell[c] * cell[c] / (32. * 32.);
        expected += sign * squares;
    }
    whisker_items items = keyed_items(32, 4, codes);
    whisker_multiway got = variance_of(&items, score, WHISKER_CR0);
    cr_assert(near(got.raw, expected, 1e-12), "%.17g %.17g", got.raw, expected);
    cr_assert_eq(got.df, 1);
    cr_assert_eq(got.n_clusters[3], 2);
}

/* Crossed clusters whose means cancel: the sum falls below one way, the largest takes over and the mean says so. */
Test(multiway, fallback)
{
    double score[] = {1, 0, 0, 1, 0, 1, 1, 0, 1};
    int32_t codes[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
    whisker_items items = keyed_items(9, 2, codes);
    whisker_multiway got = variance_of(&items, score, WHISKER_CR2);
    cr_assert(got.raw < got.one_way[0] || got.raw < got.one_way[1]);
    cr_assert_eq(got.fell_back, 1);
    cr_assert_eq(got.used, fmax(got.one_way[0], got.one_way[1]));
    whisker_estimate mean = mean_of(&items, score);
    cr_assert(mean.notes & WHISKER_NOTE_MULTIWAY_FALLBACK);
    cr_assert(near(mean.standard_error * mean.standard_error, got.used, 1e-15));
}

/* Questions within passages, and a third key across: the inner key is dropped, wherever it stands. */
Test(multiway, nested_keys_reduce_to_the_outer_one)
{
    enum { COUNT = 48 };
    double score[COUNT];
    int32_t inner[COUNT], outer[COUNT], across[COUNT], codes[3 * COUNT];
    for (int i = 0; i < COUNT; i++) {
        score[i] = i * 29 % 17;
        inner[i] = i / 3;
        outer[i] = i / 12;
        across[i] = i % 7;
    }
    whisker_items only = keyed_items(COUNT, 1, outer);
    whisker_estimate expected = mean_of(&only, score);
    for (int order = 0; order < 2; order++) {
        memcpy(codes, order ? inner : outer, sizeof inner);
        memcpy(codes + COUNT, order ? outer : inner, sizeof inner);
        whisker_items items = keyed_items(COUNT, 2, codes);
        whisker_estimate got = mean_of(&items, score);
        cr_assert(got.notes & WHISKER_NOTE_NESTED_KEYS);
        cr_assert(!(got.notes & WHISKER_NOTE_MULTIWAY_FALLBACK));
        cr_assert_eq(got.standard_error, expected.standard_error);
        cr_assert_eq(got.df, expected.df);
        cr_assert_eq(got.icc, expected.icc);
        cr_assert_eq(got.n_clusters, 4);
        memcpy(codes + 2 * COUNT, across, sizeof across);
        whisker_items three = keyed_items(COUNT, 3, codes);
        int32_t two_codes[2 * COUNT];
        memcpy(two_codes, outer, sizeof outer);
        memcpy(two_codes + COUNT, across, sizeof across);
        whisker_items two = keyed_items(COUNT, 2, two_codes);
        cr_assert_eq(mean_of(&three, score).standard_error, mean_of(&two, score).standard_error);
        cr_assert(!(mean_of(&two, score).notes & WHISKER_NOTE_NESTED_KEYS));
    }
    memcpy(codes, outer, sizeof outer);
    memcpy(codes + COUNT, outer, sizeof outer);
    whisker_items same = keyed_items(COUNT, 2, codes);
    cr_assert_eq(mean_of(&same, score).standard_error, expected.standard_error);
}

/* Cluster by cluster and item by item: the smallest Satterthwaite df, the first key's ICC. */
Test(multiway, what_is_said_of_several_keys)
{
    enum { COUNT = 60 };
    double score[COUNT];
    int32_t codes[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
        score[i] = i * 31 % 13;
        codes[i] = i % 8;
        codes[COUNT + i] = i * i % 11;
    }
    whisker_items items = keyed_items(COUNT, 2, codes), first = keyed_items(COUNT, 1, codes),
                  second = keyed_items(COUNT, 1, codes + COUNT);
    whisker_estimate both = mean_of(&items, score), one = mean_of(&first, score), other = mean_of(&second, score);
    cr_assert_eq(both.df, fmin(one.df, other.df));
    cr_assert_eq(both.icc, one.icc);
    cr_assert_eq(both.se_clt, one.se_clt);
    cr_assert_eq(both.n_clusters, one.n_clusters < other.n_clusters ? one.n_clusters : other.n_clusters);
    cr_assert_eq(both.largest_share, fmax(one.largest_share, other.largest_share));
    cr_assert(near(both.design_effect, pow(both.standard_error / both.se_clt, 2), 1e-14));
    cr_assert(near(both.effective_n, COUNT / both.design_effect, 1e-15));
}

Test(multiway, refusals)
{
    double score[] = {1, 2, 3, 4};
    int32_t codes[] = {0, 0, 1, 1, 0, 1, 0, 1};
    whisker_items items = keyed_items(4, 2, codes), none = keyed_items(4, 0, NULL), five = keyed_items(4, 5, codes);
    whisker_multiway out = {.size = sizeof out};
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_mean_options paper = {.size = sizeof paper, .variance = WHISKER_CLUSTER_PAPER};
    cr_assert_eq(whisker_multiway_variance(&items, score, WHISKER_CLT, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_multiway_variance(&none, score, WHISKER_CR0, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_multiway_variance(&five, score, WHISKER_CR0, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_multiway_variance(&items, score, WHISKER_CR0, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_mean(&items, score, &paper, NULL, &estimate, NULL), WHISKER_BAD_OPTION);
}

Test(multiway, every_allocation_may_fail)
{
    enum { COUNT = 5000 };
    static double score[COUNT];
    static int32_t codes[4 * COUNT];
    for (int i = 0; i < COUNT; i++) {
        score[i] = i % 11;
        for (int k = 0; k < 4; k++)
            codes[k * COUNT + i] = i * (k + 3) % (200 + 37 * k);
    }
    whisker_items items = keyed_items(COUNT, 4, codes);
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_multiway out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_multiway_variance(&items, score, WHISKER_CR2, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 200);
    }
}
