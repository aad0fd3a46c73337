#include "counting_allocator.h"

#include "resample/bootstrap_interval.h"
#include "resample/replicates.h"
#include "resample/units.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 700, CLUSTERS = 83, RUNS = 30, REPLICATES = 999, PAIRS = RUNS * (RUNS - 1) / 2 };

static double scores[RUNS * N], replicate[RUNS * REPLICATES];
static int32_t cluster[N];
static whisker_bootstrap_estimate out[PAIRS], again[PAIRS];

typedef enum data { EVEN, UNEVEN, GAPS, SKEWED } data;

static double uniform(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

/* Runs 1 and 2 agree everywhere. */
static whisker_items fill(data kind)
{
    uint64_t state = 21;
    for (int i = 0; i < N; i++) {
        double u = uniform(&state);
        cluster[i] = kind == EVEN ? i % 70 : (int32_t)(u * u * CLUSTERS);
        for (int r = 0; r < RUNS; r++) {
            double x = uniform(&state) + 0.3 * cluster[i] / CLUSTERS + 0.01 * r;
            scores[r * N + i] = kind == GAPS && uniform(&state) < 0.1 ? NAN : kind == SKEWED ? pow(x, 25) : x;
        }
        scores[2 * N + i] = scores[N + i];
    }
    return (whisker_items){.size = sizeof(whisker_items), .n = N, .n_keys = 1, .cluster = cluster};
}

static whisker_bootstrap_options options_of(int32_t kind)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = kind, .seed = 12,
                                       .replicates = REPLICATES};
}

static void all_differences(const whisker_items *items, const whisker_bootstrap_options *options,
                            whisker_bootstrap_estimate *made)
{
    whisker_error error = {0};
    made[0].size = sizeof *made;
    cr_assert_eq(whisker_bootstrap_differences(items, RUNS, scores, PAIRS, NULL, options, NULL, made, &error), WHISKER_OK,
                 "%s", error.text);
}

static void all_runs(const whisker_items *items, const whisker_bootstrap_options *options,
                     whisker_bootstrap_estimate *made)
{
    whisker_error error = {0};
    if (made != NULL)
        made[0].size = sizeof *made;
    cr_assert_eq(whisker_bootstrap_runs(items, RUNS, scores, options, replicate, NULL, made, &error), WHISKER_OK, "%s",
                 error.text);
}

static int near(double a, double b, double relative)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= relative * fmax(1, fabs(b));
}

/* ---- against the definition ---- */

/* The means of each replicate from the counts of its stream, run by run. */
Test(bootstrap_runs, replicates_by_hand)
{
    for (data kind = EVEN; kind <= GAPS; kind++) {
        whisker_items items = fill(kind);
        whisker_bootstrap_options options = options_of(0);
        all_runs(&items, &options, NULL);
        double about[RUNS];
        scratch scratch;
        units units;
        for (int r = 0; r < RUNS; r++) { /* the order of the units is by sums about the middle of the range */
            double low = INFINITY, high = -INFINITY;
            for (int i = 0; i < N; i++) {
                low = fmin(low, scores[r * N + i]);
                high = fmax(high, scores[r * N + i]);
            }
            about[r] = low / 2 + high / 2;
        }
        cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
        cr_assert_eq(units_reduce(&items, RUNS, scores, about, UNITS_EACH_COLUMN, &scratch, &units, NULL), WHISKER_OK);
        draw_stream stream = {0};
        for (int b = 0; b < REPLICATES; b++) {
            int32_t count[CLUSTERS];
            if (b % REPLICATES_IN_TASK == 0)
                stream = draw_open(options.seed, (uint64_t)(b / REPLICATES_IN_TASK));
            replicate_count(draw_units_plain, &stream, units.n, count);
            for (int r = 0; r < RUNS; r++) {
                double total = 0, size = 0;
                for (int64_t u = 0; u < units.n; u++) {
                    total += count[u] * units.sum[r * units.n + u];
                    size += count[u] * units.size[r * units.n + u];
                }
                cr_assert(near(replicate[r * REPLICATES + b], about[r] + total / size, 1e-13));
            }
        }
        scratch_close(&scratch);
    }
}

