#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static whisker_equivalence of(double value, double standard_error, double df, double low, double high, double alpha)
{
    whisker_equivalence out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_test_equivalence(value, standard_error, df, low, high, alpha, &out, &error), WHISKER_OK, "%s",
                 error.text);
    return out;
}

/* The differences of a case as runs A and 0. */
static whisker_comparison compared(const whisker_items *items, const double *d)
{
    double *zeros = calloc((size_t)items->n, sizeof *zeros);
    whisker_comparison out = {.size = sizeof out, .difference.size = sizeof out.difference};
    cr_assert_eq(whisker_difference(items, d, zeros, NULL, NULL, &out, NULL), WHISKER_OK);
    free(zeros);
    return out;
}

Test(equivalence, reference)
{
    reference reference = reference_open("tost");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *d = reference_numbers(reference_input(test, "d"), &n);
        int32_t *codes = reference_codes(reference_input(test, "cluster"), &n);
        double low = reference_number(reference_parameter(test, "low"));
        double high = reference_number(reference_parameter(test, "high"));
        double alpha = reference_number(reference_parameter(test, "alpha"));
        whisker_items plain = {.size = sizeof plain, .n = n};
        whisker_items clustered = {.size = sizeof clustered, .n = n, .n_keys = 1, .cluster = codes};
        whisker_estimate alone = compared(&plain, d).difference, together = compared(&clustered, d).difference;
        whisker_equivalence got = of(alone.value, alone.standard_error, alone.df, low, high, alpha);
        whisker_equivalence cr2 = of(together.value, together.standard_error, together.df, low, high, alpha);
        reference_check(&reference, test, "mean", alone.value);
        reference_check(&reference, test, "p_lower", got.p_lower);
        reference_check(&reference, test, "p_upper", got.p_upper);
        reference_check(&reference, test, "p_tost", got.p);
        reference_check_pair(&reference, test, "ci_1_minus_2alpha", got.lower, got.upper);
        reference_check(&reference, test, "CR2_se", together.standard_error);
        reference_check(&reference, test, "CR2_df", together.df);
        reference_check(&reference, test, "CR2_p_tost", cr2.p);
        free(codes);
        free(d);
    }
    reference_close(&reference);
}

/* 1.6448536 is the normal quantile of 95%. */
Test(equivalence, verdicts)
{
    const double half = 1.6448536269514722;
    static const struct { double value; int32_t both, one_sided; } known[] = {
        {-6, WHISKER_VERDICT_INFERIOR, WHISKER_VERDICT_INFERIOR},
        {-4.6, WHISKER_VERDICT_UNDECIDED, WHISKER_VERDICT_UNDECIDED}, /* -4.6 + 1.645 is still above -3 */
        {-2, WHISKER_VERDICT_UNDECIDED, WHISKER_VERDICT_UNDECIDED},
        {0, WHISKER_VERDICT_EQUIVALENT, WHISKER_VERDICT_NOT_INFERIOR},
        {1.5, WHISKER_VERDICT_NOT_INFERIOR, WHISKER_VERDICT_NOT_INFERIOR}, /* -0.145 to 3.145 */
        {2, WHISKER_VERDICT_SUPERIOR, WHISKER_VERDICT_SUPERIOR},
        {6, WHISKER_VERDICT_SUPERIOR, WHISKER_VERDICT_SUPERIOR},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        whisker_equivalence both = of(known[i].value, 1, INFINITY, -3, 3, 0.05);
        whisker_equivalence one_sided = of(known[i].value, 1, INFINITY, -3, INFINITY, 0.05);
        cr_assert_eq(both.verdict, known[i].both, "%g", known[i].value);
        cr_assert_eq(one_sided.verdict, known[i].one_sided, "%g", known[i].value);
        cr_assert_float_eq(both.upper, known[i].value + half, 1e-12);
        cr_assert_eq(both.p < 0.05, both.lower > -3 && both.upper < 3);
        cr_assert_eq(one_sided.p, both.p_lower);
        cr_assert_eq(one_sided.p_upper, 0);
        cr_assert_float_eq(both.p_lower + both.p_inferior, 1, 1e-12);
    }
}

/* Equivalent although better: the difference is real and within what was called nothing. */
Test(equivalence, a_small_gain_is_equivalent)
{
    whisker_equivalence got = of(1, 0.1, 50, -3, 3, 0);
    cr_assert_eq(got.alpha, 0.05);
    cr_assert_eq(got.verdict, WHISKER_VERDICT_EQUIVALENT);
    cr_assert(got.p_superior < 1e-10);
}

Test(equivalence, exchanging_the_runs_mirrors_it)
{
    whisker_equivalence forth = of(0.4, 0.7, 9.3, -1, 2, 0.1), back = of(-0.4, 0.7, 9.3, -2, 1, 0.1);
    cr_assert_eq(forth.p_lower, back.p_upper);
    cr_assert_eq(forth.p_upper, back.p_lower);
    cr_assert_eq(forth.p, back.p);
    cr_assert_eq(forth.lower, -back.upper);
}

Test(equivalence, without_a_standard_error_nothing_is_decided)
{
    const double none[][3] = {{0, 0, 10}, {1, NAN, 10}, {1, 1, NAN}, {NAN, 1, 10}};
    for (int i = 0; i < 4; i++) {
        whisker_equivalence got = of(none[i][0], none[i][1], none[i][2], -1, 1, 0);
        cr_assert(isnan(got.p) && isnan(got.p_lower) && isnan(got.lower) && isnan(got.p_superior));
        cr_assert_eq(got.verdict, WHISKER_VERDICT_UNDECIDED);
    }
}

Test(equivalence, refusals)
{
    whisker_equivalence out = {.size = sizeof out};
    const double bad[][3] = {{0, 0, 0.05},  {0.1, 0.2, 0.05}, {-0.2, -0.1, 0.05},
                             {1, -1, 0.05}, {NAN, 1, 0.05},   {-INFINITY, 1, 0.05}};
    for (int i = 0; i < 6; i++)
        cr_expect_eq(whisker_test_equivalence(0, 1, 9, bad[i][0], bad[i][1], bad[i][2], &out, NULL),
                     WHISKER_BAD_ARGUMENT, "%d", i);
    cr_expect_eq(whisker_test_equivalence(0, -1, 9, -1, 1, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_test_equivalence(0, 1, 9, -1, 1, 0.5, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_test_equivalence(0, 1, 9, -1, 1, 0, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_str_eq(whisker_verdict_name(WHISKER_VERDICT_NOT_INFERIOR), "not_inferior");
    cr_expect_null(whisker_verdict_name(5));
    cr_expect_null(whisker_verdict_name(-1));
}
