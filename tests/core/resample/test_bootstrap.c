#include "counting_allocator.h"

#include "resample/bootstrap_interval.h"
#include "resample/replicates.h"
#include "resample/units.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 600, CLUSTERS = 47, REPLICATES = 999 };

static double score[N], other[N];
static int32_t cluster[N];

static uint64_t state = 1;

static double uniform(void)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 11) * 0x1p-53;
}

/* Clusters of uneven sizes that share something; a few scores are missing. */
static void fill(void)
{
    double effect[CLUSTERS];
    state = 1;
    for (int g = 0; g < CLUSTERS; g++)
        effect[g] = uniform();
    for (int i = 0; i < N; i++) {
        double u = uniform();
        cluster[i] = (int32_t)(u * u * CLUSTERS);
        score[i] = uniform() < 0.02 ? NAN : pow(uniform(), 2) + effect[cluster[i]];
        other[i] = uniform() < 0.02 ? NAN : 0.9 * (uniform() + effect[cluster[i]]);
    }
}

static whisker_items items_of(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static whisker_bootstrap_options options_of(int32_t kind)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = kind, .seed = 4,
                                       .replicates = REPLICATES};
}

static whisker_bootstrap_estimate mean_of(const whisker_items *items, const double *x,
                                          const whisker_bootstrap_options *options, double *replicate)
{
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap(items, NULL, x, options, replicate, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_bootstrap_estimate difference_of(const whisker_items *items, const double *a, const double *b,
                                                const whisker_bootstrap_options *options, double *replicate)
{
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap_difference(items, a, b, options, replicate, NULL, &out, &error), WHISKER_OK, "%s",
                 error.text);
    return out;
}

/* NaN for NaN, else the same bits. */
static int same(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static int same_result(const whisker_bootstrap_estimate *a, const whisker_bootstrap_estimate *b)
{
    return same(a->value, b->value) && same(a->standard_error, b->standard_error) && same(a->lower, b->lower) &&
           same(a->upper, b->upper) && same(a->bias, b->bias) && same(a->bias_correction, b->bias_correction) &&
           same(a->acceleration, b->acceleration) && same(a->monte_carlo_error, b->monte_carlo_error) &&
           a->notes == b->notes && a->exact == b->exact && a->replicates == b->replicates && a->n_units == b->n_units;
}

static int opposite_result(const whisker_bootstrap_estimate *a, const whisker_bootstrap_estimate *b)
{
    return same(a->value, -b->value) && same(a->standard_error, b->standard_error) && same(a->lower, -b->upper) &&
           same(a->upper, -b->lower) && same(a->bias, -b->bias) && same(a->bias_correction, -b->bias_correction) &&
           same(a->acceleration, -b->acceleration) && same(a->monte_carlo_error, b->monte_carlo_error);
}

/* ---- against the definition ---- */

/* Resample r of the units, as its stream draws them, row by row: its mean and its standard error with divisor G^2. */
static void by_hand(const int64_t *count, const double *sum, const double *size, int64_t n, double *mean,
                    double *standard_error)
{
    double total = 0, weight = 0, squares = 0;
    for (int64_t u = 0; u < n; u++) {
        total += (double)count[u] * sum[u];
        weight += (double)count[u] * size[u];
    }
    *mean = total / weight;
    for (int64_t u = 0; u < n; u++)
        squares += (double)count[u] * pow(sum[u] - *mean * size[u], 2);
    *standard_error = sqrt(squares) / weight;
}

Test(bootstrap, studentized_interval_of_uneven_clusters_by_hand)
{
    double replicate[REPLICATES], ratio[REPLICATES], mean, standard_error;
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_STUDENTIZED);
    whisker_bootstrap_estimate got = mean_of(&items, score, &options, replicate);
    scratch scratch;
    units units;
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert_eq(units_reduce(&items, 1, score, &got.value, UNITS_COMPLETE, &scratch, &units, NULL), WHISKER_OK);
    draw_stream stream = {0};
    for (int r = 0; r < REPLICATES; r++) {
        int64_t count[CLUSTERS] = {0};
        uint32_t unit[CLUSTERS + DRAW_STEP];
        if (r % REPLICATES_IN_TASK == 0)
            stream = draw_open(options.seed, (uint64_t)(r / REPLICATES_IN_TASK));
        draw_units_plain(&stream, (uint32_t)units.n, (units.n + DRAW_STEP - 1) / DRAW_STEP * DRAW_STEP, unit);
        for (int64_t i = 0; i < units.n; i++)
            count[unit[i]]++;
        by_hand(count, units.sum, units.size, units.n, &mean, &standard_error);
        ratio[r] = mean / standard_error;
        cr_assert_float_eq(replicate[r], got.value + mean, 1e-13);
    }
    int64_t once[CLUSTERS];
    for (int u = 0; u < CLUSTERS; u++)
        once[u] = 1;
    by_hand(once, units.sum, units.size, units.n, &mean, &standard_error);
    law law = law_drawn(REPLICATES, ratio, 0);
    bootstrap_interval expected = bootstrap_interval_studentized(&law, got.value, standard_error, 0.95);
    cr_assert_float_eq(got.lower, expected.lower, 1e-11);
    cr_assert_float_eq(got.upper, expected.upper, 1e-11);
    cr_assert_float_eq(got.monte_carlo_error, expected.error, 1e-11);
    cr_assert_eq(got.n_units, units.n);
    cr_assert_eq(got.n_items + got.n_missing, N);
    scratch_close(&scratch);
}

/* The standard deviation of many replicates is the standard error in closed form. */
Test(bootstrap, standard_error_of_items_in_closed_form)
{
    enum { MANY = 100000 };
    static double replicate[MANY];
    fill();
    whisker_items items = items_of(N, NULL);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_PERCENTILE);
    options.replicates = MANY;
    whisker_bootstrap_estimate got = mean_of(&items, score, &options, replicate);
    whisker_estimate estimate = {.size = sizeof estimate};
    cr_assert_eq(whisker_mean(&items, score, NULL, NULL, &estimate, NULL), WHISKER_OK);
    double n = (double)estimate.n_items, total = 0, squares = 0;
    for (int r = 0; r < MANY; r++) {
        total += replicate[r] - got.value;
        squares += pow(replicate[r] - got.value, 2);
    }
    cr_assert_eq(got.value, estimate.value);
    cr_assert_float_eq(got.standard_error, estimate.standard_error * sqrt((n - 1) / n), 1e-14);
    cr_assert_float_eq(sqrt(squares / MANY), got.standard_error, 5 * got.standard_error / sqrt(2. * MANY));
    cr_assert_float_eq(total / MANY, 0, 5 * got.standard_error / sqrt(MANY));
    cr_assert_eq(got.bias, 0);
}