/* Every interval is that of the replicates that whisker_bootstrap_runs hands over. */
static void check_pairs(data data, int32_t kind, double level)
{
    static double difference[REPLICATES];
    whisker_items items = fill(data);
    whisker_bootstrap_options options = options_of(kind);
    options.level = level;
    all_runs(&items, &options, NULL);
    all_differences(&items, &options, out);
    const whisker_bootstrap_estimate *got = out;
    for (int a = 0; a < RUNS; a++) {
        for (int b = a + 1; b < RUNS; b++, got++) {
            if (a == 1 && b == 2)
                continue;
            for (int r = 0; r < REPLICATES; r++)
                difference[r] = replicate[a * REPLICATES + r] - replicate[b * REPLICATES + r];
            law law = law_drawn(REPLICATES, difference, got->value);
            if (data == EVEN) {
                cr_assert(near(got->standard_error, law.standard_error, 0.2));
                law.standard_error = got->standard_error;
                law.mean = law.estimate;
            }
            bootstrap_interval expected = bootstrap_interval_of(&law, kind, level, got->acceleration);
            double size = 1e-10 * law.standard_error;
            cr_assert(near(got->standard_error, law.standard_error, 1e-10));
            cr_assert(fabs(got->lower - expected.lower) <= size, "%g %g", got->lower, expected.lower);
            cr_assert(fabs(got->upper - expected.upper) <= size, "%g %g", got->upper, expected.upper);
            cr_assert(fabs(got->monte_carlo_error - expected.error) <= size);
            cr_assert(fabs(got->bias_correction - bootstrap_bias_correction(&law)) <= 1e-9);
            cr_assert_eq((got->notes & WHISKER_NOTE_FEW_REPLICATES) != 0, expected.outermost);
        }
    }
}

Test(bootstrap_runs, differences_are_those_of_the_replicates)
{
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_BCA; kind++) {
        check_pairs(EVEN, kind, 0.95);
        check_pairs(UNEVEN, kind, 0.95);
        check_pairs(GAPS, kind, 0.9);
    }
}

/* Tails that are heavier and lighter than those of a normal law, and levels for which almost all or almost none is tail. */
Test(bootstrap_runs, ranks_that_lie_further_in_than_expected)
{
    static const double levels[] = {0.001, 0.5, 0.8, 0.95, 0.99, 0.9999};
    for (int l = 0; l < 6; l++) {
        check_pairs(SKEWED, WHISKER_BOOTSTRAP_PERCENTILE, levels[l]);
        check_pairs(SKEWED, WHISKER_BOOTSTRAP_BCA, levels[l]);
    }
}

/* One run alone and one run among others are different resamples of one law. */
Test(bootstrap_runs, a_run_among_others)
{
    whisker_items items = fill(UNEVEN);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_BCA);
    all_runs(&items, &options, out);
    for (int r = 0; r < RUNS; r += 7) {
        whisker_bootstrap_estimate alone = {.size = sizeof alone};
        cr_assert_eq(whisker_bootstrap(&items, NULL, scores + r * N, &options, NULL, NULL, &alone, NULL), WHISKER_OK);
        cr_assert(near(out[r].value, alone.value, 1e-14));
        cr_assert(near(out[r].acceleration, alone.acceleration, 0.02), "%g %g", out[r].acceleration, alone.acceleration);
        cr_assert_eq(out[r].n_items, alone.n_items);
        cr_assert_eq(out[r].n_units, alone.n_units);
        cr_assert(fabs(out[r].lower - alone.lower) <= 5 * hypot(out[r].monte_carlo_error, alone.monte_carlo_error));
        cr_assert(fabs(out[r].upper - alone.upper) <= 5 * hypot(out[r].monte_carlo_error, alone.monte_carlo_error));
    }
}

/* ---- what changes no digit ---- */

static int same(const whisker_bootstrap_estimate *a, const whisker_bootstrap_estimate *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

Test(bootstrap_runs, rows_clusters_and_threads_change_no_digit)
{
    whisker_bootstrap_options one = options_of(WHISKER_BOOTSTRAP_BCA), many = one;
    one.threads = 1;
    many.threads = 6;
    whisker_items items = fill(GAPS);
    all_differences(&items, &one, out);
    for (int i = 0; i < N / 2; i++) {
        for (int r = 0; r < RUNS; r++) {
            double held = scores[r * N + i];
            scores[r * N + i] = scores[r * N + N - 1 - i];
            scores[r * N + N - 1 - i] = held;
        }
        int32_t held = cluster[i];
        cluster[i] = N - 1 - 3 * cluster[N - 1 - i];
        cluster[N - 1 - i] = N - 1 - 3 * held;
    }
    all_differences(&items, &many, again);
    for (int i = 0; i < PAIRS; i++)
        cr_assert(same(&out[i], &again[i]));
}

Test(bootstrap_runs, a_list_of_pairs_and_its_reverse)
{
    enum { LISTED = 4 };
    const int32_t pairs[2 * LISTED] = {3, 7, 0, 29, 7, 3, 29, 0};
    whisker_bootstrap_estimate listed[LISTED];
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_BCA; kind++) {
        whisker_items items = fill(UNEVEN);
        whisker_bootstrap_options options = options_of(kind);
        listed[0].size = sizeof *listed;
        cr_assert_eq(whisker_bootstrap_differences(&items, RUNS, scores, LISTED, pairs, &options, NULL, listed, NULL),
                     WHISKER_OK);
        all_differences(&items, &options, out);
        cr_assert(same(&listed[1], &out[28]), "the pair (0, 29) is the last of those with 0");
        for (int i = 0; i < 2; i++) {
            const whisker_bootstrap_estimate *a = &listed[i], *b = &listed[i + 2];
            cr_assert(a->value == -b->value && a->lower == -b->upper && a->upper == -b->lower);
            cr_assert(a->standard_error == b->standard_error && a->bias == -b->bias);
            cr_assert_eq(a->monte_carlo_error, b->monte_carlo_error);
        }
    }
}

