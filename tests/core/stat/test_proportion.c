#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>

typedef struct bounds {
    double lower, upper;
} bounds;

static bounds interval(double x, double n, int32_t method, double level)
{
    bounds found = {NAN, NAN};
    whisker_error error = {0};
    int32_t status = whisker_proportion_interval(x, n, method, level, &found.lower, &found.upper, &error);
    cr_assert_eq(status, WHISKER_OK, "%s: %s", whisker_interval_name(method), error.text);
    return found;
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

/* ---- reference ---- */

/* 2 (log L(x/n) - log L(p)). */
static double deviance(double x, double n, double p)
{
    double right = x == 0 ? 0 : x * log(x / n / p);
    double wrong = x == n ? 0 : (n - x) * log((n - x) / n / (1 - p));
    return 2 * (right + wrong);
}

/* R's binom.lrt calls uniroot with its default tolerance of 1.2e-4 and its results are often further off than the
 * family's 1e-5: at x = 0, where the bound is 1 - exp(-quantile / 2n), for n = 2 by 4.7e-5. A bound of the reference
 * counts only where Newton's step from it towards the root of its own equation stays within the tolerance; ours must
 * solve the equation to 1e-9. */
static int is_solution(double x, double n, double p, double quantile)
{
    double slope = 2 * (n * p - x) / (p * (1 - p));
    return fabs((deviance(x, n, p) - quantile) / slope) <= 1e-5 * p;
}

static int64_t check_likelihood_ratio(reference *reference, const cJSON *test, double x, double n, double level)
{
    const cJSON *expected = reference_expected(test, "likelihood_ratio");
    double quantile = whisker_chi_square_quantile(1 - level, 1, WHISKER_UPPER);
    bounds got = interval(x, n, WHISKER_LIKELIHOOD_RATIO, level);
    double ends[] = {got.lower, got.upper};
    int64_t wrong = 0;
    for (int i = 0; i < 2; i++) {
        double given = cJSON_GetArrayItem(expected, i)->valuedouble;
        int at_end = x == (i == 0 ? 0 : n);
        if (!at_end)
            cr_assert(near(deviance(x, n, ends[i]), quantile, 1e-9), "%g of %g: %.17g", x, n, ends[i]);
        if (at_end || is_solution(x, n, given, quantile))
            reference_compare(reference, test, "likelihood_ratio", "likelihood_ratio", cJSON_GetArrayItem(expected, i),
                              ends[i]);
        else
            wrong++;
    }
    return wrong;
}

Test(proportion, reference)
{
    static const struct {
        const char *key;
        int32_t method;
    } methods[] = {
        {"wilson", WHISKER_WILSON},
        {"wilson_cc", WHISKER_WILSON_CONTINUITY},
        {"clopper_pearson", WHISKER_CLOPPER_PEARSON},
        {"jeffreys_equal_tailed", WHISKER_JEFFREYS_EQUAL_TAILED},
        {"jeffreys_boundary", WHISKER_JEFFREYS},
        {"bayes_uniform_equal_tailed", WHISKER_BAYES_UNIFORM},
        {"agresti_coull", WHISKER_AGRESTI_COULL},
        {"wald", WHISKER_WALD},
    };
    reference reference = reference_open("prop");
    cJSON *test;
    reference_each(test, &reference) {
        double x = reference_number(reference_input(test, "x")), n = reference_number(reference_input(test, "n"));
        double level = reference_number(reference_parameter(test, "conf"));
        for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
            if (!reference_expects(test, methods[i].key))
                continue;
            bounds got = interval(x, n, methods[i].method, level);
            reference_check_pair(&reference, test, methods[i].key, got.lower, got.upper);
        }
        bounds two_sided = interval(x, n, WHISKER_CLOPPER_PEARSON, 2 * level - 1);
        reference_check(&reference, test, "exact_onesided_upper",
                        x == 0 ? whisker_exact_bound(n, level) : two_sided.upper);
    }
    reference_pass_over(&reference, "bayes_uniform_mean", "(x + 1) / (n + 2), which nothing here reports");
    reference_pass_over(&reference, "rule_of_three", "3 / n, of which the exact bound is the exact form");
    reference_close(&reference);
}

/* The packages search loosely; the tests below hold these three to far more than their tolerance. */
Test(proportion, reference_of_inverted_tests)
{
    reference reference = reference_open("prop");
    int64_t wrong = 0;
    cJSON *test;
    reference_each(test, &reference) {
        double x = reference_number(reference_input(test, "x")), n = reference_number(reference_input(test, "n"));
        double level = reference_number(reference_parameter(test, "conf"));
        if (reference_expects(test, "blaker")) {
            bounds blaker = interval(x, n, WHISKER_BLAKER, level);
            reference_check_pair(&reference, test, "blaker", blaker.lower, blaker.upper);
        }
        if (reference_expects(test, "minlike")) {
            bounds likelihood = interval(x, n, WHISKER_MINIMUM_LIKELIHOOD, level);
            reference_check_pair(&reference, test, "minlike", likelihood.lower, likelihood.upper);
        }
        wrong += check_likelihood_ratio(&reference, test, x, n, level);
    }
    fprintf(stderr, "likelihood_ratio: %lld bounds of the reference do not solve their equation\n", (long long)wrong);
    reference_pass_over(&reference, "likelihood_ratio", "bounds that do not solve their own equation to 1e-5");
    reference_close(&reference);
}

