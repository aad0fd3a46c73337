#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_beta_cdf(argument[0], argument[1], argument[2], tail);
}

static double quantile(const double *argument, int32_t tail)
{
    return whisker_beta_quantile(argument[0], argument[1], argument[2], tail);
}

static const tails_row tails[] = {
    {{0.5, 500000, 500000}, 0.5, 0.5, -0.6931471805599453, -0.6931471805599453},
    {{0.501, 500000, 500000}, 0.9772499490383685, 0.022750050961631484, -0.023012826457072668, -3.783187893515973},
    {{0.485, 500000, 500000}, 4.006762750327082e-198, 1.0, -454.52386479172276, -4.006762750327082e-198},
    {{0.5, 0.5, 0.5}, 0.5, 0.5, -0.6931471805599453, -0.6931471805599453},
    {{1e-200, 0.5, 0.5}, 6.366197723675814e-101, 1.0, -230.71009200469402, -6.366197723675814e-101},
    {{0.9999, 0.5, 100.5}, 1.0, 0.0, 0.0, -928.5178454564148},
    {{0.0001, 0.5, 1000.5}, 0.3453275878260385, 0.6546724121739615, -1.0632617825386108, -0.4236203025412077},
    {{0.2, 1e-09, 3}, 0.9999999995105621, 4.894379126215256e-10, -4.894379127413003e-10, -21.43776350036521},
    {{0.37, 11, 21}, 0.6351753566372924, 0.36482464336270765, -0.4538541660277292, -1.0083384699859694},
    {{0.1, 41, 21}, 8.004117208697099e-27, 1.0, -60.08984145045971, -8.004117208697099e-27},
    {{0.999, 1000, 10}, 0.9999998834050918, 1.1659490822343462e-07, -1.1659491502062146e-07, -15.964560232736233},
    {{0.93, 3000, 150}, 8.467334043491105e-08, 0.9999999153266595, -16.284465037668053, -8.467334401969854e-08},
    {{0.6, 2500, 2500}, 1.0, 1.3378166111539274e-46, -1.3378166111539274e-46, -105.62787538733176},
    {{0.012, 3, 300}, 0.7031965453813988, 0.2968034546186012, -0.3521188453345586, -1.2146851282061075},
    {{0.97, 10000, 400}, 0.9999993362662081, 6.637337919011092e-07, -6.6373401217248e-07, -14.225384683669791},
    {{1e-05, 1, 1000000}, 0.9999546023401924, 4.539765980761299e-05, -4.5398690312559456e-05, -10.000050000333337},
};

static const quantile_row quantiles[] = {
    {0.025, {0.5, 100.5}, WHISKER_LOWER, 4.898073104397485e-06},
    {0.975, {500000, 500000}, WHISKER_LOWER, 0.5009799812961254},
    {0.025, {43, 8}, WHISKER_LOWER, 0.7326039975029915},
    {-300, {20, 70}, WHISKER_LOG, 3.203831992236421e-08},
    {1e-12, {2, 100000}, WHISKER_UPPER, 0.00031094882240678316},
    {0.5, {0.01, 3}, WHISKER_LOWER, 1.771156265056326e-31},
    {0.3, {0.7, 0.2}, WHISKER_LOWER, 0.7307403608351626},
    {-1e-09, {5, 50}, WHISKER_UPPER | WHISKER_LOG, 0.0007995192951970408},
};

static const double shapes[][2] = {{0.5, 0.5},   {1, 1},       {0.5, 100.5}, {30.5, 0.5}, {3, 7},      {0.2, 0.3},
                                   {1000, 10},   {57, 44},     {1999, 2001}, {2001, 2001}, {4e4, 2.5e3}, {1, 1e6},
                                   {1e4, 1e-2},  {5e5, 5e5},   {0.9, 1.1},   {1e9, 30}};

Test(beta, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 5e-13);
}

Test(beta, quantiles_agree_with_mpmath)
{
    check_quantiles(quantile, quantiles, COUNT(quantiles), 5e-14);
}

/* From both sides, so that quantiles near 1 are judged by their distance from 1. */
Test(beta, quantile_inverts_cdf)
{
    for (size_t i = 0; i < COUNT(shapes); i++)
        check_round_trip(cdf, quantile, shapes[i], 2);
}

Test(beta, mirror_swaps_tails)
{
    for (size_t i = 0; i < COUNT(shapes); i++)
        for (double x = 1.0 / 64; x < 1; x += 1.0 / 64) { /* 1 - x is exact */
            double a = shapes[i][0], b = shapes[i][1];
            check_close("upper", whisker_beta_cdf(x, a, b, WHISKER_LOG),
                        whisker_beta_cdf(1 - x, b, a, WHISKER_UPPER | WHISKER_LOG), 1e-13);
        }
}

/* A continued fraction that stops too early gives 0.518 here. */
Test(beta, median_of_large_equal_shapes)
{
    for (double a = 0.25; a < 1e10; a *= 4)
        check_close("median", whisker_beta_cdf(0.5, a, a, WHISKER_LOWER), 0.5, 1e-14);
}

/* Beta(1, b) and Beta(a, 1) are powers. */
Test(beta, a_shape_of_one_is_a_power)
{
    for (double b = 1e-3; b < 1e6; b *= 3.7)
        for (double x = 1e-9; x < 1; x *= 6) {
            check_close("b", whisker_beta_cdf(x, 1, b, WHISKER_UPPER | WHISKER_LOG), b * log1p(-x), 1e-13);
            check_close("a", whisker_beta_cdf(x, b, 1, WHISKER_LOG), b * log(x), 1e-13);
        }
}

/* I_x(a, b) = I_x(a+1, b) + x^a (1-x)^b / (a B(a, b)): neighbours that go through different methods. */
Test(beta, recurrence_joins_the_methods)
{
    for (double a = 0.11; a < 1e4; a *= 2.3)
        for (double b = 0.13; b < 1e4; b *= 2.9)
            for (double x = 0.05; x < 1; x += 0.15) {
                double below = whisker_beta_cdf(x, a, b, WHISKER_LOWER);
                double above = whisker_beta_cdf(x, a + 1, b, WHISKER_LOWER);
                double step = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a + 1) - lgamma(b));
                double rounding = 1e-15 + 1e-14 * sqrt(a + b) * below + 2e-14 * (a + b) * step;
                cr_expect(fabs(below - above - step) <= rounding, "a %g, b %g, x %g: %g less %g is not %g", a, b, x,
                          below, above, step);
            }
}

Test(beta, limits)
{
    cr_expect_eq(whisker_beta_cdf(0, 2, 3, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_beta_cdf(-1, 2, 3, WHISKER_UPPER), 1);
    cr_expect_eq(whisker_beta_cdf(1, 2, 3, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_beta_cdf(1, 2, 3, WHISKER_UPPER | WHISKER_LOG), -INFINITY);
    cr_expect_eq(whisker_beta_quantile(0, 2, 3, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_beta_quantile(1, 2, 3, WHISKER_LOWER), 1);
    cr_expect(isnan(whisker_beta_cdf(0.5, 0, 3, WHISKER_LOWER)));
    cr_expect(isnan(whisker_beta_cdf(0.5, 2, INFINITY, WHISKER_LOWER)));
    cr_expect(isnan(whisker_beta_quantile(-0.1, 2, 3, WHISKER_LOWER)));
}

Test(beta, not_a_number)
{
    check_not_a_number(cdf, (double[4]){0.5, 5, 9}, 3);
    check_not_a_number(quantile, (double[4]){0, 5, 9}, 3);
}