/* ---- edges ---- */

Test(bootstrap_runs, runs_that_agree_everywhere)
{
    const int32_t pair[] = {1, 2};
    whisker_items items = fill(UNEVEN);
    whisker_bootstrap_options options = options_of(0);
    whisker_bootstrap_estimate got = {.size = sizeof got};
    cr_assert_eq(whisker_bootstrap_differences(&items, RUNS, scores, 1, pair, &options, NULL, &got, NULL), WHISKER_OK);
    cr_assert(got.value == 0 && got.standard_error == 0 && isnan(got.lower));
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION);
    cr_assert_eq(got.kind, WHISKER_BOOTSTRAP_PERCENTILE);
}

/* A run that only few clusters have is undefined where none of them was drawn. */
Test(bootstrap_runs, a_run_with_few_items)
{
    whisker_items items = fill(UNEVEN);
    for (int i = 0; i < N; i++)
        scores[i] = cluster[i] < 60 || cluster[i] > 62 ? NAN : scores[i];
    whisker_bootstrap_options options = options_of(0);
    all_runs(&items, &options, out);
    int64_t undefined = 0;
    for (int b = 0; b < REPLICATES; b++)
        undefined += isnan(replicate[b]);
    cr_assert_gt(undefined, 0);
    cr_assert_eq(out[0].n_undefined, undefined);
    cr_assert(out[0].notes & WHISKER_NOTE_UNDEFINED_REPLICATES);
    all_differences(&items, &options, out);
    cr_assert_eq(out[0].n_undefined, undefined);
    cr_assert(out[0].lower < out[0].value && out[0].value < out[0].upper);
    cr_assert_eq(out[RUNS].n_undefined, 0);
}

Test(bootstrap_runs, refusals)
{
    const int32_t wrong[] = {0, RUNS};
    whisker_items items = fill(EVEN);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_STUDENTIZED);
    out[0].size = sizeof *out;
    cr_expect_eq(whisker_bootstrap_runs(&items, RUNS, scores, &options, replicate, NULL, NULL, NULL), WHISKER_BAD_OPTION);
    options.kind = 0;
    cr_expect_eq(whisker_bootstrap_runs(&items, 0, scores, &options, replicate, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap_differences(&items, RUNS, scores, 1, wrong, &options, NULL, out, NULL),
                 WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap_differences(&items, RUNS, scores, 7, NULL, &options, NULL, out, NULL),
                 WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_bootstrap_differences(&items, RUNS, scores, PAIRS, NULL, &options, NULL, NULL, NULL),
                 WHISKER_BAD_ARGUMENT);
    for (int i = 0; i < N; i++)
        scores[5 * N + i] = NAN;
    cr_expect_eq(whisker_bootstrap_runs(&items, RUNS, scores, &options, replicate, NULL, NULL, NULL), WHISKER_NO_DATA);
}

static int32_t stop_in_second_half(void *context, double done)
{
    double *last = context;
    cr_assert(done >= *last && done <= 1);
    *last = done;
    return done > 0.75;
}

Test(bootstrap_runs, can_be_watched_and_stopped)
{
    double last = 0;
    whisker_items items = fill(EVEN);
    whisker_bootstrap_options options = options_of(0);
    options.threads = 1;
    options.watch = stop_in_second_half;
    options.watch_context = &last;
    out[0].size = sizeof *out;
    cr_assert_eq(whisker_bootstrap_differences(&items, RUNS, scores, PAIRS, NULL, &options, NULL, out, NULL),
                 WHISKER_CANCELLED);
    cr_assert(last > 0.75 && last < 0.8);
}

Test(bootstrap_runs, every_allocation_may_fail)
{
    whisker_items items = fill(UNEVEN);
    whisker_bootstrap_options options = options_of(0);
    int32_t status = WHISKER_NO_MEMORY;
    options.replicates = 99;
    for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_arena *arena = NULL;
        out[0].size = sizeof *out;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK)
            status = whisker_bootstrap_differences(&items, RUNS, scores, PAIRS, NULL, &options, arena, out, NULL);
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
    }
}
