#include "counting_allocator.h"
#include "reference.h"

#include "resample/bootstrap_mean.h"
#include "resample/lattice.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the family boot_exact: the law over all n^n resamples ---- */

typedef struct opened {
    scratch scratch;
    mean_sample sample;
    law law;
} opened;

static void open_law(int64_t n, const double *x, opened *out)
{
    units units;
    whisker_items items = {.size = sizeof items, .n = n};
    double mean = 0;
    for (int64_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    cr_assert_eq(scratch_open(&out->scratch, NULL, NULL), WHISKER_OK);
    cr_assert_eq(units_reduce(&items, 1, x, &mean, UNITS_COMPLETE, &out->scratch, &units, NULL), WHISKER_OK);
    cr_assert(mean_sample_take(&units, mean, 1, &out->scratch, &out->sample));
    cr_assert_eq(mean_sample_law(&out->sample, &out->scratch, &out->law), LAW_FOUND);
}

/* At a support point the law has the share `cdf` at or below: just less than that share is cut off there. */
static void check_case(reference *reference, const cJSON *test)
{
    int64_t n, count, n_probabilities;
    double *x = reference_numbers(reference_input(test, "x"), &n);
    double *cdf = reference_numbers(reference_expected(test, "cdf"), &count);
    double *probability = reference_numbers(reference_parameter(test, "probs"), &n_probabilities);
    double *place = malloc((size_t)count * sizeof *place), quantile[8];
    opened opened;
    open_law(n, x, &opened);
    for (int64_t i = 0; i < count; i++)
        place[i] = opened.law.limit(&opened.law, cdf[i], 0).place;
    for (int64_t i = 0; i < n_probabilities; i++) {
        int upper = probability[i] > 0.5;
        double tail = upper ? 1 - probability[i] : probability[i];
        quantile[i] = opened.law.limit(&opened.law, tail, upper).place;
    }
    reference_check(reference, test, "se", opened.law.standard_error);
    reference_check_list(reference, test, "quantile_inverse_cdf", quantile, n_probabilities);
    reference_check_list(reference, test, "support", place, count);
    scratch_close(&opened.scratch);
    free(x);
    free(cdf);
    free(probability);
    free(place);
}

Test(bootstrap_exact, reference)
{
    reference reference = reference_open("boot_exact");
    cJSON *test;
    reference_each(test, &reference)
        check_case(&reference, test);
    reference_close(&reference);
}

/* The distribution function itself, of the sum in steps. Where the reference has a support point twice, apart by the
 * rounding of tenths, the second entry is that of the point. */
static void check_distribution(reference *reference, const cJSON *test)
{
    int64_t n, count;
    int32_t step[8];
    double *x = reference_numbers(reference_input(test, "x"), &n), probability[64] = {0}, low = INFINITY, high = -INFINITY;
    double *support = reference_numbers(reference_expected(test, "support"), &count);
    scratch scratch;
    lattice_law sums;
    int64_t n_steps = lattice_steps(n, x, 1e-15, 63, step);
    for (int64_t i = 0; i < n; i++) {
        probability[step[i]] += 1 / (double)n;
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert(lattice_law_of_sum(n, n_steps, probability, &scratch, &sums));
    for (int64_t i = 0; i < count; i++) {
        double steps = (support[i] - low) / (high - low) * (double)(n * n_steps);
        if (i + 1 == count || support[i + 1] - support[i] > 1e-12)
            reference_compare(reference, test, "cdf", "cdf",
                              cJSON_GetArrayItem(reference_expected(test, "cdf"), (int)i),
                              sums.at_most[(int64_t)rint(steps)]);
    }
    scratch_close(&scratch);
    free(x);
    free(support);
}

Test(bootstrap_exact, distribution_functions_of_the_reference)
{
    reference reference = reference_open("boot_exact");
    cJSON *test;
    reference_each(test, &reference)
        check_distribution(&reference, test);
    reference_pass_over(&reference, "cdf", "compared but for the first of support points that stand twice, apart by the "
                        "rounding of tenths");
    reference_close(&reference);
}

/* The share of drawn replicates at or below each support point is within five binomial standard errors of the exact
 * distribution function. */
Test(bootstrap_exact, drawn_replicates_follow_the_exact_law)
{
    enum { REPLICATES = 200000 };
    static double replicate[REPLICATES];
    reference reference = reference_open("boot_exact");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n, count;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        double *support = reference_numbers(reference_expected(test, "support"), &count);
        double *cdf = reference_numbers(reference_expected(test, "cdf"), &count);
        whisker_items items = {.size = sizeof items, .n = n};
        whisker_bootstrap_options options = {.size = sizeof options, .replicates = REPLICATES, .seed = 5};
        whisker_bootstrap_estimate out = {.size = sizeof out};
        cr_assert_eq(whisker_bootstrap(&items, NULL, x, &options, replicate, NULL, &out, NULL), WHISKER_OK);
        for (int64_t i = 0; i < count; i++) {
            double below = 0;
            if (i + 1 < count && support[i + 1] - support[i] < 1e-12)
                continue; /* one point, written as two */
            for (int64_t r = 0; r < REPLICATES; r++)
                below += replicate[r] <= support[i] + 1e-12;
            double share = below / REPLICATES, error = sqrt(cdf[i] * (1 - cdf[i]) / REPLICATES);
            cr_assert(fabs(share - cdf[i]) <= 5 * error + 1e-12, "%g for %g", share, cdf[i]);
        }
        reference_check(&reference, test, "se", out.standard_error);
        free(x);
        free(support);
        free(cdf);
    }
    reference_close(&reference);
}

/* ---- ---- */

static whisker_bootstrap_estimate bootstrap(int64_t n, const double *x, int32_t kind, int32_t always_draw)
{
    whisker_items items = {.size = sizeof items, .n = n};
    whisker_bootstrap_options options = {.size = sizeof options, .kind = kind, .always_draw = always_draw,
                                         .replicates = 100000};
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap(&items, NULL, x, &options, NULL, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

/* Drawing many comes to what is computed, within five of its standard errors and a step of the lattice. */
Test(bootstrap_exact, every_kind_is_what_drawing_comes_to)
{
    enum { COUNT = 150 };
    double binary[COUNT], grades[COUNT];
    for (int i = 0; i < COUNT; i++) {
        binary[i] = i % 11 < 8;
        grades[i] = 10 + i * i % 7 / 4.;
    }
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_STUDENTIZED; kind++) {
        const double *scores[] = {binary, grades};
        for (int s = 0; s < 2; s++) {
            whisker_bootstrap_estimate exact = bootstrap(COUNT, scores[s], kind, 0);
            whisker_bootstrap_estimate drawn = bootstrap(COUNT, scores[s], kind, 1);
            double slack = 5 * drawn.monte_carlo_error + 1. / COUNT;
            cr_assert_eq(exact.exact, s == 0 || kind != WHISKER_BOOTSTRAP_STUDENTIZED);
            cr_assert_eq(exact.replicates, exact.exact ? 0 : 100000);
            cr_assert_eq(drawn.exact, 0);
            cr_assert_eq(exact.value, drawn.value);
            cr_assert_float_eq(exact.lower, drawn.lower, slack);
            cr_assert_float_eq(exact.upper, drawn.upper, slack);
            cr_assert_eq(exact.standard_error, drawn.standard_error, "known either way");
            cr_assert_float_eq(exact.bias_correction, drawn.bias_correction, 5 * sqrt(1.6 / 100000));
        }
    }
}

/* Limits of 0/1 scores are counts over n: binomial quantiles. */
Test(bootstrap_exact, percentile_of_binary_scores_by_binomial_quantiles)
{
    static double score[1000];
    for (int i = 0; i < 1000; i++)
        score[i] = i < 730;
    whisker_bootstrap_estimate got = bootstrap(1000, score, WHISKER_BOOTSTRAP_PERCENTILE, 0);
    cr_assert_eq(got.lower, whisker_binomial_quantile(0.025, 1000, 0.73, WHISKER_LOWER) / 1000);
    cr_assert_eq(got.upper, 1 - whisker_binomial_quantile(0.025, 1000, 0.27, WHISKER_LOWER) / 1000);
    cr_assert_eq(got.monte_carlo_error, 0);
}

/* Clusters of one size are units as items are. */
Test(bootstrap_exact, clusters_of_one_size)
{
    enum { COUNT = 400 };
    double score[COUNT], mean[COUNT / 4] = {0};
    int32_t cluster[COUNT];
    for (int i = 0; i < COUNT; i++) {
        cluster[i] = i % (COUNT / 4);
        score[i] = i * i % 13 < 7;
        mean[cluster[i]] += score[i] / 4;
    }
    whisker_items items = {.size = sizeof items, .n = COUNT, .n_keys = 1, .cluster = cluster};
    whisker_bootstrap_options options = {.size = sizeof options, .kind = WHISKER_BOOTSTRAP_BCA};
    whisker_bootstrap_estimate clustered = {.size = sizeof clustered};
    cr_assert_eq(whisker_bootstrap(&items, NULL, score, &options, NULL, NULL, &clustered, NULL), WHISKER_OK);
    whisker_bootstrap_estimate means = bootstrap(COUNT / 4, mean, WHISKER_BOOTSTRAP_BCA, 0);
    cr_assert(clustered.exact);
    cr_assert_eq(clustered.n_units, COUNT / 4);
    cr_assert_float_eq(clustered.lower, means.lower, 1e-14);
    cr_assert_float_eq(clustered.upper, means.upper, 1e-14);
    cr_assert_float_eq(clustered.standard_error, means.standard_error, 1e-14);
}

Test(bootstrap_exact, survives_lack_of_memory)
{
    enum { COUNT = 300 };
    double score[COUNT];
    for (int i = 0; i < COUNT; i++)
        score[i] = i % 7 / 4.;
    whisker_items items = {.size = sizeof items, .n = COUNT};
    whisker_bootstrap_options options = {.size = sizeof options, .kind = WHISKER_BOOTSTRAP_BCA};
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
