#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static whisker_moments moments_of(int64_t n, const double *score)
{
    whisker_moments out = {.size = sizeof out};
    cr_assert_eq(whisker_describe(n, score, &out, NULL), WHISKER_OK);
    return out;
}

Test(moments, reference_mean)
{
    reference reference = reference_open("mean");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        whisker_moments got = moments_of(n, x);
        reference_check(&reference, test, "n", (double)got.n);
        reference_check(&reference, test, "mean", got.mean);
        reference_check(&reference, test, "var", got.variance);
        reference_check(&reference, test, "sd", got.standard_deviation);
        free(x);
    }
    reference_close(&reference);
}

Test(moments, reference_nist)
{
    reference reference = reference_open("nist_univariate");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        whisker_moments got = moments_of(n, x);
        reference_check(&reference, test, "mean", got.mean);
        reference_check(&reference, test, "mean_of_doubles", got.mean);
        reference_check(&reference, test, "sd", got.standard_deviation);
        reference_check(&reference, test, "sd_of_doubles", got.standard_deviation);
        free(x);
    }
    reference_pass_over(&reference, "lag1_autocorrelation", "no statistic of this library");
    reference_close(&reference);
}

/* 1, ..., n: mean (n + 1) / 2, variance n (n + 1) / 12. */
Test(moments, of_the_first_numbers)
{
    double x[1000];
    for (int i = 0; i < 1000; i++)
        x[i] = i + 1;
    whisker_moments got = moments_of(1000, x);
    cr_assert_eq(got.mean, 500.5);
    cr_assert_float_eq(got.variance, 1000. * 1001 / 12, 1e-10);
    cr_assert_eq(got.minimum, 1);
    cr_assert_eq(got.maximum, 1000);
}

Test(moments, extremes_of_the_double_range)
{
    double large[] = {1.6e308, 1.7e308, 1.75e308}, tiny[] = {5e-324, 1.5e-323};
    whisker_moments got = moments_of(3, large);
    cr_assert_float_eq(got.mean / 1e308, (1.6 + 1.7 + 1.75) / 3, 1e-14);
    cr_assert_float_eq(got.standard_deviation / 1e308, sqrt((pow(.25 / 3, 2) + pow(.05 / 3, 2) + pow(.2 / 3, 2)) / 2), 1e-14);
    cr_assert(isinf(got.variance));
    got = moments_of(2, tiny); /* 1 and 3 units of the last place: mean 2, deviation sqrt 2, rounded to 1 */
    cr_assert_eq(got.mean, 1e-323);
    cr_assert_eq(got.standard_deviation, 5e-324);
}

Test(moments, what_is_no_number_is_left_out)
{
    double x[] = {NAN, 1, INFINITY, 3, -INFINITY}, none[] = {NAN, NAN};
    whisker_moments got = moments_of(5, x), out = {.size = sizeof out};
    cr_assert_eq(got.n, 2);
    cr_assert_eq(got.mean, 2);
    cr_assert_eq(got.variance, 2);
    cr_assert_eq(got.maximum, 3);
    cr_assert_eq(whisker_describe(2, none, &out, NULL), WHISKER_NO_DATA);
    cr_assert_eq(whisker_describe(0, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_assert_eq(whisker_describe(-1, x, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_describe(1, x, NULL, NULL), WHISKER_BAD_ARGUMENT);
    got = moments_of(1, x + 1);
    cr_assert(isnan(got.variance) && isnan(got.standard_deviation));
}
