#include "counting_allocator.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 60, CLUSTER_SIZE = 4, MOST = 8 * N, REPLICATES = 40000 };

static double score[N], draw[MOST], replicate[REPLICATES];
static int64_t first[N + 1];
static int32_t cluster[N];

/* One to seven draws an item; unscored ones in between. */
static void fill(void)
{
    uint64_t state = 5;
    int64_t n = 0;
    for (int i = 0; i < N; i++) {
        double total = 0;
        int scored = 0;
        first[i] = n;
        cluster[i] = i / CLUSTER_SIZE;
        for (int k = 0; k < 1 + i % 7 || scored == 0; k++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            double u = (double)(state >> 11) * 0x1p-53;
            draw[n] = k == 3 ? NAN : floor(6 * u) + 0.1 * cluster[i];
            total += k == 3 ? 0 : draw[n];
            scored += k != 3;
            n++;
        }
        score[i] = total / scored;
    }
    first[N] = n;
}

static whisker_items items_of(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static whisker_bootstrap_options options_of(int32_t kind)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = kind, .seed = 2,
                                       .replicates = REPLICATES, .first_draw = first, .draw = draw};
}

static whisker_bootstrap_estimate bootstrap(const whisker_items *items, const double *x,
                                            const whisker_bootstrap_options *options, double *made)
{
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap(items, NULL, x, options, made, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

/* Variance of a replicate, given the sample: that of a drawn unit's sum, between units and by the draws within them
 * (divisors G and K), over G. */
static double variance_by_hand(int64_t size)
{
    double mean = 0, between = 0, within = 0, units = (double)N / (double)size;
    for (int i = 0; i < N; i++)
        mean += score[i] / N;
    for (int64_t g = 0; g < N; g += size) {
        double sum = 0;
        for (int64_t i = g; i < g + size; i++)
            sum += score[i] - mean;
        between += sum * sum / units;
    }
    for (int i = 0; i < N; i++) {
        double squares = 0, scored = 0;
        for (int64_t d = first[i]; d < first[i + 1]; d++) {
            if (isnan(draw[d]))
                continue;
            squares += pow(draw[d] - score[i], 2);
            scored++;
        }
        within += squares / scored / scored / units;
    }
    return (between + within) / units / (double)(size * size);
}

Test(bootstrap_nested, variance_in_closed_form)
{
    fill();
    for (int clustered = 0; clustered < 2; clustered++) {
        whisker_items items = items_of(N, clustered ? cluster : NULL);
        whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_PERCENTILE);
        whisker_bootstrap_estimate got = bootstrap(&items, score, &options, replicate);
        double expected = sqrt(variance_by_hand(clustered ? CLUSTER_SIZE : 1)), mean = 0;
        for (int r = 0; r < REPLICATES; r++)
            mean += replicate[r] / REPLICATES;
        cr_assert_float_eq(got.standard_error, expected, 5 * expected / sqrt(2. * REPLICATES));
        cr_assert_float_eq(mean, got.value, 5 * expected / sqrt(REPLICATES));
        cr_assert_float_eq(got.bias, mean - got.value, 1e-12);
        whisker_bootstrap_options plain = {.size = sizeof plain, .kind = WHISKER_BOOTSTRAP_PERCENTILE};
        cr_assert_gt(got.standard_error, bootstrap(&items, score, &plain, NULL).standard_error);
    }
}

/* With one draw an item nothing is drawn within items: the law is that of items alone. */
Test(bootstrap_nested, single_draws_are_items)
{
    fill();
    for (int i = 0; i <= N; i++)
        first[i] = i;
    memcpy(draw, score, sizeof score);
    whisker_items items = items_of(N, cluster);
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options nested = options_of(kind), plain = options_of(kind);
        plain.first_draw = NULL;
        plain.draw = NULL;
        plain.always_draw = 1;
        whisker_bootstrap_estimate a = bootstrap(&items, score, &nested, NULL), b = bootstrap(&items, score, &plain, NULL);
        cr_assert_float_eq(a.lower, b.lower, 5 * hypot(a.monte_carlo_error, b.monte_carlo_error));
        cr_assert_float_eq(a.upper, b.upper, 5 * hypot(a.monte_carlo_error, b.monte_carlo_error));
    }
}

Test(bootstrap_nested, rows_draws_and_threads_change_no_digit)
{
    static double turned[N], turned_draw[MOST];
    static int64_t turned_first[N + 1];
    int32_t renamed[N];
    fill();
    for (int i = 0; i < N; i++) {
        int64_t from = first[N - 1 - i], count = first[N - i] - from;
        turned[i] = score[N - 1 - i];
        renamed[i] = N / CLUSTER_SIZE - 1 - cluster[N - 1 - i];
        turned_first[i + 1] = turned_first[i] + count;
        for (int64_t d = 0; d < count; d++)
            turned_draw[turned_first[i] + d] = draw[from + count - 1 - d];
    }
    whisker_items items = items_of(N, cluster), others = items_of(N, renamed);
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options one = options_of(kind), many = options_of(kind);
        one.replicates = many.replicates = 500;
        one.threads = 1;
        many.threads = 5;
        many.first_draw = turned_first;
        many.draw = turned_draw;
        whisker_bootstrap_estimate a = bootstrap(&items, score, &one, NULL), b = bootstrap(&others, turned, &many, NULL);
        cr_assert(a.lower == b.lower && a.upper == b.upper && a.standard_error == b.standard_error && a.bias == b.bias);
    }
}

Test(bootstrap_nested, refusals)
{
    double weight[N];
    whisker_bootstrap_estimate out = {.size = sizeof out};
    fill();
    for (int i = 0; i < N; i++)
        weight[i] = 1;
    whisker_items items = items_of(N, NULL), weighted = items;
    weighted.weight = weight;
    whisker_bootstrap_options options = options_of(0);
    options.replicates = 50;
    cr_expect_eq(whisker_bootstrap(&weighted, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap_difference(&items, score, draw, &options, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap_runs(&items, 1, score, &options, replicate, NULL, NULL, NULL), WHISKER_BAD_OPTION);
    score[5] += 0.01;
    cr_expect_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_CONFLICT);
    score[5] = NAN; /* not scored, whatever its draws are */
    cr_expect_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_OK);
    first[4] = first[5] + 1;
    cr_expect_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    options.draw = NULL;
    cr_expect_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
}

Test(bootstrap_nested, every_allocation_may_fail)
{
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(0);
    options.replicates = 100;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_arena *arena = NULL;
        whisker_bootstrap_estimate out = {.size = sizeof out};
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK)
            status = whisker_bootstrap(&items, NULL, score, &options, NULL, arena, &out, NULL);
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
    }
}
