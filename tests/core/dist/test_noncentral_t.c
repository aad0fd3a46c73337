#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_noncentral_t_cdf(argument[0], argument[1], argument[2], tail);
}

static const tails_row tails[] = {
    {{2, 10, 1}, 0.8076115625303752, 0.19238843746962475, -0.21367407549590037, -1.6482388388681084},
    {{4, 2.5, 6}, 0.11856219077507478, 0.8814378092249252, -2.1323176394077556, -0.12620083071084975},
    {{-2, 8, 0.5}, 0.013785169133847358, 0.9862148308661527, -4.2841619651694325, -0.013881066909169173},
    {{30, 5, 40}, 0.11470012596017126, 0.8852998740398287, -2.165434156676785, -0.1218288506447905},
    {{2, 0.7, 1}, 0.5715464461450381, 0.42845355385496187, -0.5594095284545552, -0.8475729392230067},
    {{-5, 3, 2}, 5.683154000999581e-05, 0.99994316845999, -9.775419104482973, -5.683315498315366e-05},
    {{2, 1000000, 3}, 0.15865537491656223, 0.8413446250834378, -1.8410208824435366, -0.17275392282314012},
    {{10, 50, 2}, 0.9999999972938222, 2.7061777978498027e-09, -2.7061778015115017e-09, -19.727728604312023},
    {{0.5, 50, 8}, 3.364173209541964e-14, 0.9999999999999664, -31.023009071969163, -3.3641732095420205e-14},
    {{45, 400, 40}, 0.9961919291823753, 0.0038080708176246696, -0.00381533997949101, -5.57063256516064},
    {{1.5, 20, -1}, 0.9921713874270581, 0.007828612572941845, -0.007859417036482016, -4.849969978429537},
    {{1.6, 80, 0}, 0.9432296922369489, 0.056770307763051094, -0.05844544993539852, -2.8687418405872975},
};

Test(noncentral_t, tails_agree_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 1e-13);
}

/* The limit of the integral as delta vanishes is the central distribution, which has another method. */
Test(noncentral_t, without_shift_is_t)
{
    for (double df = 0.5; df < 1e7; df *= 9)
        for (double t = -30; t < 31; t += 3.3)
            check_close("delta 1e-300", whisker_noncentral_t_cdf(t, df, 1e-300, WHISKER_LOWER),
                        whisker_t_cdf(t, df, WHISKER_LOWER), 1e-12);
}

Test(noncentral_t, mirror_swaps_tails)
{
    for (double delta = -8; delta < 9; delta += 2.3)
        check_close("mirror", whisker_noncentral_t_cdf(1.3, 7.5, delta, WHISKER_LOG),
                    whisker_noncentral_t_cdf(-1.3, 7.5, -delta, WHISKER_UPPER | WHISKER_LOG), 1e-13);
}

/* At t = 0 the scale does not matter. */
Test(noncentral_t, at_zero_is_normal)
{
    for (double df = 0.3; df < 1e9; df *= 30)
        check_close("zero", whisker_noncentral_t_cdf(0, df, 3, WHISKER_LOWER), whisker_normal_cdf(-3, WHISKER_LOWER),
                    1e-12);
}

Test(noncentral_t, tails_sum_to_one)
{
    for (double delta = 0.01; delta < 2e3; delta *= 5)
        for (double ratio = 0.5; ratio < 2; ratio += 0.3) {
            double lower = whisker_noncentral_t_cdf(delta * ratio, 4.5, delta, WHISKER_LOWER);
            double upper = whisker_noncentral_t_cdf(delta * ratio, 4.5, delta, WHISKER_UPPER);
            check_close("sum", lower + upper, 1, 1e-13);
        }
}

Test(noncentral_t, limits)
{
    cr_expect_eq(whisker_noncentral_t_cdf(INFINITY, 5, 1, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_noncentral_t_cdf(-INFINITY, 5, 1, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_noncentral_t_cdf(2, INFINITY, 1, WHISKER_LOWER), whisker_normal_cdf(1, WHISKER_LOWER));
    cr_expect(isnan(whisker_noncentral_t_cdf(2, 0, 1, WHISKER_LOWER)));
    cr_expect(isnan(whisker_noncentral_t_cdf(2, 5, INFINITY, WHISKER_LOWER)));
}

/* Steps this fine would be too many; that is said, not guessed. */
Test(noncentral_t, refuses_what_it_cannot_integrate)
{
    cr_expect(isnan(whisker_noncentral_t_cdf(1e9, 5, 1e9, WHISKER_LOWER)));
}

Test(noncentral_t, not_a_number)
{
    check_not_a_number(cdf, (double[4]){1, 5, 0.5}, 3);
}
