#include "reference.h"

#include "resample/bootstrap_interval.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the family boot: replicates of given resamples ---- */

typedef struct given {
    double *x;
    double *mean, *ratio;  /* of each resample; ratio of its deviation to its own standard error, divisor n */
    double *kept;          /* mean, before order statistics put it into another order */
    int64_t n, n_replicates;
    double centre, standard_error;
} given;

static double standard_error_of(int64_t n, const double *x, const double *index, double mean)
{
    double squares = 0;
    for (int64_t i = 0; i < n; i++) {
        double residual = x[index == NULL ? i : (int64_t)index[i] - 1] - mean;
        squares += residual * residual;
    }
    return sqrt(squares / (double)(n - 1) / (double)n);
}

static double mean_of(int64_t n, const double *x, const double *index)
{
    double total = 0;
    for (int64_t i = 0; i < n; i++)
        total += x[index == NULL ? i : (int64_t)index[i] - 1];
    return total / (double)n;
}

/* Means of binary resamples that are equal are so to the last digit; of others within rounding. */
static double settled(double mean, double centre)
{
    return fabs(mean - centre) < 1e-12 ? centre : mean;
}

static given read_case(const cJSON *test)
{
    given given = {0};
    given.x = reference_numbers(reference_input(test, "x"), &given.n);
    const cJSON *rows = reference_input(test, "indices_1based_rows_are_replicates");
    given.n_replicates = cJSON_GetArraySize(rows);
    given.mean = malloc((size_t)given.n_replicates * sizeof *given.mean);
    given.kept = malloc((size_t)given.n_replicates * sizeof *given.kept);
    given.ratio = malloc((size_t)given.n_replicates * sizeof *given.ratio);
    given.centre = mean_of(given.n, given.x, NULL);
    given.standard_error = standard_error_of(given.n, given.x, NULL, given.centre);
    int64_t r = 0, n;
    const cJSON *row;
    cJSON_ArrayForEach(row, rows) {
        double *index = reference_numbers(row, &n), mean = mean_of(n, given.x, index);
        given.kept[r] = settled(mean, given.centre);
        given.ratio[r++] = (mean - given.centre) / standard_error_of(n, given.x, index, mean);
        free(index);
    }
    return given;
}

static void free_case(given *given)
{
    free(given->x);
    free(given->mean);
    free(given->kept);
    free(given->ratio);
}

static law law_of(given *given, int32_t rule)
{
    memcpy(given->mean, given->kept, (size_t)given->n_replicates * sizeof *given->mean);
    law law = law_drawn(given->n_replicates, given->mean, given->centre);
    law.rule = rule;
    return law;
}

static void check_interval(reference *reference, const cJSON *test, const char *key, bootstrap_interval interval)
{
    reference_check_pair(reference, test, key, interval.lower, interval.upper);
}

static double acceleration_of(const given *given)
{
    double *influence = malloc((size_t)given->n * sizeof *influence);
    for (int64_t i = 0; i < given->n; i++)
        influence[i] = given->x[i] - given->centre;
    double acceleration = bootstrap_acceleration(given->n, influence);
    free(influence);
    return acceleration;
}

static double jackknife_acceleration_of(const given *given)
{
    double *influence = malloc((size_t)given->n * sizeof *influence);
    for (int64_t i = 0; i < given->n; i++)
        influence[i] = given->centre - (given->centre * (double)given->n - given->x[i]) / (double)(given->n - 1);
    double acceleration = bootstrap_acceleration(given->n, influence);
    free(influence);
    return acceleration;
}

/* z0 of boot.ci and of this library's formula counts ties differently: give each law the share it is meant to have. */
static law strict(law law)
{
    int64_t below = 0;
    for (int64_t r = 0; r < law.n_replicates; r++)
        below += law.replicates.number[r] < law.estimate;
    law.below = (double)below / (double)law.n_replicates;
    law.above = 1 - law.below;
    return law;
}