/* ---- what changes no digit ---- */

Test(bootstrap, rows_clusters_and_threads_change_no_digit)
{
    double turned[N];
    int32_t renamed[N];
    fill();
    for (int i = 0; i < N; i++) {
        turned[N - 1 - i] = score[i];
        renamed[N - 1 - i] = N - 1 - 5 * cluster[i];
    }
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        for (int clustered = 0; clustered < 2; clustered++) {
            whisker_items items = items_of(N, clustered ? cluster : NULL);
            whisker_items others = items_of(N, clustered ? renamed : NULL);
            whisker_bootstrap_options one = options_of(kind), many = options_of(kind);
            one.threads = 1;
            many.threads = 7;
            whisker_bootstrap_estimate first = mean_of(&items, score, &one, NULL);
            whisker_bootstrap_estimate second = mean_of(&others, turned, &many, NULL);
            cr_assert(same_result(&first, &second));
        }
    }
}

Test(bootstrap, exchanging_runs_and_changing_signs_flip_the_interval)
{
    double minus[N], replicate[REPLICATES], back[REPLICATES];
    fill();
    for (int i = 0; i < N; i++)
        minus[i] = -score[i];
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        for (int clustered = 0; clustered < 2; clustered++) {
            whisker_items items = items_of(N, clustered ? cluster : NULL);
            whisker_bootstrap_options options = options_of(kind);
            whisker_bootstrap_estimate a = mean_of(&items, score, &options, NULL);
            whisker_bootstrap_estimate b = mean_of(&items, minus, &options, NULL);
            cr_assert(opposite_result(&a, &b));
            a = difference_of(&items, score, other, &options, replicate);
            b = difference_of(&items, other, score, &options, back);
            cr_assert(opposite_result(&a, &b));
            for (int r = 0; r < REPLICATES; r++)
                cr_assert_eq(replicate[r], -back[r]);
        }
    }
}

