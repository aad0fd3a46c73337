#include "check.h"

#include <criterion/criterion.h>

static double cdf(const double *argument, int32_t tail)
{
    return whisker_studentized_range_cdf(argument[0], argument[1], argument[2], tail);
}

static const tails_row tails[] = {
    {{0.05, 4, INFINITY}, 1.5865970441173084e-05, 0.9999841340295589, -11.051333966115752, -1.586609630701343e-05},
    {{0.5, 10, INFINITY}, 1.4133805157342372e-06, 0.9999985866194843, -13.469526194171518, -1.4133815145574196e-06},
    {{1, 3, INFINITY}, 0.24071264122933878, 0.7592873587706612, -1.4241514169625311, -0.2753749714322087},
    {{3.5, 50, INFINITY}, 0.047363283238963036, 0.952636716761037, -3.04990796566224, -0.04852164762413768},
    {{8, 3, INFINITY}, 0.9999999537856129, 4.6214387129336174e-08, -4.6214388197221e-08, -16.88997467761077},
    {{12, 1000, INFINITY}, 0.9999999999892579, 1.0742062898916158e-11, -1.0742062898973853e-11, -25.256853969042933},
    {{25, 6, INFINITY}, 1.0, 9.347914172969867e-69, -9.347914172969867e-69, -156.64321818128013},
    {{4, 2.5, INFINITY}, 0.9915695399306818, 0.00843046006931827, -0.008466197394281928, -4.775903933212201},
};

Test(studentized_range, range_of_normals_agrees_with_mpmath)
{
    check_tails(cdf, tails, COUNT(tails), 1e-12);
}

/* mpmath's double integral at 18 digits */
Test(studentized_range, finite_df_agrees_with_mpmath)
{
    check_close("8, 3, 1000", whisker_studentized_range_cdf(8, 3, 1000, WHISKER_UPPER), 6.02988425219748594e-8, 1e-12);
    check_close("5, 3, 3", whisker_studentized_range_cdf(5, 3, 3, WHISKER_UPPER), 0.0762693935403105165, 1e-12);
    check_close("8, 50, 10", whisker_studentized_range_cdf(8, 50, 10, WHISKER_UPPER), 0.0336352660826310287, 1e-12);
}

/* Two groups: |t| at q / sqrt(2), which has another method. */
Test(studentized_range, of_two_is_t)
{
    for (double df = 0.3; df < 1e7; df *= 5)
        for (double q = 0.01; q < 80; q *= 1.7)
            check_close("two groups", whisker_studentized_range_cdf(q, 2, df, WHISKER_UPPER | WHISKER_LOG),
                        log(2) + whisker_t_cdf(-q / sqrt(2), df, WHISKER_LOG), 1e-11);
}

/* Far out the pairs exclude each other: k (k-1) / 2 times the tail of one pair. */
Test(studentized_range, far_tail_is_the_sum_over_pairs)
{
    for (double q = 25; q < 40; q += 1.4)
        check_close("pairs", whisker_studentized_range_cdf(q, 7, INFINITY, WHISKER_UPPER | WHISKER_LOG),
                    log(42) + whisker_normal_cdf(-q / sqrt(2), WHISKER_LOG), 1e-14);
}

Test(studentized_range, tails_sum_to_one)
{
    for (double groups = 2; groups < 3000; groups *= 3)
        for (double df = 1; df < 1e6; df *= 30) {
            double lower = whisker_studentized_range_cdf(3.7, groups, df, WHISKER_LOWER);
            double upper = whisker_studentized_range_cdf(3.7, groups, df, WHISKER_UPPER);
            check_close("sum", lower + upper, 1, 1e-12);
        }
}

/* The density of the range near 0 is a power: halving a tiny q divides the lower tail by 2^(k-1). */
Test(studentized_range, lower_tail_of_tiny_ranges)
{
    for (double q = 1e-3; q > 1e-30; q *= 1e-3)
        check_close("halved", whisker_studentized_range_cdf(q, 5, 10, WHISKER_LOWER),
                    16 * whisker_studentized_range_cdf(q / 2, 5, 10, WHISKER_LOWER), 1e-5 * q / 1e-3 + 1e-12);
}

Test(studentized_range, limits)
{
    cr_expect_eq(whisker_studentized_range_cdf(0, 3, 5, WHISKER_LOWER), 0);
    cr_expect_eq(whisker_studentized_range_cdf(-1, 3, 5, WHISKER_UPPER), 1);
    cr_expect_eq(whisker_studentized_range_cdf(INFINITY, 3, 5, WHISKER_LOWER), 1);
    cr_expect_eq(whisker_studentized_range_cdf(1e6, 3, 1e6, WHISKER_UPPER), 0);
    cr_expect(isnan(whisker_studentized_range_cdf(1, 1, 5, WHISKER_LOWER)));
    cr_expect(isnan(whisker_studentized_range_cdf(1, 3, 0, WHISKER_LOWER)));
}

Test(studentized_range, not_a_number)
{
    check_not_a_number(cdf, (double[4]){1, 5, 9}, 3);
}

/* A critical value as scipy has it, two of the tables, and the distribution function inverted. */
Test(studentized_range, quantiles)
{
    cr_assert(fabs(whisker_studentized_range_quantile(0.95, 3, 10, WHISKER_LOWER) - 3.876776750013158) < 1e-10);
    cr_assert(fabs(whisker_studentized_range_quantile(0.05, 10, 20, WHISKER_UPPER) - 5.008) < 0.0006);
    cr_assert(fabs(whisker_studentized_range_quantile(0.01, 5, INFINITY, WHISKER_UPPER) - 4.603) < 0.0006);
    for (double groups = 2; groups < 300; groups *= 4)
        for (double df = 1; df < 1e5; df *= 20)
            for (double q = 0.5; q < 30; q *= 2) {
                double log_upper = whisker_studentized_range_cdf(q, groups, df, WHISKER_UPPER | WHISKER_LOG);
                check_close("inverted", whisker_studentized_range_quantile(log_upper, groups, df, WHISKER_UPPER | WHISKER_LOG), q,
                            log_upper > -1e-10 ? INFINITY : 1e-9);
            }
    cr_assert_eq(whisker_studentized_range_quantile(0, 3, 10, WHISKER_LOWER), 0);
    cr_assert_eq(whisker_studentized_range_quantile(1, 3, 10, WHISKER_LOWER), INFINITY);
    cr_assert(isnan(whisker_studentized_range_quantile(0.5, 1, 10, WHISKER_LOWER)));
}
