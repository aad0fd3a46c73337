#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static whisker_estimate linearized(const whisker_items *items, const double *score)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_mean_options options = {.size = sizeof options, .variance = WHISKER_LINEARIZED};
    whisker_error error = {0};
    cr_assert_eq(whisker_mean(items, score, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

static void check_design(reference *reference, const cJSON *test, const char *name, const whisker_items *items,
                         const double *y)
{
    char mean[64], error[64], df[64];
    whisker_estimate got = linearized(items, y);
    snprintf(mean, sizeof mean, "%s_mean", name);
    snprintf(error, sizeof error, "%s_se", name);
    snprintf(df, sizeof df, "%s_df", name);
    reference_check(reference, test, mean, got.value);
    reference_check(reference, test, error, got.standard_error);
    reference_check(reference, test, df, got.df);
}

Test(groups, reference_survey)
{
    reference reference = reference_open("survey");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *y = reference_numbers(reference_input(test, "y"), &n);
        double *weight = reference_numbers(reference_input(test, "weight"), &n);
        int32_t *stratum = reference_codes(reference_input(test, "stratum"), &n);
        int32_t *labels = reference_codes(reference_input(test, "cluster"), &n);
        int32_t *nested = malloc((size_t)n * sizeof *nested); /* cluster labels start anew in each stratum */
        int32_t n_codes;
        int64_t *pair = malloc((size_t)n * sizeof *pair);
        for (int64_t i = 0; i < n; i++)
            pair[i] = (int64_t)stratum[i] * 1000 + labels[i];
        cr_assert_eq(whisker_encode(n, pair, nested, &n_codes, NULL, NULL), WHISKER_OK);
        whisker_items all = {.size = sizeof all, .n = n, .n_keys = 1, .cluster = nested, .weight = weight,
                             .stratum = stratum};
        whisker_items strata = {.size = sizeof strata, .n = n, .weight = weight, .stratum = stratum};
        whisker_items clusters = {.size = sizeof clusters, .n = n, .n_keys = 1, .cluster = nested, .weight = weight};
        whisker_items finite = {.size = sizeof finite, .n = n, .population = 200};
        check_design(&reference, test, "strat_cluster", &all, y);
        check_design(&reference, test, "strat_only", &strata, y);
        check_design(&reference, test, "cluster_only", &clusters, y);
        check_design(&reference, test, "srs_fpc200", &finite, y);
        free(pair);
        free(nested);
        free(labels);
        free(stratum);
        free(weight);
        free(y);
    }
    reference_close(&reference);
}

/* Two strata {1, 3} and {2, 4, 9}, equal weights: SE^2 = sum (n_j/N)^2 s_j^2 / n_j. */
Test(groups, strata_by_hand)
{
    double score[] = {1, 3, 2, 4, 9};
    int32_t stratum[] = {3, 3, 0, 0, 0};
    whisker_items items = {.size = sizeof items, .n = 5, .stratum = stratum};
    whisker_estimate got = linearized(&items, score);
    cr_assert(near(got.standard_error, sqrt((4. * 2 / 2 + 9. * 13 / 3) / 25), 1e-15));
    cr_assert_eq(got.df, 3);
    whisker_estimate by_default = {.size = sizeof by_default};
    cr_assert_eq(whisker_mean(&items, score, NULL, NULL, &by_default, NULL), WHISKER_OK);
    cr_assert_eq(by_default.variance, WHISKER_LINEARIZED);
    cr_assert_eq(by_default.standard_error, got.standard_error);
}

/* A stratum with one cluster has no variance to show: undefined, not left out. */
Test(groups, a_stratum_of_one)
{
    double score[] = {1, 0.5, 0, 4, 9};
    int32_t stratum[] = {0, 0, 0, 0, 1};
    whisker_items items = {.size = sizeof items, .n = 5, .stratum = stratum};
    whisker_estimate got = linearized(&items, score);
    cr_assert(isnan(got.standard_error) && isnan(got.df) && isnan(got.lower));
    cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER);
}

/* Every cluster has one item in each stratum: cluster totals are what varies, so the strata change nothing and the
 * answer is CR1. */
Test(groups, clusters_that_cross_strata_are_kept_whole)
{
    double score[] = {1, 5, 2, 7, 4, 4, 0, 3};
    int32_t cluster[] = {0, 0, 1, 1, 2, 2, 3, 3}, stratum[] = {0, 1, 0, 1, 0, 1, 0, 1};
    whisker_items crossed = {.size = sizeof crossed, .n = 8, .n_keys = 1, .cluster = cluster, .stratum = stratum};
    whisker_items plain = {.size = sizeof plain, .n = 8, .n_keys = 1, .cluster = cluster};
    whisker_mean_options cr1 = {.size = sizeof cr1, .variance = WHISKER_CR1};
    whisker_estimate expected = {.size = sizeof expected}, got = linearized(&crossed, score);
    cr_assert_eq(whisker_mean(&plain, score, &cr1, NULL, &expected, NULL), WHISKER_OK);
    cr_assert(near(got.standard_error, expected.standard_error, 1e-14));
    cr_assert_eq(got.df, 3);
}

/* (1 - n/N) s^2 / n; a census has no sampling error. */
Test(groups, finite_population)
{
    double score[] = {1, 0, 1, 1};
    whisker_items items = {.size = sizeof items, .n = 4, .population = 16};
    cr_assert(near(linearized(&items, score).standard_error, sqrt(0.75 * 0.25 / 4), 1e-15));
    items.population = 4;
    cr_assert_eq(linearized(&items, score).standard_error, 0);
    cr_assert_eq(linearized(&items, score).notes, 0);
}