/* Units that are their own mirror image have a mirrored interval. */
Test(bootstrap, symmetric_differences)
{
    const double a[] = {3, 1, 0, 4, 2, 2, 7.25, 0}, b[] = {1, 3, 4, 0, 2, 2, 0, 7.25};
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_items items = items_of(8, NULL);
        whisker_bootstrap_options options = options_of(kind);
        options.always_draw = 1;
        whisker_bootstrap_estimate got = difference_of(&items, a, b, &options, NULL);
        cr_assert_eq(got.value, 0);
        cr_assert_eq(got.lower, -got.upper);
        cr_assert_gt(got.upper, 0);
    }
}

Test(bootstrap, more_replicates_begin_with_the_same_ones)
{
    double few[REPLICATES], many[2 * REPLICATES];
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_PERCENTILE);
    mean_of(&items, score, &options, few);
    options.replicates *= 2;
    mean_of(&items, score, &options, many);
    cr_assert_eq(memcmp(few, many, sizeof few), 0);
    options.seed = 5;
    mean_of(&items, score, &options, many);
    cr_assert_neq(memcmp(few, many, sizeof few), 0);
}

/* Replicates of scores far from 0 keep their digits; weights that count copies are copies. */
Test(bootstrap, offsets_and_weights)
{
    double far[N], weight[N], twice[2 * N];
    int32_t copies[2 * N];
    fill();
    for (int i = 0; i < N; i++) {
        far[i] = 1e9 + 4096 * floor(64 * score[i]);
        weight[i] = 2;
        twice[2 * i] = twice[2 * i + 1] = score[i];
        copies[2 * i] = copies[2 * i + 1] = i;
    }
    double near[N];
    for (int i = 0; i < N; i++)
        near[i] = far[i] - 1e9;
    whisker_items items = items_of(N, NULL), weighted = items, clusters = items_of(2 * N, copies);
    weighted.weight = weight;
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_STUDENTIZED);
    whisker_bootstrap_estimate a = mean_of(&items, far, &options, NULL), b = mean_of(&items, near, &options, NULL);
    cr_assert_float_eq(a.lower - 1e9, b.lower, 1e-6);
    cr_assert_float_eq(a.standard_error, b.standard_error, 1e-9 * b.standard_error);
    a = mean_of(&weighted, score, &options, NULL);
    b = mean_of(&items, score, &options, NULL);
    cr_assert_float_eq(a.lower, b.lower, 1e-12);
    b = mean_of(&clusters, twice, &options, NULL);
    cr_assert_float_eq(a.lower, b.lower, 1e-12);
    cr_assert_float_eq(a.upper, b.upper, 1e-12);
}

/* ---- edges ---- */

Test(bootstrap, what_cannot_be_resampled_has_no_interval)
{
    const double one[] = {0.5}, equal[] = {0.25, 0.25, 0.25, 0.25}, binary[] = {1, 1, 1, 1};
    const int32_t together[] = {3, 3, 3, 3};
    double replicate[REPLICATES];
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_DEFAULT);
    whisker_items items = items_of(1, NULL);
    whisker_bootstrap_estimate got = mean_of(&items, one, &options, replicate);
    cr_assert(isnan(got.standard_error) && isnan(got.lower) && isnan(got.upper));
    cr_assert(got.notes & WHISKER_NOTE_ONE_ITEM);
    cr_assert_eq(replicate[7], 0.5);
    items = items_of(4, together);
    got = mean_of(&items, (const double[]){1, 2, 3, 4}, &options, NULL);
    cr_assert(isnan(got.standard_error) && isnan(got.lower));
    cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER);
    items = items_of(4, NULL);
    got = mean_of(&items, equal, &options, NULL);
    cr_assert_eq(got.standard_error, 0);
    cr_assert(isnan(got.lower) && isnan(got.upper));
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION);
    got = mean_of(&items, binary, &options, NULL);
    cr_assert(isnan(got.lower));
    got = difference_of(&items, binary, equal, &options, NULL);
    cr_assert_eq(got.value, 0.75);
    cr_assert(isnan(got.lower));
}

