#include "check.h"

#include <criterion/criterion.h>

static double chi_cdf(const double *argument, int32_t tail)
{
    return whisker_chi_square_cdf(argument[0], argument[1], tail);
}

static double chi_quantile(const double *argument, int32_t tail)
{
    return whisker_chi_square_quantile(argument[0], argument[1], tail);
}

static double gamma_tails(const double *argument, int32_t tail)
{
    return whisker_gamma_cdf(argument[0], argument[1], argument[2], tail);
}

static double gamma_inverse(const double *argument, int32_t tail)
{
    return whisker_gamma_quantile(argument[0], argument[1], argument[2], tail);
}

static const tails_row chi_tails[] = {
    {{1e-300, 1}, 7.978845608028654e-151, 1.0, -345.6135553017516, -7.978845608028654e-151},
    {{1e-20, 0.02}, 0.6301747088173395, 0.36982529118266044, -0.46175818245833894, -0.9947245708515876},
    {{3.84, 1}, 0.9499564787512949, 0.050043521248705106, -0.051339107277687174, -2.994862227180027},
    {{1400, 1}, 1.0, 2.1010145162642176e-306, -2.1010145162642176e-306, -703.8486181251224},
    {{0.3, 0.5}, 0.6668281976846434, 0.33317180231535665, -0.4052228409302621, -1.0990969991752},
    {{11.07, 5}, 0.9499903813775945, 0.05000961862240548, -0.05130341930449731, -2.995539919607088},
    {{100, 50}, 0.9999654506861702, 3.454931382984864e-05, -3.454991067113871e-05, -10.273122868154797},
    {{950, 1000}, 0.13087593425431157, 0.8691240657456885, -2.0335054712930445, -0.1402693955001779},
    {{2100, 2001}, 0.9394704687975043, 0.06052953120249575, -0.062438893515132245, -2.804623913987176},
    {{1500, 2100}, 3.052956721899919e-25, 1.0, -56.448516786796674, -3.052956721899919e-25},
    {{1000000, 1000000}, 0.5001880631966055, 0.4998119368033945, -0.6927711248845342, -0.6935233777064301},
    {{990000, 1000000}, 6.500171180085838e-13, 0.99999999999935, -28.06177769696995, -6.50017118008795e-13},
    {{1050000, 1000000}, 1.0, 2.185638417489726e-265, -2.185638417489726e-265, -609.4031416756338},
};

static const tails_row gammas[] = {
    {{1e-100, 0.001, 1}, 0.7947862124087356, 0.20521378759126443, -0.2296821157011212, -1.5837029769521687},
    {{0.5, 1e-08, 1}, 0.9999999944022641, 5.597735977099587e-09, -5.597735992766911e-09, -19.000903610756108},
    {{3, 0.25, 0.5}, 0.9998393546741456, 0.00016064532585434747, -0.0001606582306967938, -8.736311568036713},
    {{900, 0.25, 2}, 1.0, 1.0410487274869448e-198, -1.0410487274869448e-198, -455.87161981593886},
    {{0.01, 30, 1}, 3.7336800259124926e-93, 1.0, -212.82301929904122, -3.7336800259124926e-93},
    {{250, 30, 1}, 1.0, 1.1841139415186579e-70, -1.1841139415186579e-70, -161.01196174336087},
    {{1001, 1001, 1}, 0.5042031431105558, 0.49579685688944425, -0.6847760303910329, -0.7015889988738235},
    {{1200, 1001, 1}, 0.9999999984468531, 1.553146982114222e-09, -1.5531469833203548e-09, -20.28298265326977},
    {{70000, 30000, 2}, 1.0, 1.178074798749972e-165, -1.178074798749972e-165, -379.7626587644118},
};

static const quantile_row chi_quantiles[] = {
    {0.95, {1}, WHISKER_LOWER, 3.8414588206941245},
    {0.95, {7.3}, WHISKER_LOWER, 14.502546139547096},
    {1e-10, {4}, WHISKER_LOWER, 2.8284404581659484e-05},
    {1e-200, {4}, WHISKER_UPPER, 933.3295406707144},
    {-500, {30}, WHISKER_LOG, 4.288583855079567e-14},
    {0.5, {100000}, WHISKER_LOWER, 99999.33333412347},
    {0.025, {2500}, WHISKER_UPPER, 2640.474853252357},
    {0.3, {0.05}, WHISKER_LOWER, 1.3932256793325044e-21},
};

