#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static whisker_two_proportions compare(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level)
{
    whisker_two_proportions out = {.size = sizeof out};
    cr_assert_eq(whisker_compare_proportions(x1, n1, x2, n2, level, &out, NULL), WHISKER_OK);
    return out;
}

static int64_t count(const cJSON *test, const char *name)
{
    return (int64_t)reference_number(reference_input(test, name));
}

/* Not compared: miettinen_nurminen_score. All three values of the reference are wrong, those of
 * twoprop-0_12-5_12, twoprop-56_70-48_80 and twoprop-980_1000-960_1000. They come from statsmodels 0.13.5, whose
 * cubic for the restricted maximum likelihood has count0 where nobs0 belongs (statsmodels issue 10269). The proof is
 * the test reference_scores_are_wrong; the right limits are in score_interval. */
Test(two_proportions, reference)
{
    reference reference = reference_open("twoprop");
    cJSON *test;
    reference_each(test, &reference) {
        double level = reference_number(reference_parameter(test, "conf"));
        whisker_two_proportions out = compare(count(test, "x1"), count(test, "n1"), count(test, "x2"),
                                              count(test, "n2"), level);
        reference_check(&reference, test, "diff", out.difference);
        reference_check_pair(&reference, test, "wald", out.wald[0], out.wald[1]);
        reference_check_pair(&reference, test, "newcombe", out.newcombe[0], out.newcombe[1]);
        reference_check_pair(&reference, test, "agresti_caffo", out.agresti_caffo[0], out.agresti_caffo[1]);
        reference_check(&reference, test, "ztest_pooled_p", out.z_pooled_p);
        reference_check(&reference, test, "fisher_p", out.fisher_p);
    }
    reference_pass_over(&reference, "miettinen_nurminen_score",
                        "a count in the cubic stands for another in the package; held to a likelihood search below");
    reference_close(&reference);
}

/* Miettinen-Nurminen limits as roots of the score equation in 30-digit arithmetic (mpmath), the restricted maximum
 * likelihood found by its own slope. Rows two and three are examples (a) and (b) of Newcombe 1998, who prints 0.0528 to
 * 0.3382 and 0.1700 to 0.8406 for this method. */
typedef struct score_row {
    int64_t x1, n1, x2, n2;
    double lower, upper;
} score_row;

static const score_row score_rows[] = {
    {0, 12, 5, 12, -0.68511308253421849, -0.11777854811075146},
    {56, 70, 48, 80, 0.052829713245844602, 0.33817294001586835},
    {9, 10, 3, 10, 0.17002501642439873, 0.84064954394332829},
    {7, 10, 3, 10, -0.049104150824475494, 0.71456077158238247},
    {20, 20, 18, 20, -0.073134172728303583, 0.3041981824794595},
    {0, 8, 0, 9, -0.3120081334342972, 0.33783330764721651},
    {980, 1000, 960, 1000, 0.0052000851734971169, 0.035823608186238468},
    {1, 1, 0, 1, -0.58690137124552522, 1},
};

Test(two_proportions, score_interval)
{
    for (size_t i = 0; i < sizeof score_rows / sizeof *score_rows; i++) {
        const score_row *row = &score_rows[i];
        whisker_two_proportions out = compare(row->x1, row->n1, row->x2, row->n2, 0);
        cr_expect_float_eq(out.miettinen_nurminen[0], row->lower, 1e-13, "row %zu lower %.17g", i,
                           out.miettinen_nurminen[0]);
        cr_expect_float_eq(out.miettinen_nurminen[1], row->upper, 1e-13, "row %zu upper %.17g", i,
                           out.miettinen_nurminen[1]);
    }
}

/* The likeliest p2 when p1 - p2 is `difference`, by trying a million values: slow, and free of any algebra. */
static double likeliest_p2(const score_row *row, double difference)
{
    double low = fmax(0, -difference), high = fmin(1, 1 - difference), best = low, best_likelihood = -INFINITY;
    for (int i = 1; i < 1000000; i++) {
        double p2 = low + (high - low) * i / 1e6, p1 = p2 + difference;
        double likelihood = (row->x1 > 0 ? (double)row->x1 * log(p1) : 0) +
                            (double)(row->n1 - row->x1) * log1p(-p1) +
                            (row->x2 > 0 ? (double)row->x2 * log(p2) : 0) + (double)(row->n2 - row->x2) * log1p(-p2);
        if (likelihood > best_likelihood) {
            best_likelihood = likelihood;
            best = p2;
        }
    }
    return best;
}