Test(bootstrap, narrow_intervals_say_so)
{
    double binary[100];
    for (int i = 0; i < 100; i++)
        binary[i] = i >= 4;
    whisker_items items = items_of(100, NULL), few = items_of(20, NULL);
    whisker_bootstrap_options percentile = options_of(WHISKER_BOOTSTRAP_PERCENTILE);
    fill();
    cr_assert(mean_of(&items, binary, &percentile, NULL).notes & WHISKER_NOTE_BOOTSTRAP_NARROW, "4 of 100 differ");
    cr_assert(mean_of(&few, other, &percentile, NULL).notes & WHISKER_NOTE_BOOTSTRAP_NARROW, "20 items");
    cr_assert_eq(mean_of(&items, other, &percentile, NULL).notes & WHISKER_NOTE_BOOTSTRAP_NARROW, 0);
    int32_t large[100];
    for (int i = 0; i < 100; i++)
        large[i] = i < 30 ? 0 : i;
    items.n_keys = 1;
    items.cluster = large;
    cr_assert(mean_of(&items, other, &percentile, NULL).notes & WHISKER_NOTE_BOOTSTRAP_NARROW, "30 in one cluster");
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_STUDENTIZED);
    cr_assert_eq(mean_of(&items, other, &options, NULL).notes & WHISKER_NOTE_BOOTSTRAP_NARROW, 0);
}

/* Resamples without variation leave a bootstrap-t without a bound; a range gives it one. */
Test(bootstrap, bounds_at_the_range)
{
    double binary[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    whisker_items items = items_of(12, NULL);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_STUDENTIZED);
    whisker_bootstrap_estimate got = mean_of(&items, binary, &options, NULL);
    cr_assert(got.exact);
    cr_assert_eq(got.lower, 0);
    cr_assert(got.notes & WHISKER_NOTE_CLIPPED);
    options.low = -INFINITY;
    options.high = INFINITY;
    got = mean_of(&items, binary, &options, NULL);
    cr_assert_eq(got.lower, -INFINITY);
    options.kind = WHISKER_BOOTSTRAP_NORMAL;
    options.low = 0;
    options.high = 1;
    cr_assert_eq(mean_of(&items, binary, &options, NULL).upper, 1);
}

Test(bootstrap, refusals)
{
    const int32_t codes[] = {0, 1, 0, 1};
    const double x[] = {1, 2, 3, 4}, none[] = {NAN, NAN};
    whisker_bootstrap_estimate out = {.size = sizeof out}, unset = {0};
    whisker_items items = items_of(4, NULL), two = items_of(2, codes), strata = items, finite = items;
    two.n_keys = 2;
    strata.stratum = codes;
    finite.population = 10;
    whisker_bootstrap_options good = options_of(0), bad[] = {good, good, good, good, good};
    bad[0].kind = 7;
    bad[1].level = 1;
    bad[2].replicates = 1;
    bad[3].low = 2;
    bad[3].high = 1;
    bad[4].low = 0;
    bad[4].high = 3.5;
    for (int i = 0; i < 5; i++)
        cr_expect_eq(whisker_bootstrap(&items, NULL, x, &bad[i], NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap(&two, NULL, x, &good, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap(&strata, NULL, x, &good, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap(&finite, NULL, x, &good, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap(NULL, NULL, x, &good, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap(&items, NULL, NULL, &good, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap(&items, NULL, x, &good, NULL, NULL, &unset, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap_difference(&items, x, NULL, &good, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    items.n = 2;
    cr_expect_eq(whisker_bootstrap(&items, NULL, none, &good, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
}

static int32_t stop_at_half(void *context, double done)
{
    *(double *)context = done;
    return done >= 0.5;
}

Test(bootstrap, can_be_watched_and_stopped)
{
    double done = 0;
    fill();
    whisker_items items = items_of(N, NULL);
    whisker_bootstrap_options options = options_of(0);
    whisker_bootstrap_estimate out = {.size = sizeof out};
    options.threads = 1; /* else the caller's thread might find nothing left to do, and not ask */
    options.watch = stop_at_half;
    options.watch_context = &done;
    cr_assert_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &out, NULL), WHISKER_CANCELLED);
    cr_assert(done >= 0.5 && done <= 1);
}

Test(bootstrap, every_allocation_may_fail)
{
    fill();
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        int32_t status = WHISKER_NO_MEMORY;
        for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
            counting_allocator counting;
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            whisker_arena *arena = NULL;
            whisker_items items = items_of(N, cluster);
            whisker_bootstrap_options options = options_of(kind);
            whisker_bootstrap_estimate out = {.size = sizeof out};
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK)
                status = whisker_bootstrap_difference(&items, score, other, &options, NULL, arena, &out, NULL);
            whisker_arena_free(arena);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        }
    }
}