/* ---- acceptance of the exact tests, by adding up outcomes one by one ---- */

enum { MOST = 40 };

static double probability(int k, int n, double p)
{
    double product = 1;
    for (int j = 1; j <= k; j++)
        product *= (n - k + j) / (double)j * p;
    return product * pow(1 - p, n - k);
}

static double likelihood_p_value(int x, int n, double p)
{
    double total = 0, own = probability(x, n, p);
    for (int k = 0; k <= n; k++)
        total += probability(k, n, p) <= own * (1 + 1e-12) ? probability(k, n, p) : 0;
    return total;
}

/* Blaker 2000: the outcomes whose smaller tail is no larger than that of x. */
static double blaker_p_value(int x, int n, double p)
{
    double mass[MOST + 1], below[MOST + 1], above[MOST + 2] = {0}, total = 0;
    for (int k = 0; k <= n; k++) {
        mass[k] = probability(k, n, p);
        below[k] = mass[k] + (k > 0 ? below[k - 1] : 0);
    }
    above[n + 1] = 0;
    for (int k = n; k >= 0; k--)
        above[k] = mass[k] + above[k + 1];
    double own = fmin(below[x], above[x]);
    for (int k = 0; k <= n; k++)
        total += fmin(below[k], above[k]) <= own * (1 + 1e-12) ? mass[k] : 0;
    return total;
}

typedef double p_value_function(int x, int n, double p);

/* Nothing outside is accepted, on a grid that narrows towards the bound; just inside something is. */
static void check_bound(p_value_function *p_value, int x, int n, double bound, double end, double alpha)
{
    for (int step = 1; step <= 400; step++) {
        double p = bound + (end - bound) * pow(step / 400., 3);
        if (fabs(p - bound) > 1e-9 && p != end)
            cr_assert(p_value(x, n, p) < alpha + 1e-9, "%d of %d: %.12g is accepted outside %.12g", x, n, p, bound);
    }
    double inside = bound + (bound < end ? -1e-9 : 1e-9);
    cr_assert(p_value(x, n, inside) > alpha - 1e-6, "%d of %d: %.12g is rejected", x, n, inside);
}

static void check_inversion(int32_t method, p_value_function *p_value)
{
    static const double levels[] = {0.8, 0.95, 0.99};
    for (int n = 1; n <= MOST; n += n < 8 ? 1 : 8)
        for (int x = 0; x <= n; x += 1)
            for (int l = 0; l < 3; l++) {
                bounds got = interval(x, n, method, levels[l]);
                if (x > 0)
                    check_bound(p_value, x, n, got.lower, 0, 1 - levels[l]);
                if (x < n)
                    check_bound(p_value, x, n, got.upper, 1, 1 - levels[l]);
            }
}

Test(proportion, blaker_inverts_its_test)
{
    check_inversion(WHISKER_BLAKER, blaker_p_value);
}

Test(proportion, minimum_likelihood_inverts_its_test)
{
    check_inversion(WHISKER_MINIMUM_LIKELIHOOD, likelihood_p_value);
}

/* ---- published values and properties ---- */

/* Newcombe 1998, Table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29. */
Test(proportion, newcombe_1998)
{
    static const struct {
        double x, n;
        int32_t method;
        double lower, upper;
    } published[] = {
        {81, 263, WHISKER_WALD, .2522, .3638},        {81, 263, WHISKER_WILSON, .2553, .3662},
        {81, 263, WHISKER_WILSON_CONTINUITY, .2535, .3682}, {81, 263, WHISKER_CLOPPER_PEARSON, .2527, .3676},
        {15, 148, WHISKER_WILSON, .0624, .1605},      {15, 148, WHISKER_WILSON_CONTINUITY, .0598, .1644},
        {15, 148, WHISKER_CLOPPER_PEARSON, .0578, .1617},   {0, 20, WHISKER_WILSON, .0000, .1611},
        {0, 20, WHISKER_WILSON_CONTINUITY, .0000, .2005},   {0, 20, WHISKER_CLOPPER_PEARSON, .0000, .1684},
        {1, 29, WHISKER_WILSON, .0061, .1718},        {1, 29, WHISKER_WILSON_CONTINUITY, .0018, .1963},
        {1, 29, WHISKER_CLOPPER_PEARSON, .0009, .1776}, {1, 29, WHISKER_LIKELIHOOD_RATIO, .0020, .1432},
    };
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        bounds got = interval(published[i].x, published[i].n, published[i].method, 0.95);
        cr_assert(fabs(got.lower - published[i].lower) < 0.00005001 && fabs(got.upper - published[i].upper) < 0.00005001,
                  "%g of %g %s: %.6f %.6f", published[i].x, published[i].n,
                  whisker_interval_name(published[i].method), got.lower, got.upper);
    }
}