/* The score statistic of Miettinen and Nurminen at a hypothetical difference. At a 95% limit it is -1.96 or 1.96. */
static double score_at(const score_row *row, double difference)
{
    double p2 = likeliest_p2(row, difference), p1 = p2 + difference;
    double n1 = (double)row->n1, n2 = (double)row->n2;
    double variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1);
    return ((double)row->x1 / n1 - (double)row->x2 / n2 - difference) / sqrt(variance);
}

static const score_row *row_of(const cJSON *test)
{
    for (size_t i = 0; i < sizeof score_rows / sizeof *score_rows; i++)
        if (score_rows[i].x1 == count(test, "x1") && score_rows[i].n1 == count(test, "n1") &&
            score_rows[i].x2 == count(test, "x2") && score_rows[i].n2 == count(test, "n2"))
            return &score_rows[i];
    return NULL;
}

Test(two_proportions, reference_scores_are_wrong)
{
    reference reference = reference_open("twoprop");
    cJSON *test;
    int wrong = 0;
    reference_each(test, &reference) {
        const cJSON *limits = reference_expected(test, "miettinen_nurminen_score");
        const score_row *row = row_of(test);
        cr_assert_not_null(row);
        cr_expect_float_eq(score_at(row, row->lower), 1.959963984540054, 1e-3);
        if (row->upper < 1)
            cr_expect_float_eq(score_at(row, row->upper), -1.959963984540054, 1e-3);
        if (limits == NULL)
            continue;
        double upper_score = score_at(row, reference_number(cJSON_GetArrayItem(limits, 1)));
        cr_expect(fabs(upper_score + 1.959963984540054) > 0.01, "%s would be right after all",
                  cJSON_GetObjectItemCaseSensitive(test, "id")->valuestring);
        wrong++;
    }
    cr_assert_eq(wrong, 3);
    cJSON_Delete(reference.root);
}

Test(two_proportions, exchange)
{
    for (size_t i = 0; i < sizeof score_rows / sizeof *score_rows; i++) {
        const score_row *row = &score_rows[i];
        whisker_two_proportions ab = compare(row->x1, row->n1, row->x2, row->n2, 0.9);
        whisker_two_proportions ba = compare(row->x2, row->n2, row->x1, row->n1, 0.9);
        cr_expect(ab.difference == -ba.difference && ab.wald[0] == -ba.wald[1] && ab.wald[1] == -ba.wald[0]);
        cr_expect(ab.newcombe[0] == -ba.newcombe[1] && ab.agresti_caffo[0] == -ba.agresti_caffo[1]);
        cr_expect(ab.miettinen_nurminen[0] == -ba.miettinen_nurminen[1]);
        cr_expect(ab.z_pooled_p == ba.z_pooled_p || (isnan(ab.z_pooled_p) && isnan(ba.z_pooled_p)));
        cr_expect_float_eq(ab.fisher_p, ba.fisher_p, 1e-13 * ab.fisher_p);
    }
}

/* Far tables: 2 / C(40, 20) exactly, and 2 / C(400, 200), whose logarithm is -274.2... by Stirling to 1e-9. */
Test(two_proportions, fisher_far_out)
{
    whisker_two_proportions out = compare(20, 20, 0, 20, 0);
    cr_expect_float_eq(out.fisher_p * 137846528820.0, 2, 1e-12);
    out = compare(200, 200, 0, 200, 0);
    double log_choose = 400 * log(2) - 0.5 * log(200 * acos(-1.0)) - 1 / (8 * 200.0) + 1 / (192 * 200.0 * 200 * 200);
    cr_expect_float_eq(log(out.fisher_p), log(2) - log_choose, 1e-9);
    out = compare(50000000, 100000000, 50010000, 100000000, 0);
    cr_expect_float_eq(out.fisher_p, 0.15731, 1e-3, "z = 1.414 on a large sample: near the normal p, %g", out.fisher_p);
    cr_expect(compare(300000000, 300000000, 0, 300000000, 0).fisher_p == 0, "and without walking all the way");
}

Test(two_proportions, refusals)
{
    whisker_two_proportions out = {.size = sizeof out};
    cr_expect_eq(whisker_compare_proportions(1, 0, 0, 5, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_compare_proportions(6, 5, 0, 5, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_compare_proportions(-1, 5, 0, 5, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_compare_proportions(1, 5, 0, 5, 1, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_compare_proportions(1, 5, 0, 5, 0, NULL, NULL), WHISKER_BAD_ARGUMENT);
}