static void check_case(reference *reference, const cJSON *test, given *given)
{
    law law = law_of(given, LAW_NORMAL_SCALE), of_ratios;
    double acceleration = acceleration_of(given);
    int64_t n_below = 0, n_tied = 0;
    for (int64_t r = 0; r < given->n_replicates; r++) {
        n_below += given->kept[r] < given->centre;
        n_tied += given->kept[r] == given->centre;
    }
    reference_check(reference, test, "replicate_mean", law.mean);
    reference_check(reference, test, "replicate_sd", law.standard_error);
    reference_check(reference, test, "count_less", (double)n_below);
    reference_check(reference, test, "count_equal", (double)n_tied);
    reference_check(reference, test, "acceleration", acceleration);
    reference_check(reference, test, "acceleration_jackknife", jackknife_acceleration_of(given));
    reference_check(reference, test, "z0_mid", bootstrap_bias_correction(&law));
    law.standard_error = given->standard_error; /* boot.ci was given it and prefers it to that of the replicates */
    check_interval(reference, test, "bootci_norm", bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_NORMAL, 0.95, NAN));
    check_interval(reference, test, "bootci_basic", bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BASIC, 0.95, NAN));
    check_interval(reference, test, "bootci_perc",
                   bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.95, NAN));
    law = strict(law);
    reference_check(reference, test, "z0_strict", bootstrap_bias_correction(&law));
    check_interval(reference, test, "bootci_bca",
                   bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BCA, 0.95, acceleration));
    law = law_of(given, LAW_TYPE_6);
    check_interval(reference, test, "quantile_type6",
                   bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.95, NAN));
    law = law_of(given, LAW_TYPE_7);
    check_interval(reference, test, "quantile_type7",
                   bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.95, NAN));
    check_interval(reference, test, "bca_scipy_rule",
                   bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BCA, 0.95, acceleration));
    of_ratios = law_drawn(given->n_replicates, given->ratio, 0);
    check_interval(reference, test, "bootci_stud",
                   bootstrap_interval_studentized(&of_ratios, given->centre, given->standard_error, 0.95));
    of_ratios.rule = LAW_TYPE_7;
    check_interval(reference, test, "studentized_type7",
                   bootstrap_interval_studentized(&of_ratios, given->centre, given->standard_error, 0.95));
}

Test(bootstrap_interval, reference)
{
    reference reference = reference_open("boot");
    cJSON *test;
    reference_each(test, &reference) {
        given given = read_case(test);
        whisker_items items = {.size = sizeof items, .n = given.n};
        whisker_bootstrap_estimate out = {.size = sizeof out};
        cr_assert_eq(whisker_bootstrap(&items, NULL, given.x, NULL, NULL, NULL, &out, NULL), WHISKER_OK);
        check_case(&reference, test, &given);
        reference_check(&reference, test, "exact_bootstrap_se", out.standard_error);
        free_case(&given);
    }
    reference_close(&reference);
}

/* ---- properties ---- */

enum { N = 999 };

static void fill(double *replicate, double sign)
{
    uint32_t state = 11;
    for (int r = 0; r < N; r++) {
        state = state * 1664525u + 1013904223u;
        replicate[r] = sign * pow((state >> 8) / 3e6 - 1.7, 3);
    }
}

Test(bootstrap_interval, the_mirrored_law_has_the_mirrored_interval_to_the_last_digit)
{
    static const int32_t rules[] = {LAW_NORMAL_SCALE, LAW_TYPE_6, LAW_TYPE_7};
    static const double levels[] = {0.5, 0.9, 0.95, 0.987, 0.9999};
    double one[N], other[N];
    fill(one, 1);
    fill(other, -1);
    law plus = law_drawn(N, one, 0.3), minus = law_drawn(N, other, -0.3);
    cr_assert_eq(bootstrap_bias_correction(&plus), -bootstrap_bias_correction(&minus));
    for (int i = 0; i < 3; i++) {
        plus.rule = minus.rule = rules[i];
        for (int l = 0; l < 5; l++) {
            for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_HULL; kind++) {
                bootstrap_interval a = bootstrap_interval_of(&plus, kind, levels[l], 0.07);
                bootstrap_interval b = bootstrap_interval_of(&minus, kind, levels[l], -0.07);
                cr_assert_eq(a.lower, -b.upper);
                cr_assert_eq(a.upper, -b.lower);
                cr_assert_eq(a.error, b.error);
                cr_assert_eq(a.outermost, b.outermost);
            }
        }
    }
}

