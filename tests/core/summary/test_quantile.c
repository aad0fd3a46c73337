#include "counting_allocator.h"
#include "summaries.h"

static whisker_estimate quantile_of(const whisker_items *items, const double *score, whisker_quantile_options options)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_quantile(items, score, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_estimate at(const whisker_items *items, const double *score, double q)
{
    return quantile_of(items, score, (whisker_quantile_options){.q = q});
}

/* ---- value ---- */

/* R 4: quantile(x, q, type = 7). */
Test(quantile, type_seven)
{
    const double x[] = {3.1, 0.2, 7.7, 7.7, 1.5, 9.9, 4.2, 0.2, 5.5, 6.1, 2.2};
    const double q[] = {0.05, 0.25, 0.5, 0.9, 0.95}, expected[] = {0.2, 1.85, 4.2, 7.7, 8.8};
    double weight[11];
    for (int i = 0; i < 11; i++)
        weight[i] = 0.3;
    whisker_items items = plain_items(11), weighted = items;
    weighted.weight = weight;
    for (int i = 0; i < 5; i++) {
        cr_assert(near(at(&items, x, q[i]).value, expected[i], 1e-14), "%g", q[i]);
        cr_assert(near(at(&weighted, x, q[i]).value, expected[i], 1e-14), "%g", q[i]);
    }
    cr_assert_eq(quantile_of(&items, x, (whisker_quantile_options){0}).value, 4.2);
    whisker_items one = plain_items(1);
    cr_assert_eq(at(&one, x, 0.9).value, 3.1);
}

/* Whole weights 4, 1, 1: three items of Kish's count 36/18 = 2, and the mean of a window of half the weight around the
 * middle, which is all in the first item but for its last third (Akinshin 2023). */
Test(quantile, weights)
{
    const double x[] = {10, 20, 40}, weight[] = {4, 1, 1};
    whisker_items items = plain_items(3);
    items.weight = weight;
    double third = (0.75 - 4. / 6) / 0.5;
    cr_assert(near(at(&items, x, 0.5).value, 10 * (1 - third) + 20 * third, 1e-14));
}

/* ---- exact intervals ---- */

/* The ranks of the 95% interval for a median, from the tables of the sign test (Conover 1999). */
Test(quantile, ranks_of_the_median)
{
    const int sizes[] = {6, 8, 10, 12, 15, 20, 25}, lower[] = {1, 1, 2, 3, 4, 6, 8};
    double x[25];
    for (int i = 0; i < 25; i++)
        x[i] = i + 1;
    for (int c = 0; c < 7; c++) {
        whisker_items items = plain_items(sizes[c]);
        whisker_estimate got = at(&items, x, 0.5);
        cr_assert_eq(got.lower, lower[c]);
        cr_assert_eq(got.upper, sizes[c] + 1 - lower[c]);
        cr_assert_eq(got.interval, WHISKER_ORDER_STATISTICS);
        cr_assert(near(got.standard_error, (got.upper - got.lower) / (2 * 1.959963984540054), 1e-12));
        cr_assert_eq(got.effective_n, sizes[c]);
        cr_assert_eq(got.notes, 0);
    }
}

static double pmf(int n, int k, double q)
{
    return exp(lgamma(n + 1.) - lgamma(k + 1.) - lgamma(n - k + 1.) + k * log(q) + (n - k) * log1p(-q));
}

/* Each tail holds at most a half of alpha, and one rank further in would hold more. */
Test(quantile, the_bounds_are_the_tightest_that_hold)
{
    enum { MOST = 130 };
    double x[MOST];
    for (int i = 0; i < MOST; i++)
        x[i] = i + 1;
    for (int n = 1; n <= MOST; n += 3) {
        for (double q = 0.05; q < 1; q += 0.09) {
            double below = 0, above = 0;
            int lower = 0, upper = n + 1;
            for (int k = 0; k <= n && below + pmf(n, k, q) <= 0.05; k++, lower++)
                below += pmf(n, k, q);
            for (int k = n; k >= 0 && above + pmf(n, k, q) <= 0.05; k--, upper--)
                above += pmf(n, k, q);
            whisker_items items = plain_items(n);
            whisker_estimate got = quantile_of(&items, x, (whisker_quantile_options){.q = q, .level = 0.9});
            cr_assert_eq(got.lower, lower == 0 ? -INFINITY : lower, "%d %g", n, q);
            cr_assert_eq(got.upper, upper == n + 1 ? INFINITY : upper, "%d %g", n, q);
            int unbounded = lower == 0 || upper == n + 1;
            cr_assert_eq((got.notes & WHISKER_NOTE_UNBOUNDED) != 0, unbounded);
            cr_assert_eq(isnan(got.standard_error) != 0, unbounded);
        }
    }
}

/* Latencies have no end; a share does. */
Test(quantile, an_end_of_the_range_is_a_bound)
{
    const double x[] = {0.2, 0.4, 0.9};
    whisker_items items = plain_items(3);
    whisker_estimate got = quantile_of(&items, x, (whisker_quantile_options){.q = 0.9, .low = 0, .high = 1});
    cr_assert(got.lower == 0.2 && got.upper == 1 && got.notes & WHISKER_NOTE_UNBOUNDED);
}

Test(quantile, ties)
{
    double x[40];
    for (int i = 0; i < 40; i++)
        x[i] = i < 30 ? 1 : i;
    whisker_items items = plain_items(40);
    whisker_estimate got = at(&items, x, 0.5);
    cr_assert(got.value == 1 && got.lower == 1 && got.upper == 1);
    got = at(&items, x, 0.75);
    cr_assert(got.value == 8.25 && got.lower == 1 && got.upper == 35);
}

/* ---- clusters ---- */

/* Every item four times: a fourth as much is known, and the interval is that of the items once, but for mid-p. */
Test(quantile, copies_say_nothing_new)
{
    enum { N = 40, COPIES = 4 };
    double once[N], copied[N * COPIES];
    int32_t codes[N * COPIES];
    for (int i = 0; i < N * COPIES; i++) {
        copied[i] = once[i / COPIES] = i / COPIES;
        codes[i] = i / COPIES;
    }
    whisker_items items = plain_items(N), clustered = clustered_items(N * COPIES, codes);
    for (double q = 0.25; q < 0.8; q += 0.25) {
        whisker_estimate got = at(&clustered, copied, q), expected = at(&items, once, q);
        cr_assert_eq(got.interval, WHISKER_WOODRUFF);
        cr_assert(got.effective_n > 0.85 * N && got.effective_n < 1.1 * N, "%g", got.effective_n);
        cr_assert(fabs(got.lower - expected.lower) <= 2 && fabs(got.upper - expected.upper) <= 2);
        cr_assert(near(got.design_effect, N * COPIES / got.effective_n, 1e-14));
        cr_assert(got.icc > 0.99);
    }
}

Test(quantile, clusters_are_covered)
{
    enum { CLUSTERS = 20, EACH = 8, N = CLUSTERS * EACH, REPEATS = 400 };
    const double truth = exp(whisker_normal_quantile(0.75, WHISKER_LOWER));
    int32_t codes[N];
    int covered = 0, naive = 0;
    for (uint64_t r = 0; r < REPEATS; r++) {
        random_stream stream = random_open(75, r);
        double x[N], shared = 0;
        for (int i = 0; i < N; i++) {
            shared = i % EACH == 0 ? sqrt(0.5) * normal(&stream) : shared;
            x[i] = exp(shared + sqrt(0.5) * normal(&stream));
            codes[i] = i / EACH;
        }
        whisker_items items = clustered_items(N, codes), plain = plain_items(N);
        whisker_estimate got = at(&items, x, 0.75), ignoring = at(&plain, x, 0.75);
        covered += got.lower <= truth && truth <= got.upper;
        naive += ignoring.lower <= truth && truth <= ignoring.upper;
    }
    cr_assert(covered >= 0.93 * REPEATS && naive < 0.85 * REPEATS, "%d %d", covered, naive);
}

Test(quantile, strata)
{
    double x[40];
    int32_t strata[40];
    for (int i = 0; i < 40; i++) {
        x[i] = i;
        strata[i] = i / 20;
    }
    whisker_items items = plain_items(40);
    items.stratum = strata;
    whisker_estimate got = at(&items, x, 0.3), plain = at(&(whisker_items){.size = sizeof items, .n = 40}, x, 0.3);
    cr_assert_eq(got.variance, WHISKER_LINEARIZED);
    cr_assert(got.upper - got.lower < plain.upper - plain.lower); /* the strata order the scores */
}

/* ---- what is undefined, order, refusals ---- */

Test(quantile, one_cluster)
{
    const double x[] = {1, 2, 3};
    const int32_t codes[] = {1, 1, 1};
    whisker_items items = clustered_items(3, codes);
    whisker_estimate got = at(&items, x, 0.5);
    cr_assert_eq(got.value, 2);
    cr_assert(isnan(got.lower) && isnan(got.upper) && isnan(got.standard_error));
    cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER);
}

