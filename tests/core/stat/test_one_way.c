#include "counting_allocator.h"
#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 20000 };

static whisker_one_way analysed(int64_t n_items, int64_t n, const double *score, const int32_t *item)
{
    whisker_draws draws = {.size = sizeof draws, .n = n, .score = score, .item = item};
    whisker_one_way out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_analyse_draws(n_items, &draws, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

/* ---- published values ---- */

Test(one_way, reference_vardec)
{
    reference reference = reference_open("vardec");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *y = reference_numbers(reference_input(test, "y"), &n);
        int32_t *question = reference_codes(reference_input(test, "question"), &n);
        whisker_one_way got = analysed(n, n, y, question);
        reference_check(&reference, test, "n_questions", (double)got.n_groups);
        reference_check(&reference, test, "N", (double)got.n);
        reference_check(&reference, test, "grand_mean", got.mean);
        reference_check(&reference, test, "MSB", got.ms_between);
        reference_check(&reference, test, "MSW", got.ms_within);
        reference_check(&reference, test, "n0", got.group_size);
        reference_check(&reference, test, "within_anova", got.ms_within);
        reference_check(&reference, test, "between_anova_untruncated", got.between);
        reference_check(&reference, test, "icc1_anova", got.icc);
        reference_check(&reference, test, "reml_within", got.reml_within);
        reference_check(&reference, test, "reml_between", got.reml_between);
        reference_check(&reference, test, "reml_mu", got.reml_mean);
        reference_check(&reference, test, "reml_mu_se", got.reml_standard_error);
        reference_check(&reference, test, "ml_within", got.ml_within);
        reference_check(&reference, test, "ml_between", got.ml_between);
        reference_check(&reference, test, "ml_mu", got.ml_mean);
        reference_check(&reference, test, "ml_mu_se", got.ml_standard_error);
        free(question);
        free(y);
    }
    reference_close(&reference);
}

static int64_t read_treatments(const char *path, double *response, int32_t *treatment)
{
    char line[128];
    int64_t n = 0;
    FILE *file = fopen(path, "r");
    cr_assert(file != NULL && fgets(line, sizeof line, file) != NULL, "cannot read %s", path);
    while (fgets(line, sizeof line, file) != NULL && n < MOST_ROWS) {
        char *rest;
        treatment[n] = (int32_t)strtol(line, &rest, 10);
        response[n++] = strtod(rest + 1, NULL);
    }
    fclose(file);
    return n;
}

/* The tolerance of F, which each case states, is that of its sums of squares as well. */
static void check_by_f(reference *reference, const cJSON *test, const char *key, double got)
{
    reference_compare(reference, test, "F", key, reference_expected(test, key), got);
}

Test(one_way, reference_nist)
{
    static double response[MOST_ROWS];
    static int32_t treatment[MOST_ROWS];
    reference reference = reference_open("nist_anova");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n = read_treatments(reference_path(reference_input(test, "file")->valuestring), response, treatment);
        whisker_one_way got = analysed(100, n, response, treatment);
        reference_check(&reference, test, "df_between", got.df_between);
        reference_check(&reference, test, "df_within", got.df_within);
        check_by_f(&reference, test, "ss_between", got.ss_between);
        check_by_f(&reference, test, "ss_within", got.ss_within);
        check_by_f(&reference, test, "ms_between", got.ms_between);
        check_by_f(&reference, test, "ms_within", got.ms_within);
        check_by_f(&reference, test, "F", got.f);
        check_by_f(&reference, test, "F_exact_from_decimals", got.f);
        check_by_f(&reference, test, "r_squared", got.r_squared);
        check_by_f(&reference, test, "residual_sd", sqrt(got.ms_within));
    }
    reference_close(&reference);
}

/* Scores near 1e12 in steps of the last place: what doubles hold of them is kept to the last digit. 1e12 + k 2^-13 with
 * k = 0, 2 | 4, 10: means 1 and 7, SSB = 36, SSW = 20, F = (36/1) / (20/2) = 3.6. */
Test(one_way, keeps_the_digits_under_an_offset)
{
    const double steps[] = {0, 2, 4, 10};
    const int32_t item[] = {0, 0, 1, 1};
    double score[4];
    for (int i = 0; i < 4; i++)
        score[i] = 1e12 + ldexp(steps[i], -13);
    whisker_one_way got = analysed(2, 4, score, item);
    cr_assert_eq(got.ss_between, ldexp(36, -26));
    cr_assert_eq(got.ss_within, ldexp(20, -26));
    cr_assert_eq(got.f, 3.6);
    cr_assert_eq(got.mean, 1e12 + ldexp(4, -13));
}

/* ---- likelihood ---- */

static double log_likelihood(int64_t n_items, int64_t n, const double *y, const int32_t *item, double mean,
                             double within, double between)
{
    double total = 0;
    for (int64_t g = 0; g < n_items; g++) {
        double count = 0, sum = 0, squares = 0;
        for (int64_t i = 0; i < n; i++) {
            if (item[i] != g)
                continue;
            count++;
            sum += y[i] - mean;
            squares += (y[i] - mean) * (y[i] - mean);
        }
        double all = within + count * between; /* eigenvalue of the mean; the others are `within` */
        total -= 0.5 * (log(all) + (count - 1) * log(within) + sum * sum / (count * all) +
                        (squares - sum * sum / count) / within);
    }
    return total;
}