Test(bootstrap_interval, the_hull_holds_percentile_and_basic)
{
    double replicate[N];
    fill(replicate, 1);
    for (double estimate = -1; estimate <= 1; estimate += 0.5) {
        law law = law_drawn(N, replicate, estimate);
        bootstrap_interval percentile = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.9, NAN);
        bootstrap_interval basic = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BASIC, 0.9, NAN);
        bootstrap_interval hull = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_HULL, 0.9, NAN);
        cr_assert_eq(hull.lower, fmin(percentile.lower, basic.lower));
        cr_assert_eq(hull.upper, fmax(percentile.upper, basic.upper));
    }
}

/* Beyond the outermost replicates there is nothing, and that is said. */
Test(bootstrap_interval, too_few_replicates_for_the_level)
{
    double replicate[N];
    fill(replicate, 1);
    law law = law_drawn(N, replicate, 0);
    bootstrap_interval wide = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.9999, NAN);
    bootstrap_interval usual = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_PERCENTILE, 0.95, NAN);
    cr_assert(wide.outermost);
    cr_assert(!usual.outermost);
    double low = INFINITY, high = -INFINITY;
    for (int r = 0; r < N; r++) {
        low = fmin(low, replicate[r]);
        high = fmax(high, replicate[r]);
    }
    cr_assert_eq(wide.lower, low);
    cr_assert_eq(wide.upper, high);
}

/* Where the correction runs over the pole of its formula the limit is the outermost replicate. */
Test(bootstrap_interval, an_extreme_acceleration_ends_at_the_outermost_replicate)
{
    double replicate[N];
    fill(replicate, 1);
    law law = law_drawn(N, replicate, 0);
    bootstrap_interval interval = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BCA, 0.99, 0.9);
    cr_assert(interval.outermost);
    cr_assert(interval.lower <= interval.upper);
}

Test(bootstrap_interval, an_infinite_ratio_leaves_a_limit_infinite)
{
    double ratio[N];
    fill(ratio, 1);
    for (int r = 0; r < 100; r++)
        ratio[r * 9] = INFINITY;
    law law = law_drawn(N, ratio, 0);
    bootstrap_interval interval = bootstrap_interval_studentized(&law, 5, 2, 0.95);
    cr_assert_eq(interval.lower, -INFINITY);
    cr_assert(isfinite(interval.upper));
}

/* The standard error that is reported for a limit is that of the limit over seeds: 200 laws of 999 normals. */
Test(bootstrap_interval, monte_carlo_error_is_what_limits_vary_by)
{
    enum { LAWS = 200 };
    static const int32_t kinds[] = {WHISKER_BOOTSTRAP_PERCENTILE, WHISKER_BOOTSTRAP_NORMAL, WHISKER_BOOTSTRAP_BCA};
    for (int k = 0; k < 3; k++) {
        double total = 0, squares = 0, said = 0;
        uint64_t state = 1;
        for (int l = 0; l < LAWS; l++) {
            double replicate[N];
            for (int r = 0; r < N; r++) {
                state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                replicate[r] = whisker_normal_quantile(((double)(state >> 12) + 0.5) * 0x1p-52, WHISKER_LOWER);
            }
            law law = law_drawn(N, replicate, 0);
            bootstrap_interval interval = bootstrap_interval_of(&law, kinds[k], 0.95, 0);
            total += interval.lower;
            squares += interval.lower * interval.lower;
            said += interval.error * interval.error;
        }
        double varied = sqrt((squares - total * total / LAWS) / (LAWS - 1));
        said = sqrt(said / LAWS);
        cr_assert(said > 0.8 * varied && said < 1.6 * varied, "kind %d: %g said, %g found", (int)kinds[k], said, varied);
    }
}
