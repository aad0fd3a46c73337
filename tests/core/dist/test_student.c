#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_t_cdf(argument[0], argument[1], tail);
}

static double quantile(const double *argument, int32_t tail)
{
    return whisker_t_quantile(argument[0], argument[1], tail);
}

static const tails_row tails[] = {
    {{-1e-08, 4}, 0.49999999625, 0.50000000375, -0.6931471880599454, -0.6931471730599453},
    {{2, 0.5}, 0.7772425549084344, 0.22275744509156561, -0.252002808849608, -1.5016717896586134},
    {{10000000000, 0.01}, 0.6145416708490352, 0.38545832915096484, -0.4868785396649092, -0.9533221874091419},
    {{1e+100, 1.5}, 1.0, 3.770852432016246e-151, -3.770852432016246e-151, -346.3630479569117},
    {{-40, 3.5}, 4.38322055468651e-06, 0.9999956167794453, -12.337726817308463, -4.383230161025797e-06},
    {{12.7, 1}, 0.9749878361553279, 0.02501216384467208, -0.025330283800237753, -3.688393018655966},
    {{2.04, 30}, 0.9748802126304565, 0.02511978736954344, -0.025440674372612812, -3.684099402006203},
    {{35, 30}, 1.0, 3.473889180539619e-26, -3.473889180539619e-26, -58.62193765020704},
    {{-8, 1000}, 1.7133307411957373e-15, 0.9999999999999983, -34.000337117033645, -1.7133307411957386e-15},
    {{30, 1000}, 1.0, 7.687343722021741e-142, -7.687343722021741e-142, -324.9275079010712},
    {{1.96, 1000000000}, 0.9750021047131352, 0.0249978952868648, -0.025315649306481152, -3.6889636461833972},
    {{-30.2, 1000000000}, 1.1845383223843441e-200, 1.0, -460.3476655014998, -1.1845383223843441e-200},
    {{37, 1000000000}, 1.0, 5.72825842877757e-300, -5.72825842877757e-300, -689.0301163528172},
    {{50, 1000000}, 1.0, 0.0, 0.0, -1253.2702122421226},
    {{0.1, 1000000000000000}, 0.539827837277029, 0.460172162722971, -0.6165050101150263, -0.7761545927302733},
};

static const quantile_row quantiles[] = {
    {0.975, {12.5}, WHISKER_LOWER, 2.1691859427125406},
    {0.025, {1.7}, WHISKER_UPPER, 5.11883898825306},
    {0.975, {1000000000}, WHISKER_LOWER, 1.959963986912325},
    {-460.517, {1000000000}, WHISKER_UPPER | WHISKER_LOG, 30.205600461793342},
    {1e-200, {40}, WHISKER_UPPER, 590145.5626028444},
    {0.5000001, {5}, WHISKER_LOWER, 2.634305522753727e-07},
    {-300, {0.5}, WHISKER_UPPER | WHISKER_LOG, 3.880518012108459e+259},
    {0.95, {150.3}, WHISKER_LOWER, 1.6550549703454032},
    {1e-09, {3}, WHISKER_LOWER, -1033.1096745038078},
    {-1e-15, {8}, WHISKER_LOG, 165.37366200544935},
};

static const double degrees[] = {0.02, 0.3, 1, 1.5, 2, 3.7, 10, 99.5, 1e3, 12345.6, 1e6, 1e9, 1e15};

Test(student, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 5e-13);
}

Test(student, quantiles_agree_with_mpmath)
{
    check_quantiles(quantile, quantiles, COUNT(quantiles), 5e-14);
}

Test(student, quantile_inverts_cdf)
{
    for (size_t i = 1; i < COUNT(degrees); i++)
        check_round_trip(cdf, quantile, &degrees[i], 1);
}

Test(student, is_symmetric)
{
    for (size_t i = 0; i < COUNT(degrees); i++)
        for (double x = 0; x < 60; x = 1.5 * x + 0.1) {
            cr_expect_eq(whisker_t_cdf(x, degrees[i], WHISKER_LOWER), whisker_t_cdf(-x, degrees[i], WHISKER_UPPER));
            cr_expect_eq(whisker_t_cdf(x, degrees[i], WHISKER_LOG),
                         whisker_t_cdf(-x, degrees[i], WHISKER_UPPER | WHISKER_LOG));
        }
}

/* Closed forms: Cauchy at 1 df, 1/2 + t / (2 sqrt(2 + t^2)) at 2. */
Test(student, one_and_two_degrees_are_elementary)
{
    for (double t = 1e-3; t < 1e6; t *= 7) {
        check_close("1 df", whisker_t_cdf(t, 1, WHISKER_UPPER), atan(1 / t) / acos(-1), 1e-13);
        check_close("2 df", whisker_t_cdf(t, 2, WHISKER_UPPER), 1 / (sqrt(2 + t * t) * (sqrt(2 + t * t) + t)), 1e-13);
    }
}

Test(student, infinite_df_is_normal)
{
    for (int32_t tail = 0; tail < 4; tail++) {
        cr_expect_eq(whisker_t_cdf(1.7, INFINITY, tail), whisker_normal_cdf(1.7, tail));
        check_close("1e300 df", whisker_t_cdf(-2.5, 1e300, tail), whisker_normal_cdf(-2.5, tail), 1e-14);
    }
    cr_expect_eq(whisker_t_quantile(0.975, INFINITY, WHISKER_LOWER), whisker_normal_quantile(0.975, WHISKER_LOWER));
}

Test(student, limits)
{
    cr_expect_eq(whisker_t_cdf(0, 3, WHISKER_LOWER), 0.5);
    cr_expect_eq(whisker_t_cdf(INFINITY, 3, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_t_cdf(-INFINITY, 3, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_t_quantile(0, 3, WHISKER_LOWER), -INFINITY);
    cr_expect_eq(whisker_t_quantile(1, 3, WHISKER_LOWER), INFINITY);
    cr_expect_eq(whisker_t_quantile(0.5, 3, WHISKER_LOWER), 0);
    cr_expect(isnan(whisker_t_cdf(1, 0, WHISKER_LOWER)));
    cr_expect(isnan(whisker_t_cdf(1, -2, WHISKER_LOWER)));
    cr_expect(isnan(whisker_t_quantile(0.5, 0, WHISKER_LOWER)));
}

Test(student, not_a_number)
{
    check_not_a_number(cdf, (double[4]){1, 5}, 2);
    check_not_a_number(quantile, (double[4]){0, 5}, 2);
}
