#include "check.h"

#include "dist/many_to_one.h"

#include <criterion/criterion.h>

#define HALF 0.70710678118654752440 /* load of a group as large as the control */

/* mpmath's integrals at 25 digits, the smallest at 70 */
Test(many_to_one, agrees_with_mpmath)
{
    const double even[] = {HALF, HALF, HALF, HALF, HALF}, uneven[] = {HALF, 0.25, 0.9}, two[] = {0.3, 0.8};
    const double large[] = {0.99503719020998914, 0.99503719020998914, 0.99503719020998914};
    check_close("3", many_to_one_cdf(2.5, 3, even, INFINITY, WHISKER_UPPER), 0.033582918881940438, 1e-12);
    check_close("uneven", many_to_one_cdf(6, 3, uneven, INFINITY, WHISKER_UPPER), 5.9120672634728096e-9, 1e-12);
    check_close("5", many_to_one_cdf(12, 5, even, INFINITY, WHISKER_UPPER), 1.7764821120663582e-32, 1e-12);
    check_close("4", many_to_one_cdf(0.5, 4, even, INFINITY, WHISKER_UPPER), 0.96494021457996615, 1e-12);
    check_close("10 df", many_to_one_cdf(2.5, 2, even, 10, WHISKER_UPPER), 0.056047126453006449, 1e-11);
    check_close("20 df", many_to_one_cdf(3, 2, two, 20, WHISKER_UPPER), 0.013832526192258494, 1e-11);
    check_close("large groups", many_to_one_cdf(2.2, 3, large, INFINITY, WHISKER_UPPER), 0.033974944875568504, 1e-12);
}

/* One group: |t|, which has another method. */
Test(many_to_one, of_one_is_t)
{
    for (double load = 0.1; load < 1; load += 0.29)
        for (double df = 0.5; df < 1e6; df *= 7)
            for (double q = 0.01; q < 30; q *= 2.1)
                check_close("one group", many_to_one_cdf(q, 1, &load, df, WHISKER_UPPER | WHISKER_LOG),
                            log(2) + whisker_t_cdf(-q, df, WHISKER_LOG), 1e-10);
}

/* Dunnett 1964, table II: two-sided 5%, groups of one size. */
Test(many_to_one, dunnetts_table)
{
    const double load[] = {HALF, HALF, HALF, HALF};
    const double df[] = {5, 10, 20, INFINITY};
    const double table[4][4] = {{2.57, 3.03, 3.29, 3.48}, {2.23, 2.57, 2.76, 2.89}, {2.09, 2.38, 2.54, 2.65},
                                {1.96, 2.21, 2.35, 2.44}};
    for (int row = 0; row < 4; row++)
        for (int groups = 1; groups <= 4; groups++)
            cr_assert(fabs(many_to_one_quantile(0.05, groups, load, df[row], WHISKER_UPPER) - table[row][groups - 1]) <
                      0.00501, "%d groups, %g df", groups, df[row]);
}

Test(many_to_one, tails_sum_to_one_and_quantiles_invert)
{
    const double load[] = {0.3, 0.9, 0.6};
    for (double df = 2; df < 1e4; df *= 9)
        for (double q = 0.3; q < 6; q += 0.83) {
            double lower = many_to_one_cdf(q, 3, load, df, WHISKER_LOWER), upper = many_to_one_cdf(q, 3, load, df, WHISKER_UPPER);
            check_close("sum", lower + upper, 1, 1e-11);
            check_close("quantile", many_to_one_quantile(upper, 3, load, df, WHISKER_UPPER), q, 1e-9);
            check_close("quantile", many_to_one_quantile(log(lower), 3, load, df, WHISKER_LOG), q, 1e-9);
        }
}

/* Far out, where the factors of the product are below any double. */
Test(many_to_one, small_lower_tails)
{
    double load[100];
    for (int i = 0; i < 100; i++)
        load[i] = 0.1;
    /* sum of 100 times log P(|T| <= w), slices of height phi(0) / rest: w -> 0 */
    double w = 1e-6, expected = 100 * log(2 * w * 0.39894228040143268 / sqrt(0.99)) - 0.5 * log(1 + 100 * 0.01 / 0.99);
    check_close("slices", many_to_one_cdf(w, 100, load, INFINITY, WHISKER_LOWER | WHISKER_LOG), expected, 1e-12);
}

Test(many_to_one, domain)
{
    const double load[] = {HALF, 1};
    cr_assert(isnan(many_to_one_cdf(1, 2, load, 10, 0)));
    cr_assert(isnan(many_to_one_cdf(1, 1, load, 0, 0)));
    cr_assert(isnan(many_to_one_cdf(NAN, 1, load, 5, 0)));
    cr_assert(isnan(many_to_one_cdf(1, 0, load, 5, 0)));
    cr_assert_eq(many_to_one_cdf(-1, 1, load, 5, WHISKER_UPPER), 1);
    cr_assert_eq(many_to_one_quantile(1, 1, load, 5, WHISKER_UPPER), 0);
    cr_assert_eq(many_to_one_quantile(0, 1, load, 5, WHISKER_UPPER), INFINITY);
    cr_assert(isnan(many_to_one_quantile(1.1, 1, load, 5, 0)));
}
