#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_normal_cdf(argument[0], tail);
}

static double quantile(const double *argument, int32_t tail)
{
    return whisker_normal_quantile(argument[0], tail);
}

static const tails_row tails[] = {
    {{-1000}, 0.0, 1.0, -500007.82669481216, 0.0},
    {{-40}, 0.0, 1.0, -804.6084420137538, 0.0},
    {{-37.5}, 0.0, 1.0, -707.6689893175072, 0.0},
    {{-30.2}, 1.1842914786109379e-200, 1.0, -460.3478739113857, -1.1842914786109379e-200},
    {{-10}, 7.619853024160525e-24, 1.0, -53.23128515051247, -7.619853024160525e-24},
    {{-5}, 2.866515718791939e-07, 0.9999997133484281, -15.064998393988725, -2.866516129637636e-07},
    {{-4.999}, 2.8814201414641365e-07, 0.9999997118579859, -15.059812373671576, -2.881420556593318e-07},
    {{-1.96}, 0.024997895148220435, 0.9750021048517795, -3.6889636517296385, -0.025315649164282115},
    {{-0.6744897501960817}, 0.25, 0.75, -1.3862943611198906, -0.28768207245178096},
    {{-1e-10}, 0.49999999996010575, 0.5000000000398942, -0.6931471806397338, -0.6931471804801569},
    {{1e-300}, 0.5, 0.5, -0.6931471805599453, -0.6931471805599453},
    {{0.5}, 0.6914624612740131, 0.3085375387259869, -0.3689464152886564, -1.1759117615936185},
    {{3}, 0.9986501019683699, 0.0013498980316300946, -0.0013508099647481938, -6.607726221510349},
    {{6}, 0.9999999990134123, 9.86587645037698e-10, -9.865876455243758e-10, -20.736768949974707},
    {{8.5}, 1.0, 9.479534822203318e-18, -9.479534822203318e-18, -39.19739642821767},
    {{38}, 1.0, 0.0, 0.0, -726.5572160188201},
};

static const quantile_row quantiles[] = {
    {0.975, {0}, WHISKER_LOWER, 1.9599639845400538},
    {1e-200, {0}, WHISKER_LOWER, -30.20559417957964},
    {1e-15, {0}, WHISKER_UPPER, 7.941345326170997},
    {-100000, {0}, WHISKER_LOG, -447.1978936785251},
    {-460.5, {0}, WHISKER_LOG, -30.205031364469036},
    {-1e-12, {0}, WHISKER_LOG, 7.034483825301201},
    {-0.6931, {0}, WHISKER_UPPER | WHISKER_LOG, -5.913345778417325e-05},
    {0.5000000001, {0}, WHISKER_LOWER, 2.506628482030354e-10},
    {0.925, {0}, WHISKER_LOWER, 1.4395314709384561},
    {-729.5, {0}, WHISKER_UPPER | WHISKER_LOG, 38.07730963141953},
};

Test(normal, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 1e-13);
}

Test(normal, quantiles_agree_with_mpmath)
{
    check_quantiles(quantile, quantiles, COUNT(quantiles), 2e-15);
}

Test(normal, quantile_inverts_cdf)
{
    check_round_trip(cdf, quantile, NULL, 0);
}

Test(normal, is_symmetric)
{
    for (double x = 0; x < 45; x += 0.37)
        for (int32_t form = 0; form <= WHISKER_LOG; form += WHISKER_LOG)
            cr_expect_eq(whisker_normal_cdf(x, form), whisker_normal_cdf(-x, form | WHISKER_UPPER));
}

Test(normal, limits)
{
    cr_expect_eq(whisker_normal_cdf(-INFINITY, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_normal_cdf(INFINITY, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_normal_cdf(-1e200, WHISKER_LOG), -INFINITY);
    cr_expect_eq(whisker_normal_quantile(0, WHISKER_LOWER), -INFINITY);
    cr_expect_eq(whisker_normal_quantile(0, WHISKER_LOG), INFINITY);
    cr_expect_eq(whisker_normal_quantile(0.5, WHISKER_LOWER), 0);
    cr_expect(isnan(whisker_normal_quantile(1.1, WHISKER_LOWER)));
    cr_expect(isnan(whisker_normal_quantile(0.1, WHISKER_LOG)));
}

Test(normal, not_a_number)
{
    check_not_a_number(cdf, (double[4]){1}, 1);
    check_not_a_number(quantile, (double[4]){0}, 1);
}