Test(proportion, failures_mirror_successes)
{
    for (int32_t method = WHISKER_WALD; method <= WHISKER_MINIMUM_LIKELIHOOD; method++)
        for (int x = 0; x <= 30; x++) {
            bounds got = interval(x, 30, method, 0.9), mirrored = interval(30 - x, 30, method, 0.9);
            cr_assert(fabs(got.lower - (1 - mirrored.upper)) < 1e-14, "%s %d", whisker_interval_name(method), x);
            if (x > 0 && x < 30)
                cr_assert(got.lower < x / 30. && got.upper > x / 30.);
        }
}

/* Coverage over p in .5 .. .999 (VALIDITY.md part A): the sum over x of P[x] where the interval holds p. */
static double coverage(int n, int32_t method, double p)
{
    double covered = 0;
    for (int x = 0; x <= n; x++) {
        bounds got = interval(x, n, method, 0.95);
        if (got.lower <= p && p <= got.upper)
            covered += exp(whisker_binomial_pmf(x, n, p, WHISKER_LOG));
    }
    return covered;
}

Test(proportion, exact_methods_cover)
{
    static const int32_t exact[] = {WHISKER_CLOPPER_PEARSON, WHISKER_BLAKER, WHISKER_MINIMUM_LIKELIHOOD};
    for (int i = 0; i < 3; i++)
        for (double p = 0.5; p < 1; p += 0.0237)
            cr_assert(coverage(25, exact[i], p) >= 0.95, "%s at %g", whisker_interval_name(exact[i]), p);
    cr_assert(fabs(coverage(30, WHISKER_WILSON, 0.9) - 0.974) < 0.0006);
    cr_assert(fabs(coverage(100, WHISKER_WILSON, 0.99) - 0.921) < 0.0006);
    cr_assert(fabs(coverage(100, WHISKER_WALD, 0.99) - 0.633) < 0.0006);
    cr_assert(fabs(coverage(10, WHISKER_JEFFREYS, 0.99) - 0.904) < 0.0006);
}

Test(proportion, fractional_sizes)
{
    bounds wilson = interval(7.5, 10.5, WHISKER_WILSON, 0), below = interval(7, 10.5, WHISKER_WILSON, 0);
    double z = 1.959963984540054, p = 7.5 / 10.5;
    cr_assert(near(pow(p - wilson.lower, 2) * 10.5, z * z * wilson.lower * (1 - wilson.lower), 1e-12));
    cr_assert(near(pow(p - wilson.upper, 2) * 10.5, z * z * wilson.upper * (1 - wilson.upper), 1e-12));
    cr_assert(below.lower < wilson.lower);
    bounds exact = interval(7.5, 10.5, WHISKER_CLOPPER_PEARSON, 0);
    cr_assert(near(whisker_beta_cdf(exact.lower, 7.5, 4, WHISKER_LOWER), 0.025, 1e-11));
    cr_assert(near(whisker_beta_cdf(exact.upper, 8.5, 3, WHISKER_UPPER), 0.025, 1e-11));
}

/* A tiny lower bound keeps its digits: x = 1 of 10^9, product of the roots x^2 / (n (n + z^2)). */
Test(proportion, small_bounds_keep_their_digits)
{
    const double z2 = 3.841458820694124;
    bounds got = interval(1, 1e9, WHISKER_WILSON, 0.95);
    cr_assert(near(got.lower * got.upper * 1e9 * (1e9 + z2), 1, 1e-13));
    cr_assert(near(got.lower, 1.76524557e-10, 1e-7));
    cr_assert(near(interval(0, 1e6, WHISKER_MINIMUM_LIKELIHOOD, 0.95).upper,
                   interval(0, 1e6, WHISKER_BLAKER, 0.95).upper, 0.2));
}

Test(proportion, exact_bound)
{
    cr_assert(near(whisker_exact_bound(59, 0.95), 1 - pow(0.05, 1 / 59.), 1e-13));
    cr_assert(near(whisker_exact_bound(1e6, 0), 3e-6, 2e-3));
    cr_assert(near(whisker_exact_bound(1e15, 0.95), -log(0.05) / 1e15, 1e-13));
    cr_assert(isnan(whisker_exact_bound(0, 0.95)) && isnan(whisker_exact_bound(-1, 0.95)));
    cr_assert(isnan(whisker_exact_bound(NAN, 0.95)) && isnan(whisker_exact_bound(5, 1)));
}

Test(proportion, refusals)
{
    double a, b;
    cr_assert_eq(whisker_proportion_interval(3, 2, WHISKER_WILSON, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(-1, 2, WHISKER_WILSON, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(0, 0, WHISKER_WILSON, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(NAN, 1, WHISKER_WILSON, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(0, INFINITY, WHISKER_WILSON, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(1.5, 3, WHISKER_BLAKER, 0, &a, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(1, 3, WHISKER_WILSON, 0, NULL, &b, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_proportion_interval(1, 3, WHISKER_T, 0, &a, &b, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_proportion_interval(1, 3, WHISKER_KORN_GRAUBARD, 0, &a, &b, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_proportion_interval(1, 3, WHISKER_WILSON, 1, &a, &b, NULL), WHISKER_BAD_OPTION);
}
