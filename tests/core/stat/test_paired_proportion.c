#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

static whisker_paired_proportions compare(int64_t both, int64_t only_a, int64_t only_b, int64_t neither)
{
    whisker_paired_proportions out = {.size = sizeof out};
    cr_assert_eq(whisker_compare_paired_proportions(both, only_a, only_b, neither, 0, &out, NULL), WHISKER_OK);
    return out;
}

static int64_t count(const cJSON *test, const char *name)
{
    return (int64_t)reference_number(reference_input(test, name));
}

Test(paired_proportion, reference)
{
    reference reference = reference_open("mcnemar");
    cJSON *test;
    reference_each(test, &reference) {
        whisker_paired_proportions out = {.size = sizeof out};
        double level = reference_number(reference_parameter(test, "conf"));
        cr_assert_eq(whisker_compare_paired_proportions(count(test, "n11"), count(test, "b"), count(test, "c"),
                                                        count(test, "n00"), level, &out, NULL), WHISKER_OK);
        reference_check(&reference, test, "exact_p", out.exact_p);
        reference_check(&reference, test, "mid_p", out.mid_p);
        reference_check(&reference, test, "chi2", out.chi_square);
        reference_check(&reference, test, "chi2_p", out.chi_square_p);
        reference_check(&reference, test, "chi2_cc_p", out.chi_square_corrected_p);
        reference_check(&reference, test, "diff", out.difference);
        reference_check(&reference, test, "wald_se", out.standard_error);
        reference_check_pair(&reference, test, "tango_ci", out.tango[0], out.tango[1]);
    }
    reference_close(&reference);
}

/* The formulas of the papers in 40-digit arithmetic (mpmath). The first two rows are printed to four places in
 * Newcombe 1998 (method 10): 0.0569 to 0.3404 and 0.0562 to 0.3292. Rows six and seven are the examples of Fagerland,
 * Lydersen and Laake 2017, chapter 8: Newcombe -0.507 to -0.026 and -0.1186 to -0.0046. */
typedef struct newcombe_row {
    int64_t both, only_a, only_b, neither;
    double lower, upper;
} newcombe_row;

static const newcombe_row newcombe_rows[] = {
    {36, 12, 2, 0, 0.056929584003238811, 0.3404276029749407},
    {20, 12, 2, 16, 0.056156424841748287, 0.32920699540014056},
    {54, 0, 0, 0, -0.0664135880908964, 0.0664135880908964},
    {30, 3, 9, 12, -0.23384021241569677, 0.01655131005955433},
    {0, 5, 0, 5, 0.11736746745022209, 0.76340690948743602},
    {1, 1, 7, 12, -0.50692022668614096, -0.025559124164859795},
    {59, 6, 16, 80, -0.11862119563870993, -0.0046251139330500548},
    {53, 1, 0, 0, -0.049621661889404006, 0.097714374887819324},
    {14, 5, 0, 22, 0.011483241383033258, 0.22649268435121123},
};

Test(paired_proportion, newcombe)
{
    for (size_t i = 0; i < sizeof newcombe_rows / sizeof *newcombe_rows; i++) {
        const newcombe_row *row = &newcombe_rows[i];
        whisker_paired_proportions out = compare(row->both, row->only_a, row->only_b, row->neither);
        cr_expect_float_eq(out.newcombe[0], row->lower, 1e-14, "row %zu lower %.17g", i, out.newcombe[0]);
        cr_expect_float_eq(out.newcombe[1], row->upper, 1e-14, "row %zu upper %.17g", i, out.newcombe[1]);
    }
}

/* Tango against mpmath, and in closed form where no item is discordant: z^2 / (n + z^2). */
Test(paired_proportion, tango)
{
    whisker_paired_proportions out = compare(1, 1, 7, 12);
    cr_expect_float_eq(out.tango[0], -0.51723227642137736, 1e-14);
    cr_expect_float_eq(out.tango[1], -0.026003032480868536, 1e-14);
    out = compare(30, 0, 0, 12);
    double z2 = 1.959963984540054 * 1.959963984540054;
    cr_expect_float_eq(out.tango[0], -z2 / (42 + z2), 1e-14);
    cr_expect_float_eq(out.tango[1], z2 / (42 + z2), 1e-14);
}

Test(paired_proportion, extremes)
{
    whisker_paired_proportions none = compare(30, 0, 0, 12);
    cr_expect(none.exact_p == 1 && isnan(none.mid_p) && isnan(none.chi_square) && isnan(none.chi_square_p));
    cr_expect(none.difference == 0 && none.standard_error == 0);
    whisker_paired_proportions all = compare(0, 20, 0, 0);
    cr_expect(all.difference == 1 && all.standard_error == 0);
    cr_expect_float_eq(all.tango[0], (20 - 1.959963984540054 * 1.959963984540054) /
                                         (20 + 1.959963984540054 * 1.959963984540054), 1e-14);
    cr_expect_float_eq(all.tango[1], 1, 1e-15);
    cr_expect_float_eq(all.exact_p, 2 * 0x1p-20, 1e-18);
    whisker_paired_proportions large = compare(400000000, 1000, 1100, 300000000);
    cr_expect(large.tango[0] < large.difference && large.difference < large.tango[1]);
    cr_expect_float_eq(large.tango[1] - large.tango[0], 2 * 1.959963984540054 * large.standard_error,
                       1e-2 * large.standard_error);
}

Test(paired_proportion, exchange)
{
    static const int64_t tables[][4] = {{30, 3, 9, 12}, {0, 5, 0, 5}, {36, 12, 2, 0}, {7, 1, 1, 3}, {500, 33, 47, 210}};
    for (size_t i = 0; i < 5; i++) {
        const int64_t *t = tables[i];
        whisker_paired_proportions ab = compare(t[0], t[1], t[2], t[3]), ba = compare(t[0], t[2], t[1], t[3]);
        cr_expect(ab.difference == -ba.difference && ab.standard_error == ba.standard_error);
        cr_expect(ab.tango[0] == -ba.tango[1] && ab.tango[1] == -ba.tango[0]);
        cr_expect(ab.newcombe[0] == -ba.newcombe[1] && ab.newcombe[1] == -ba.newcombe[0]);
        cr_expect(ab.exact_p == ba.exact_p && ab.mid_p == ba.mid_p && ab.chi_square_p == ba.chi_square_p);
    }
}

Test(paired_proportion, refusals)
{
    whisker_paired_proportions out = {.size = sizeof out};
    cr_expect_eq(whisker_compare_paired_proportions(1, -1, 0, 0, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_compare_paired_proportions(0, 0, 0, 0, 0, &out, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_compare_paired_proportions(1, 1, 1, 1, 1.5, &out, NULL), WHISKER_BAD_OPTION);
    out.size = 0;
    cr_expect_eq(whisker_compare_paired_proportions(1, 1, 1, 1, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
}
