#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_f_cdf(argument[0], argument[1], argument[2], tail);
}

static double quantile(const double *argument, int32_t tail)
{
    return whisker_f_quantile(argument[0], argument[1], argument[2], tail);
}

static const tails_row tails[] = {
    {{1e-200, 1, 10}, 7.782167679320621e-101, 1.0, -230.50925947099557, -7.782167679320621e-101},
    {{3.2, 2, 7.5}, 0.9011050223235822, 0.09889497767641779, -0.10413346620925529, -2.31369682347893},
    {{4.1, 3.3, 10000}, 0.9951338395148498, 0.004866160485150214, -0.0048780387942563746, -5.3254500542460015},
    {{100000, 4, 12}, 1.0, 5.101950363991878e-27, -5.101950363991878e-27, -60.54017461990236},
    {{0.001, 200, 3}, 4.24823848511511e-120, 1.0, -274.86370673635787, -4.24823848511511e-120},
    {{1.02, 50000, 50000}, 0.9865846433534325, 0.013415356646567407, -0.013506155524160887, -4.311355209802525},
    {{0.9, 50000, 50000}, 2.567885257249188e-32, 1.0, -72.73964027273655, -2.567885257249188e-32},
    {{1.1, 200000, 200000}, 1.0, 4.7903298082959824e-101, -4.7903298082959824e-101, -230.9944951298396},
    {{2.5, 10, 1000000}, 0.9946540917170466, 0.00534590828295346, -0.0053602487821342295, -5.231423817612829},
    {{60, 10, 1000000}, 1.0, 1.922102808178737e-122, -1.922102808178737e-122, -280.26196154594857},
};

static const quantile_row quantiles[] = {
    {0.95, {3, 17.4}, WHISKER_LOWER, 3.1814585079572004},
    {1e-12, {4, 60}, WHISKER_UPPER, 26.648522487033937},
    {0.05, {1.5, 20000}, WHISKER_LOWER, 0.022155479554941487},
    {0.975, {50000, 50000}, WHISKER_LOWER, 1.01768521443983},
    {-460.5, {10, 1000000}, WHISKER_UPPER | WHISKER_LOG, 96.45457985976711},
    {1e-08, {0.5, 9}, WHISKER_LOWER, 2.938634510580417e-32},
};

static const double degrees[][2] = {{1, 1},   {0.5, 7.25}, {3, 40},    {12, 2.5},
                                    {1, 1e6}, {900, 1e5},  {5e3, 5e3}, {1e9, 1e9}};

Test(fisher, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 5e-13);
}

Test(fisher, quantiles_agree_with_mpmath)
{
    check_quantiles(quantile, quantiles, COUNT(quantiles), 5e-14);
}

Test(fisher, quantile_inverts_cdf)
{
    for (size_t i = 1; i < COUNT(degrees); i++)
        check_round_trip(cdf, quantile, degrees[i], 2);
}

/* F(x; m, n) is the upper tail of F(1/x; n, m). */
Test(fisher, reciprocal_swaps_tails)
{
    for (size_t i = 0; i < COUNT(degrees); i++)
        for (double x = 1; x < 5; x *= 1.25) {
            double m = degrees[i][0], n = degrees[i][1];
            double relative = 1e-14 * sqrt(m + n) + 1e-13; /* 1/x is rounded */
            check_close("lower", whisker_f_cdf(x, m, n, WHISKER_LOWER), whisker_f_cdf(1 / x, n, m, WHISKER_UPPER),
                        relative);
        }
}

/* F with 1 and n degrees is t squared. */
Test(fisher, is_t_squared)
{
    for (double n = 0.5; n < 1e9; n *= 11)
        for (double t = 0.25; t < 32; t *= 2)
            check_close("two-sided t", whisker_f_cdf(t * t, 1, n, WHISKER_UPPER),
                        2 * whisker_t_cdf(-t, n, WHISKER_LOWER), 1e-12);
}

Test(fisher, infinite_denominator_is_chi_square)
{
    for (int32_t tail = 0; tail < 4; tail++) {
        check_close("cdf", whisker_f_cdf(1.75, 4, INFINITY, tail), whisker_chi_square_cdf(7, 4, tail), 1e-14);
        check_close("near", whisker_f_cdf(1.75, 4, 1e18, tail), whisker_chi_square_cdf(7, 4, tail), 1e-13);
    }
    check_close("quantile", whisker_f_quantile(0.95, 4, INFINITY, WHISKER_LOWER),
                whisker_chi_square_quantile(0.95, 4, WHISKER_LOWER) / 4, 1e-14);
}

Test(fisher, limits)
{
    cr_expect_eq(whisker_f_cdf(0, 3, 4, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_f_cdf(-2, 3, 4, WHISKER_UPPER), 1);
    cr_expect_eq(whisker_f_cdf(INFINITY, 3, 4, WHISKER_UPPER), 0);
    cr_expect_eq(whisker_f_quantile(0, 3, 4, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_f_quantile(0, 3, 4, WHISKER_UPPER), INFINITY);
    cr_expect(isnan(whisker_f_cdf(1, 0, 4, WHISKER_LOWER)));
    cr_expect(isnan(whisker_f_cdf(1, 3, -4, WHISKER_LOWER)));
}

Test(fisher, not_a_number)
{
    check_not_a_number(cdf, (double[4]){1, 5, 9}, 3);
    check_not_a_number(quantile, (double[4]){0, 5, 9}, 3);
}