Test(quantile, order_changes_no_bit)
{
    enum { N = 80 };
    double x[N], moved[N], weight[N], moved_weight[N];
    int32_t codes[N], moved_codes[N];
    for (int i = 0; i < N; i++) {
        int to = (i * 37 + 11) % N;
        moved[to] = x[i] = i * 29 % 31 * 0.1;
        moved_weight[to] = weight[i] = 0.1 + i % 7;
        codes[i] = i % 13;
        moved_codes[to] = 50 - 2 * codes[i];
    }
    x[7] = moved[(7 * 37 + 11) % N] = NAN;
    whisker_items items = clustered_items(N, codes), other = clustered_items(N, moved_codes);
    items.weight = weight;
    other.weight = moved_weight;
    for (double q = 0.1; q < 1; q += 0.2) {
        whisker_estimate a = at(&items, x, q), b = at(&other, moved, q);
        assert_same(&a, &b);
        cr_assert_eq(a.n_missing, 1);
    }
}

static int32_t status_of(const whisker_items *items, const double *score, whisker_quantile_options options)
{
    whisker_estimate out = {.size = sizeof out};
    options.size = sizeof options;
    return whisker_quantile(items, score, &options, NULL, &out, NULL);
}

Test(quantile, refusals)
{
    const double x[] = {1, 2, 3}, none[] = {NAN, NAN, NAN};
    const int32_t codes[] = {0, 1, 1};
    whisker_items items = plain_items(3), clustered = clustered_items(3, codes);
    whisker_quantile_options exact = {.interval = WHISKER_ORDER_STATISTICS};
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.q = 1}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.q = -0.1}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.interval = WHISKER_T}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.level = 2}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.low = 2, .high = 9}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, (whisker_quantile_options){.low = 2, .high = 1}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&clustered, x, exact), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, x, exact), WHISKER_OK);
    cr_assert_eq(status_of(&items, none, exact), WHISKER_NO_DATA);
    cr_assert_eq(status_of(&items, NULL, exact), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(NULL, x, exact), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_quantile(&items, x, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(quantile, every_allocation_may_fail)
{
    enum { N = 3000 };
    static double x[N];
    static int32_t codes[N];
    for (int i = 0; i < N; i++) {
        x[i] = i * 7 % 1013;
        codes[i] = i % 300;
    }
    whisker_items items = clustered_items(N, codes);
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_estimate out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_quantile(&items, x, NULL, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
