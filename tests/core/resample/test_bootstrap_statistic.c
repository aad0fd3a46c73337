#include "counting_allocator.h"

#include "resample/bootstrap_interval.h"
#include "resample/replicates.h"
#include "resample/units.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 90, CLUSTERS = 30, REPLICATES = 499, MOST = 40 * N };

static double columns[2 * N];
static int32_t cluster[N];

/* Log-likelihoods and tokens of items in clusters of 1 to 5. */
static void fill(void)
{
    uint64_t state = 7;
    for (int i = 0; i < N; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double u = (double)(state >> 11) * 0x1p-53;
        cluster[i] = i < CLUSTERS ? i : (int32_t)(u * u * CLUSTERS);
        columns[N + i] = floor(5 + 40 * u);
        columns[i] = columns[N + i] * (0.5 + fmod(1000 * u, 1) + 0.02 * cluster[i]);
    }
}

static whisker_items items_of(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static whisker_bootstrap_options options_of(int32_t kind)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = kind,
                                       .replicates = REPLICATES};
}

static whisker_bootstrap_estimate bootstrap(const whisker_items *items, const whisker_statistic *statistic,
                                            const double *given, const whisker_bootstrap_options *options,
                                            double *replicate)
{
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap(items, statistic, given, options, replicate, NULL, &out, &error), WHISKER_OK, "%s",
                 error.text);
    return out;
}

/* ---- against the definition ---- */

static void means_of(double *mean)
{
    mean[0] = mean[1] = 0;
    for (int i = 0; i < N; i++) {
        mean[0] += columns[i] / N;
        mean[1] += columns[N + i] / N;
    }
}

/* Which cluster is unit u of the bootstrap, whose units are seen from the means: found by its sums. */
static void match_units(const units *units, const double *mean, int32_t *code_of)
{
    for (int64_t u = 0; u < units->n; u++)
        for (int32_t g = 0; g < CLUSTERS; g++) {
            double sums[2] = {0}, size = 0;
            for (int i = 0; i < N; i++) {
                sums[0] += cluster[i] == g ? columns[i] : 0;
                sums[1] += cluster[i] == g ? columns[N + i] : 0;
                size += cluster[i] == g;
            }
            if (fabs(sums[0] - size * mean[0] - units->sum[u]) < 1e-9 &&
                fabs(sums[1] - size * mean[1] - units->sum[units->n + u]) < 1e-9 && size == units->size[u])
                code_of[u] = g;
        }
}

/* The resample as a data set of its own, in which a cluster drawn twice is two clusters. */
static whisker_estimate summary_of_resample(const int32_t *code_of, const int32_t *count)
{
    static double rows[2 * MOST], laid[2 * MOST];
    static int32_t codes[MOST];
    int64_t n = 0;
    int32_t code = 0;
    for (int u = 0; u < CLUSTERS; u++)
        for (int copy = 0; copy < count[u]; copy++, code++)
            for (int i = 0; i < N; i++)
                if (cluster[i] == code_of[u]) {
                    rows[2 * n] = columns[i];
                    rows[2 * n + 1] = columns[N + i];
                    codes[n++] = code;
                }
    for (int64_t i = 0; i < n; i++) {
        laid[i] = rows[2 * i];
        laid[n + i] = rows[2 * i + 1];
    }
    whisker_items items = items_of(n, codes);
    whisker_summary_options options = {.size = sizeof options, .variance = WHISKER_CR0};
    whisker_estimate out = {.size = sizeof out};
    cr_assert_eq(whisker_summary(&items, whisker_statistic_named("perplexity"), laid, &options, NULL, &out, NULL),
                 WHISKER_OK);
    return out;
}

/* Each replicate of a perplexity is the perplexity of the resampled rows, studentised on the log scale by its linearised
 * cr0 error. */
