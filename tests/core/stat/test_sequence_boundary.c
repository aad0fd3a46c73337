#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

/* The notes of the family give its boundaries a tolerance of 1e-8. */
static void check_bound(reference *reference, const cJSON *test, const char *key, double got)
{
    reference_check_within(reference, test, key, got, 1e-8);
}

Test(sequence_boundary, reference_cs)
{
    reference reference = reference_open("cs");
    cJSON *test;
    reference_each(test, &reference) {
        if (!reference_expects(test, "normal_one_sided"))
            continue;
        double v = reference_number(reference_input(test, "v"));
        double alpha = reference_number(reference_parameter(test, "alpha"));
        double best = reference_number(reference_parameter(test, "v_opt"));
        double at = reference_number(reference_parameter(test, "alpha_opt"));
        check_bound(&reference, test, "normal_one_sided", whisker_normal_mixture_bound(v, alpha, best, at, 1));
        check_bound(&reference, test, "normal_two_sided", whisker_normal_mixture_bound(v, alpha, best, at, 2));
        check_bound(&reference, test, "gamma_exponential_c1",
                    whisker_gamma_exponential_bound(v, alpha, best, at, 1));
        check_bound(&reference, test, "beta_binomial_g.5_h.5_one_sided",
                    whisker_beta_binomial_bound(v, alpha, best, at, 0.5, 0.5, 1));
        check_bound(&reference, test, "poly_stitching_vmin1_c0", whisker_stitched_bound(v, alpha, 1, 0));
        check_bound(&reference, test, "poly_stitching_vmin1_c1", whisker_stitched_bound(v, alpha, 1, 1));
    }
    cr_assert_eq(reference.compared, 60);
    reference_close(&reference);
}

/* A sum in units of c with time in units of c^2 is the same sum. */
Test(sequence_boundary, follow_the_scale)
{
    double c = 0.25, square = c * c;
    cr_assert_float_eq(whisker_gamma_exponential_bound(30 * square, 0.05, 25 * square, 0.05, c),
                       c * whisker_gamma_exponential_bound(30, 0.05, 25, 0.05, 1), 1e-11);
    cr_assert_float_eq(whisker_stitched_bound(30 * square, 0.05, square, c), c * whisker_stitched_bound(30, 0.05, 1, 1),
                       1e-12);
    cr_assert_float_eq(whisker_beta_binomial_bound(30 * square, 0.05, 25 * square, 0.05, 0.3 * c, 0.7 * c, 1),
                       c * whisker_beta_binomial_bound(30, 0.05, 25, 0.05, 0.3, 0.7, 1), 1e-11);
    cr_assert_float_eq(whisker_normal_mixture_bound(30 * square, 0.05, 25 * square, 0.05, 1),
                       c * whisker_normal_mixture_bound(30, 0.05, 25, 0.05, 1), 1e-11);
}

/* A sum of n steps up by h and down by g cannot exceed n h, with variance g h each. */
Test(sequence_boundary, beta_binomial_ends_where_sums_end)
{
    for (int n = 0; n < 4; n++)
        cr_assert_float_eq(whisker_beta_binomial_bound(n * 0.21, 1e-6, 10, 0.05, 0.3, 0.7, 1), n * 0.7, 1e-14);
}

Test(sequence_boundary, two_sides_of_the_beta_binomial)
{
    double one = whisker_beta_binomial_bound(25, 0.05, 25, 0.05, 0.5, 0.5, 1);
    double two = whisker_beta_binomial_bound(25, 0.05, 25, 0.05, 0.5, 0.5, 2);
    cr_assert(two > one && two < whisker_beta_binomial_bound(25, 0.02, 25, 0.02, 0.5, 0.5, 1));
}

Test(sequence_boundary, outside_of_their_domain)
{
    cr_assert(isnan(whisker_normal_mixture_bound(-1, 0.05, 25, 0.05, 2)));
    cr_assert(isnan(whisker_normal_mixture_bound(NAN, 0.05, 25, 0.05, 2)));
    cr_assert(isnan(whisker_normal_mixture_bound(INFINITY, 0.05, 25, 0.05, 1)));
    cr_assert(isnan(whisker_normal_mixture_bound(10, 0, 25, 0.05, 2)));
    cr_assert(isnan(whisker_normal_mixture_bound(10, 1, 25, 0.05, 2)));
    cr_assert(isnan(whisker_normal_mixture_bound(10, 0.05, 0, 0.05, 2)));
    cr_assert(isnan(whisker_normal_mixture_bound(10, 0.05, 25, 0.5, 1)));
    cr_assert(isnan(whisker_normal_mixture_bound(10, 0.05, 25, 0.05, 3)));
    cr_assert(isnan(whisker_gamma_exponential_bound(10, 0.05, 25, 0.05, 0)));
    cr_assert(isnan(whisker_gamma_exponential_bound(10, 0.05, 25, 0.6, 1)));
    cr_assert(isnan(whisker_beta_binomial_bound(10, 0.05, 25, 0.05, 0, 0.5, 1)));
    cr_assert(isnan(whisker_beta_binomial_bound(10, 0.05, 25, 0.05, 0.5, INFINITY, 1)));
    cr_assert(isnan(whisker_stitched_bound(10, 0.05, 0, 0)));
    cr_assert(isnan(whisker_stitched_bound(10, 0.05, 1, -1)));
    cr_assert(isnan(whisker_stitched_bound(10, NAN, 1, 0)));
}

/* Far arguments: finite, growing, and above the law of the iterated logarithm. */
Test(sequence_boundary, extremes)
{
    double before = 0;
    for (double v = 1e-6; v < 1e13; v *= 10) {
        double bound[] = {whisker_normal_mixture_bound(v, 1e-10, 1, 0.05, 1),
                          whisker_gamma_exponential_bound(v, 1e-10, 1, 0.05, 1),
                          whisker_stitched_bound(v, 1e-10, 1, 1)};
        for (int i = 0; i < 3; i++)
            cr_assert(isfinite(bound[i]) && bound[i] > sqrt(2 * v), "%d at %g: %g", i, v, bound[i]);
        cr_assert(bound[0] > before);
        before = bound[0];
    }
}