static const quantile_row gamma_quantiles[] = {
    {0.975, {0.5, 2}, WHISKER_LOWER, 5.023886187314887},
    {1e-12, {3.3, 0.25}, WHISKER_UPPER, 8.719867397937026},
    {-50, {8, 1}, WHISKER_UPPER | WHISKER_LOG, 71.46029685480624},
    {0.01, {0.1, 10}, WHISKER_LOWER, 6.073048362407899e-20},
};

Test(chi_square, tails_agree_with_mpmath)
{
    check_tails(chi_cdf, chi_tails, COUNT(chi_tails), 5e-13);
    check_tails(gamma_tails, gammas, COUNT(gammas), 5e-13);
}

Test(chi_square, quantiles_agree_with_mpmath)
{
    check_quantiles(chi_quantile, chi_quantiles, COUNT(chi_quantiles), 5e-14);
    check_quantiles(gamma_inverse, gamma_quantiles, COUNT(gamma_quantiles), 5e-14);
}

Test(chi_square, quantile_inverts_cdf)
{
    static const double degrees[] = {0.5, 1, 2, 7.7, 40, 999, 1999, 2001, 3e4, 1e6, 1e9};
    for (size_t i = 0; i < COUNT(degrees); i++)
        check_round_trip(chi_cdf, chi_quantile, &degrees[i], 1);
}

/* Two degrees of freedom are the exponential distribution. */
Test(chi_square, two_degrees_are_exponential)
{
    for (double x = 1e-12; x < 1400; x *= 3) {
        check_close("lower", whisker_chi_square_cdf(x, 2, WHISKER_LOWER), -expm1(-x / 2), 1e-13);
        check_close("upper", whisker_chi_square_cdf(x, 2, WHISKER_UPPER), exp(-x / 2), 1e-12);
        check_close("log", whisker_chi_square_cdf(x, 2, WHISKER_UPPER | WHISKER_LOG), -x / 2, 1e-13);
    }
}

/* Both sides of the borders between methods; the nudge itself changes up to 3e-11. */
Test(chi_square, methods_meet)
{
    static const double at[][2] = {{1, 1}, {1, 0.3}, {1000, 1000}, {1100, 1000}, {900, 1000}, {3, 3}, {40, 40}};
    for (size_t i = 0; i < COUNT(at); i++)
        for (int k = 0; k < 2; k++) {
            double x = at[i][0], a = at[i][1], nudge = 1 + 1e-13;
            double left = whisker_gamma_cdf(k ? x : x / nudge, k ? a / nudge : a, 1, WHISKER_LOWER);
            double right = whisker_gamma_cdf(k ? x : x * nudge, k ? a * nudge : a, 1, WHISKER_LOWER);
            check_close("left and right", left, right, 5e-11);
        }
}

Test(chi_square, limits)
{
    cr_expect_eq(whisker_chi_square_cdf(0, 3, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_chi_square_cdf(-1, 3, WHISKER_UPPER), 1);
    cr_expect_eq(whisker_chi_square_cdf(INFINITY, 3, WHISKER_UPPER), 0);
    cr_expect_eq(whisker_chi_square_quantile(0, 3, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_chi_square_quantile(1, 3, WHISKER_LOWER), INFINITY);
    cr_expect(isnan(whisker_chi_square_cdf(1, 0, WHISKER_LOWER)));
    cr_expect(isnan(whisker_gamma_cdf(1, 2, -1, WHISKER_LOWER)));
    cr_expect(isnan(whisker_gamma_quantile(0.1, -2, 1, WHISKER_LOWER)));
}

Test(chi_square, not_a_number)
{
    check_not_a_number(chi_cdf, (double[4]){1, 5}, 2);
    check_not_a_number(chi_quantile, (double[4]){0, 5}, 2);
    check_not_a_number(gamma_tails, (double[4]){1, 5, 2}, 3);
    check_not_a_number(gamma_inverse, (double[4]){0, 5, 2}, 3);
}