Test(bootstrap_statistic, perplexity_by_hand)
{
    double replicate[REPLICATES], ratio[REPLICATES], mean[2];
    int32_t code_of[CLUSTERS], count[CLUSTERS];
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_DEFAULT);
    whisker_bootstrap_estimate got = bootstrap(&items, whisker_statistic_named("perplexity"), columns, &options,
                                               replicate);
    cr_assert_eq(got.kind, WHISKER_BOOTSTRAP_STUDENTIZED);
    scratch scratch;
    units units;
    means_of(mean);
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert_eq(units_reduce(&items, 2, columns, mean, UNITS_COMPLETE, &scratch, &units, NULL), WHISKER_OK);
    cr_assert_eq(units.n, CLUSTERS);
    match_units(&units, mean, code_of);
    for (int u = 0; u < CLUSTERS; u++)
        count[u] = 1;
    whisker_estimate sample = summary_of_resample(code_of, count);
    draw_stream stream = {0};
    for (int r = 0; r < REPLICATES; r++) {
        if (r % REPLICATES_IN_TASK == 0)
            stream = draw_open(0, (uint64_t)(r / REPLICATES_IN_TASK));
        replicate_count(draw_units_plain, &stream, CLUSTERS, count);
        whisker_estimate drawn = summary_of_resample(code_of, count);
        cr_assert_float_eq(replicate[r], drawn.value, 1e-11 * drawn.value);
        ratio[r] = log(drawn.value / sample.value) / (drawn.standard_error / drawn.value);
    }
    law law = law_drawn(REPLICATES, ratio, 0);
    bootstrap_interval expected =
        bootstrap_interval_studentized(&law, log(sample.value), sample.standard_error / sample.value, 0.95);
    cr_assert_float_eq(got.value, sample.value, 1e-12 * got.value);
    cr_assert_float_eq(got.lower, exp(expected.lower), 1e-9 * got.lower);
    cr_assert_float_eq(got.upper, exp(expected.upper), 1e-9 * got.upper);
    scratch_close(&scratch);
}

static double first_column(const double *mean, const void *parameters)
{
    (void)parameters;
    return mean[0];
}

/* A mean is a statistic of one column: the same replicates, the same intervals but for rounding. */
Test(bootstrap_statistic, a_linear_statistic_is_a_mean)
{
    double one[REPLICATES], other[REPLICATES];
    whisker_statistic mean = {.size = sizeof mean, .n_columns = 1, .name = "own", .value = first_column};
    fill();
    whisker_items items = items_of(N, cluster);
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options options = options_of(kind);
        whisker_bootstrap_estimate a = bootstrap(&items, &mean, columns, &options, one);
        whisker_bootstrap_estimate b = bootstrap(&items, NULL, columns, &options, other);
        for (int r = 0; r < REPLICATES; r++)
            cr_assert_float_eq(one[r], other[r], 1e-12 * fabs(other[r]));
        cr_assert_float_eq(a.lower, b.lower, 1e-9 * b.lower);
        cr_assert_float_eq(a.upper, b.upper, 1e-9 * b.upper);
        cr_assert_float_eq(a.standard_error, b.standard_error, 1e-9 * b.standard_error);
        if (kind == WHISKER_BOOTSTRAP_BCA)
            cr_assert_float_eq(a.acceleration, b.acceleration, 1e-9);
    }
}

/* The percentile and BCa intervals of a monotone function are the function of the interval. */
Test(bootstrap_statistic, perplexity_and_its_logarithm)
{
    double log_of[REPLICATES], replicate[REPLICATES];
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_PERCENTILE);
    options.replicates = 399; /* limits are replicates */
    whisker_bootstrap_estimate ratio = bootstrap(&items, whisker_statistic_named("ratio"), columns, &options, log_of);
    whisker_bootstrap_estimate perplexity =
        bootstrap(&items, whisker_statistic_named("perplexity"), columns, &options, replicate);
    for (int r = 0; r < 399; r++)
        cr_assert_float_eq(replicate[r], exp(log_of[r]), 1e-11 * replicate[r]);
    cr_assert_float_eq(perplexity.lower, exp(ratio.lower), 1e-11 * perplexity.lower);
    cr_assert_float_eq(perplexity.upper, exp(ratio.upper), 1e-11 * perplexity.upper);
    options.kind = WHISKER_BOOTSTRAP_BASIC; /* on the log scale */
    ratio = bootstrap(&items, whisker_statistic_named("ratio"), columns, &options, NULL);
    perplexity = bootstrap(&items, whisker_statistic_named("perplexity"), columns, &options, NULL);
    cr_assert_float_eq(perplexity.lower, exp(ratio.lower), 1e-11 * perplexity.lower);
}

/* ---- properties and edges ---- */