/* No point around the maximum has a larger likelihood, computed here from the normal density. */
Test(one_way, the_likelihood_is_largest)
{
    enum { ITEMS = 8, ROWS = 29 };
    double y[ROWS];
    int32_t item[ROWS];
    for (int i = 0; i < ROWS; i++) {
        item[i] = (i * i + 3 * i) / 7 % ITEMS;
        y[i] = 0.6 * (item[i] * 5 % 7) + i * 37 % 11 * 0.3;
    }
    whisker_one_way got = analysed(ITEMS, ROWS, y, item);
    cr_assert(got.ml_between > 0.01);
    double top = log_likelihood(ITEMS, ROWS, y, item, got.ml_mean, got.ml_within, got.ml_between);
    for (int k = 0; k < 6; k++) {
        double step = k % 2 ? 1e-4 : -1e-4;
        double near = log_likelihood(ITEMS, ROWS, y, item, got.ml_mean + (k / 2 == 0) * step,
                                     got.ml_within + (k / 2 == 1) * step, got.ml_between + (k / 2 == 2) * step);
        cr_expect(near < top, "%d", k);
    }
}

/* Balanced items: REML is the analysis of variance where that is not negative. */
Test(one_way, reml_of_balanced_items)
{
    enum { ITEMS = 7, EACH = 3 };
    double y[ITEMS * EACH];
    int32_t item[ITEMS * EACH];
    for (int i = 0; i < ITEMS * EACH; i++) {
        item[i] = i % ITEMS;
        y[i] = item[i] * item[i] % 5 + i * 13 % 4 * 0.4;
    }
    whisker_one_way got = analysed(ITEMS, ITEMS * EACH, y, item);
    cr_assert_float_eq(got.reml_within, got.ms_within, 1e-9);
    cr_assert_float_eq(got.reml_between, got.between, 1e-9);
    cr_assert_float_eq(got.reml_standard_error, sqrt(got.ms_between / (ITEMS * EACH)), 1e-10);
}

/* ---- what the data do not say ---- */

Test(one_way, undefined)
{
    const double score[] = {1, 0, NAN, 1, INFINITY};
    const int32_t item[] = {0, 1, 2, 3, 0}, alone[] = {2, 2, 2, 2, 2};
    whisker_one_way got = analysed(4, 5, score, item);
    cr_expect_eq(got.n, 3);
    cr_expect_eq(got.n_missing, 2);
    cr_expect_eq(got.n_groups, 3);
    cr_expect(got.notes & WHISKER_NOTE_NON_FINITE);
    cr_expect(isnan(got.ms_within) && isnan(got.f) && isnan(got.between) && isnan(got.icc) && isnan(got.reml_within));
    got = analysed(4, 5, score, alone);
    cr_expect(isnan(got.ms_between) && isnan(got.f) && isnan(got.between) && isnan(got.ml_within));
    cr_expect_float_eq(got.ms_within, 1 / 3., 1e-15);
}

Test(one_way, refusals)
{
    const double score[] = {1, 0}, none[] = {NAN, NAN};
    const int32_t item[] = {0, 1}, outside[] = {0, 2};
    whisker_draws draws = {.size = sizeof draws, .n = 2, .score = score, .item = item};
    whisker_one_way out = {.size = sizeof out};
    cr_expect_eq(whisker_analyse_draws(2, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_analyse_draws(2, &draws, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    draws.item = outside;
    cr_expect_eq(whisker_analyse_draws(2, &draws, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    draws.item = NULL;
    cr_expect_eq(whisker_analyse_draws(2, &draws, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    draws.item = item;
    draws.score = none;
    cr_expect_eq(whisker_analyse_draws(2, &draws, NULL, &out, NULL), WHISKER_NO_DATA);
}

/* ---- order, memory ---- */

Test(one_way, order_and_numbering_leave_no_trace)
{
    enum { ROWS = 500, ITEMS = 60 };
    double score[ROWS], moved[ROWS];
    int32_t item[ROWS], renamed[ROWS];
    for (int i = 0; i < ROWS; i++) {
        item[i] = i * i % 97 % ITEMS;
        score[i] = sin(i) * 1e3 + item[i] / 7.;
    }
    for (int i = 0; i < ROWS; i++) {
        int j = (i * 211 + 17) % ROWS;
        moved[i] = score[j];
        renamed[i] = (item[j] * 7 + 5) % ITEMS;
    }
    whisker_one_way first = analysed(ITEMS, ROWS, score, item), second = analysed(ITEMS, ROWS, moved, renamed);
    cr_assert(memcmp(&first, &second, sizeof first) == 0);
}

Test(one_way, every_allocation_may_fail)
{
    enum { ROWS = 3000 };
    static double score[ROWS];
    static int32_t item[ROWS];
    for (int i = 0; i < ROWS; i++) {
        score[i] = i * 7 % 13;
        item[i] = i % 700;
    }
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_draws draws = {.size = sizeof draws, .n = ROWS, .score = score, .item = item};
        whisker_one_way out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_analyse_draws(700, &draws, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
