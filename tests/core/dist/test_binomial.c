#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_binomial_cdf(argument[0], argument[1], argument[2], tail);
}

static double quantile(const double *argument, int32_t tail)
{
    return whisker_binomial_quantile(argument[0], argument[1], argument[2], tail);
}

static const tails_row tails[] = {
    {{0, 1, 0.3}, 0.7000000000000001, 0.3, -0.35667494393873234, -1.2039728043259361},
    {{9, 10, 0.95}, 0.4012630607616214, 0.5987369392383787, -0.913138054882931, -0.5129329438755058},
    {{3, 1000, 0.01}, 0.010072654772014378, 0.9899273452279856, -4.597930975217432, -0.01012372720518119},
    {{500, 1000, 0.4}, 0.9999999999329903, 6.70097701347217e-11, -6.700977013696685e-11, -23.426182684262415},
    {{10, 1000, 0.5}, 2.4833387914896352e-278, 1.0, -639.2090519107085, -2.4833387914896352e-278},
    {{999, 1000, 0.5}, 1.0, 9.332636185032189e-302, -9.332636185032189e-302, -693.1471805599454},
    {{500000, 1000000, 0.5}, 0.5003989421806658, 0.4996010578193341, -0.6923496143391256, -0.6939453834004217},
    {{490000, 1000000, 0.5}, 2.7721816438496123e-89, 1.0, -203.910438669205, -2.7721816438496123e-89},
    {{12, 1000000, 1e-05}, 0.7915574242054417, 0.20844257579455827, -0.2337528511804038, -1.5680916915306298},
    {{999990, 1000000, 0.99999}, 0.5420709110761774, 0.4579290889238226, -0.6123584538564127, -0.7810409345322374},
};

/* k, n, p, probability, its log */
static const double probabilities[][5] = {
    {0, 10, 0.3, 0.028247524900000005, -3.5667494393873236},
    {10, 10, 0.3, 5.9048999999999975e-06, -12.03972804325936},
    {3, 10, 0.5, 0.1171875, -2.1439800628174073},
    {500, 1000, 0.5, 0.0252250181783608, -3.6799189920941293},
    {1, 1000, 1e-200, 1e-197, -453.609263319827},
    {20, 10000, 0.003, 0.01335744713103024, -4.315681212139039},
    {500000, 1000000, 0.5, 0.0007978843613317501, -7.133546881626865},
    {480000, 1000000, 0.5, 0.0, -807.3462162252895},
    {123456, 1000000000, 0.0001, 0.0, -2565.041340332604},
    {500000000000000, 1000000000000000, 0.5, 2.5231325220201594e-08, -17.49517955010007},
};

Test(binomial, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 5e-13);
}

Test(binomial, pmf_agrees_with_mpmath)
{
    for (size_t i = 0; i < COUNT(probabilities); i++) {
        const double *row = probabilities[i];
        check_close("pmf", whisker_binomial_pmf(row[0], row[1], row[2], 0), row[3], 5e-13);
        check_close("log", whisker_binomial_pmf(row[0], row[1], row[2], WHISKER_LOG), row[4], 2e-15);
    }
}

Test(binomial, cdf_is_the_sum_of_pmf)
{
    for (double n = 1; n <= 300; n = 3 * n + 1)
        for (double p = 0.003; p < 1; p += 0.117) {
            double total = 0;
            for (double k = 0; k < n; k++) {
                total += whisker_binomial_pmf(k, n, p, 0);
                check_close("sum", whisker_binomial_cdf(k, n, p, WHISKER_LOWER), total, 1e-12);
            }
        }
}

/* Every count comes back from its own probability, in each form, unless that has rounded to 1. */
Test(binomial, quantile_inverts_cdf)
{
    for (double n = 1; n < 1e8; n = 7 * n + 3)
        for (double p = 1e-4; p < 1; p = 1.9 * p + 0.01)
            for (double z = -6; z <= 6; z += 0.9) {
                double k = fmin(fmax(round(n * p + z * sqrt(n * p * (1 - p))), 0), n);
                for (int32_t tail = 0; tail < 4; tail++) {
                    double reached = whisker_binomial_cdf(k, n, p, tail);
                    double least = tail & WHISKER_LOG ? -700 : 1e-300, most = tail & WHISKER_LOG ? -1e-300 : 1 - 1e-9;
                    if (reached < least || reached > most)
                        continue;
                    double found = whisker_binomial_quantile(reached, n, p, tail);
                    cr_expect_eq(found, k, "n %g, p %g, tail %d: %g became %g", n, p, (int)tail, k, found);
                }
            }
}

/* The definition: the smallest k with P[X <= k] >= probability. */
Test(binomial, quantile_is_the_smallest_that_reaches)
{
    for (double n = 0; n < 60; n += 7)
        for (double p = 0; p <= 1; p += 0.125)
            for (double probability = 0.013; probability < 1; probability += 0.05) {
                double k = 0;
                while (whisker_binomial_cdf(k, n, p, WHISKER_LOWER) < probability)
                    k++;
                cr_expect_eq(whisker_binomial_quantile(probability, n, p, WHISKER_LOWER), k);
                cr_expect_eq(whisker_binomial_quantile(1 - probability, n, p, WHISKER_UPPER), k);
            }
}

Test(binomial, exact_values)
{
    check_close("3 of 10", whisker_binomial_cdf(3, 10, 0.5, WHISKER_LOWER), 176.0 / 1024, 1e-15);
    check_close("3.9 of 10", whisker_binomial_cdf(3.9, 10, 0.5, WHISKER_LOWER), 176.0 / 1024, 1e-15);
    check_close("pmf", whisker_binomial_pmf(4, 10, 0.5, 0), 210.0 / 1024, 1e-15);
    cr_expect_eq(whisker_binomial_pmf(4.5, 10, 0.5, 0), 0);
    cr_expect_eq(whisker_binomial_pmf(0, 10, 0, 0), 1);
    cr_expect_eq(whisker_binomial_pmf(10, 10, 1, 0), 1);
    cr_expect_eq(whisker_binomial_pmf(3, 10, 1, 0), 0);
    cr_expect_eq(whisker_binomial_pmf(0, 0, 0.3, 0), 1);
}

Test(binomial, limits)
{
    cr_expect_eq(whisker_binomial_cdf(-1, 10, 0.5, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_binomial_cdf(10, 10, 0.5, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_binomial_cdf(3, 10, 0, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_binomial_cdf(3, 10, 1, WHISKER_UPPER), 1);
    cr_expect_eq(whisker_binomial_quantile(0, 10, 0.5, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_binomial_quantile(1, 10, 0.5, WHISKER_LOWER), 10);
    cr_expect(isnan(whisker_binomial_cdf(1, 2.5, 0.5, WHISKER_LOWER)));
    cr_expect(isnan(whisker_binomial_cdf(1, -2, 0.5, WHISKER_LOWER)));
    cr_expect(isnan(whisker_binomial_cdf(1, 2, 1.5, WHISKER_LOWER)));
    cr_expect(isnan(whisker_binomial_pmf(1, 2, 0.5, WHISKER_UPPER)));
}

Test(binomial, not_a_number)
{
    check_not_a_number(cdf, (double[4]){3, 7, 0.5}, 3);
    check_not_a_number(quantile, (double[4]){0, 7, 0.5}, 3);
    cr_expect(isnan(whisker_binomial_pmf(NAN, 2, 0.5, 0)));
    cr_expect(isnan(whisker_binomial_pmf(1, 2, NAN, 0)));
}