Test(bootstrap_statistic, rows_and_threads_change_no_digit)
{
    double turned[2 * N];
    int32_t renamed[N];
    fill();
    for (int i = 0; i < N; i++) {
        turned[N - 1 - i] = columns[i];
        turned[2 * N - 1 - i] = columns[N + i];
        renamed[N - 1 - i] = CLUSTERS - 1 - cluster[i];
    }
    whisker_items items = items_of(N, cluster), others = items_of(N, renamed);
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options one = options_of(kind), many = options_of(kind);
        one.threads = 1;
        many.threads = 5;
        const whisker_statistic *perplexity = whisker_statistic_named("perplexity");
        whisker_bootstrap_estimate a = bootstrap(&items, perplexity, columns, &one, NULL);
        whisker_bootstrap_estimate b = bootstrap(&others, perplexity, turned, &many, NULL);
        cr_assert(a.value == b.value && a.lower == b.lower && a.upper == b.upper && a.bias == b.bias);
        cr_assert(a.standard_error == b.standard_error && a.monte_carlo_error == b.monte_carlo_error);
    }
}

/* Replicates in which no item has a denominator have no value: left out, counted and said. */
Test(bootstrap_statistic, replicates_without_a_value)
{
    const double few[] = {1, 2, 1, 0, 0, 0, 0, 0, /* out of */ 2, 3, 1, 0, 0, 0, 0, 0};
    double replicate[REPLICATES];
    whisker_items items = items_of(8, NULL);
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options options = options_of(kind);
        whisker_bootstrap_estimate got = bootstrap(&items, whisker_statistic_named("ratio"), few, &options, replicate);
        int64_t undefined = 0;
        for (int r = 0; r < REPLICATES; r++)
            undefined += isnan(replicate[r]);
        cr_assert_gt(undefined, 0);
        cr_assert_eq(got.n_undefined, undefined);
        cr_assert_eq(got.replicates, REPLICATES);
        cr_assert(got.notes & WHISKER_NOTE_UNDEFINED_REPLICATES);
        cr_assert(!isnan(got.lower) && got.lower <= got.value && got.value <= got.upper);
    }
}

Test(bootstrap_statistic, nothing_to_say)
{
    const double zeros[] = {0, 0, 0, 0, 0, 0}, equal[] = {2, 2, 2, 4, 4, 4};
    const int32_t together[] = {1, 1, 1};
    whisker_items items = items_of(3, NULL), one = items_of(3, together);
    whisker_bootstrap_options options = options_of(0);
    const whisker_statistic *ratio = whisker_statistic_named("ratio");
    whisker_bootstrap_estimate got = bootstrap(&items, ratio, zeros, &options, NULL);
    cr_assert(isnan(got.value) && isnan(got.lower) && (got.notes & WHISKER_NOTE_UNDEFINED));
    got = bootstrap(&items, ratio, equal, &options, NULL);
    cr_assert_eq(got.value, 0.5);
    cr_assert(isnan(got.lower) && got.standard_error == 0 && (got.notes & WHISKER_NOTE_NO_VARIATION));
    got = bootstrap(&one, ratio, equal, &options, NULL);
    cr_assert(isnan(got.lower) && isnan(got.standard_error) && (got.notes & WHISKER_NOTE_ONE_CLUSTER));
}

/* An interval of F1 stays within its range, on whichever scale it is made. */
Test(bootstrap_statistic, f1_stays_in_its_range)
{
    const double counts[] = {1, 1, 1, 1, 1, 1, 1, 0, /* wrong */ 0, 0, 0, 0, 0, 0, 0, 1,
                             /* missed */ 0, 0, 0, 0, 0, 0, 0, 0};
    whisker_items items = items_of(8, NULL);
    for (int32_t kind = WHISKER_BOOTSTRAP_DEFAULT; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options options = options_of(kind);
        whisker_bootstrap_estimate got = bootstrap(&items, whisker_statistic_named("f1"), counts, &options, NULL);
        cr_assert(got.lower >= 0 && got.upper <= 1 && got.lower < got.upper, "%d: %g %g", (int)kind, got.lower, got.upper);
    }
}

Test(bootstrap_statistic, every_allocation_may_fail)
{
    fill();
    whisker_items items = items_of(N, cluster);
    for (int32_t kind = WHISKER_BOOTSTRAP_BCA; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        whisker_bootstrap_options options = options_of(kind);
        int32_t status = WHISKER_NO_MEMORY;
        for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
            counting_allocator counting;
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            whisker_arena *arena = NULL;
            whisker_bootstrap_estimate out = {.size = sizeof out};
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK)
                status = whisker_bootstrap(&items, whisker_statistic_named("perplexity"), columns, &options, NULL, arena,
                                           &out, NULL);
            whisker_arena_free(arena);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        }
    }
}
