#include "../data/rows.h"
#include "reference.h"
#include "summaries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double pass(int32_t kind, int64_t n, int64_t c, int64_t k)
{
    return whisker_pass_value(kind, n, c, k, 0.5);
}

static int32_t *integers(const cJSON *array, int64_t *n)
{
    double *numbers = reference_numbers(array, n);
    int32_t *whole = malloc((size_t)*n * sizeof *whole);
    for (int64_t i = 0; i < *n; i++)
        whole[i] = (int32_t)numbers[i];
    free(numbers);
    return whole;
}

/* Over the items of a data set, with the items' standard error. */
static void check_items(reference *reference, const cJSON *test)
{
    int64_t n;
    int32_t *draws = integers(reference_input(test, "n"), &n), *passed = integers(reference_input(test, "c"), &n);
    double *score = malloc((size_t)n * sizeof *score);
    for (int64_t k = 1; k <= 5; k++) {
        char key[64];
        for (int32_t kind = WHISKER_PASS_AT; kind <= WHISKER_PASS_ALL; kind++) {
            const char *name = kind == WHISKER_PASS_AT ? "pass_at_" : "pass_hat_";
            whisker_pass_options options = {.size = sizeof options, .kind = kind, .k = k};
            cr_assert_eq(whisker_pass_scores(n, draws, passed, &options, score, NULL), WHISKER_OK);
            whisker_items items = plain_items(n);
            whisker_estimate mean = mean_of(&items, score, (whisker_mean_options){.low = 0, .high = 1});
            sprintf(key, "%s%d", name, (int)k);
            reference_check(reference, test, key, mean.value);
            sprintf(key, "%s%d_se_over_problems", name, (int)k);
            reference_check(reference, test, key, mean.standard_error);
        }
    }
    free(score);
    free(draws);
    free(passed);
}

Test(pass_at, reference)
{
    reference reference = reference_open("passk");
    cJSON *test;
    reference_each(test, &reference) {
        if (cJSON_IsArray(reference_input(test, "n"))) {
            check_items(&reference, test);
            continue;
        }
        int64_t n = (int64_t)reference_number(reference_input(test, "n"));
        int64_t c = (int64_t)reference_number(reference_input(test, "c"));
        int64_t k = (int64_t)reference_number(reference_input(test, "k"));
        reference_check(&reference, test, "pass_at_k", pass(WHISKER_PASS_AT, n, c, k));
        reference_check(&reference, test, "pass_hat_k", pass(WHISKER_PASS_ALL, n, c, k));
    }
    reference_close(&reference);
}

/* ---- every subset of k draws ---- */

static int ones(unsigned subset)
{
    int count = 0;
    for (; subset != 0; subset &= subset - 1)
        count++;
    return count;
}

Test(pass_at, counts_the_subsets)
{
    enum { N = 9 };
    for (int c = 0; c <= N; c++) {
        for (int k = 1; k <= N; k++) {
            double subsets = 0, any = 0, all = 0, third = 0, most = 0, mean = 0;
            for (unsigned subset = 0; subset < 1u << N; subset++) {
                if (ones(subset) != k)
                    continue;
                int right = ones(subset & ((1u << c) - 1)), half = (k + 1) / 2;
                subsets++;
                any += right > 0;
                all += right == k;
                third += 3 * right >= k && right > 0;
                most += 2 * right > k ? 1 : 2 * right == k ? 0.5 : 0;
                mean += right > half ? 2. * (right - half) / k : 0;
            }
            cr_assert(fabs(pass(WHISKER_PASS_AT, N, c, k) - any / subsets) < 1e-15);
            cr_assert(fabs(pass(WHISKER_PASS_ALL, N, c, k) - all / subsets) < 1e-15);
            cr_assert(fabs(whisker_pass_value(WHISKER_G_PASS, N, c, k, 1. / 3) - third / subsets) < 2e-15);
            cr_assert(fabs(pass(WHISKER_MAJORITY, N, c, k) - most / subsets) < 2e-15);
            cr_assert(fabs(pass(WHISKER_MG_PASS, N, c, k) - mean / subsets) < 2e-15);
            cr_assert(near(whisker_pass_value(WHISKER_G_PASS, N, c, k, 1), all / subsets, 1e-13));
        }
    }
}

/* ---- large numbers, by mpmath with 60 digits ---- */

Test(pass_at, large_numbers)
{
    cr_assert(near(pass(WHISKER_PASS_AT, 1000000, 3, 5), 1.499994e-5, 1e-9));
    cr_assert(near(pass(WHISKER_PASS_AT, 1000000, 1, 1), 1e-6, 1e-15));
    cr_assert(near(pass(WHISKER_PASS_AT, 1000000, 500000, 20), 0.99999904650686803, 1e-15));
    cr_assert(near(pass(WHISKER_PASS_AT, 1000000, 12, 1000), 0.011934284783908769, 1e-15));
    cr_assert_eq(pass(WHISKER_PASS_AT, 1000000, 1000000, 1000000), 1);
    cr_assert(near(pass(WHISKER_PASS_ALL, 1000000, 500000, 20), 9.5349313196609169e-7, 1e-15));
    cr_assert(near(pass(WHISKER_PASS_ALL, 100000, 99990, 5), 0.99950008999370005, 1e-15));
    cr_assert(near(pass(WHISKER_PASS_ALL, 1000000, 900000, 1000), 1.653442623701492e-46, 1e-15));
    cr_assert(near(pass(WHISKER_PASS_ALL, 1000000, 999000, 500000), 5.6605309265321963e-302, 1e-15));
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 1000, 400, 100, 0.5), 0.021147699141455711, 1e-13));
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 1000, 400, 100, 0.7), 1.5562378235880232e-10, 1e-13));
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 200, 37, 10, 0.4), 0.090601477293687727, 1e-13));
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 1000000, 400000, 1000, 0.42), 0.10416549954873163, 1e-12));
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 1000000, 400000, 1000, 0.6), 2.5688515472073992e-37, 1e-12));
    cr_assert(near(pass(WHISKER_MG_PASS, 1000, 400, 100), 0.000544919878719744, 1e-13));
    cr_assert(near(pass(WHISKER_MG_PASS, 64, 40, 16), 0.26163739832957644, 1e-13));
    cr_assert(near(pass(WHISKER_MG_PASS, 1000000, 510000, 1001), 0.024313161711537288, 1e-12));
    cr_assert(near(pass(WHISKER_MAJORITY, 1000, 400, 100), 0.016807281225991269, 1e-13));
    cr_assert(near(pass(WHISKER_MAJORITY, 64, 40, 15), 0.87288107694203897, 1e-13));
    cr_assert(near(pass(WHISKER_MAJORITY, 64, 40, 16), 0.87288107694203897, 1e-13)); /* a coin adds nothing */
    cr_assert(near(pass(WHISKER_MAJORITY, 1000000, 510000, 1001), 0.73673433730135118, 1e-12));
}

/* 0.55 is a little over 55 / 100 as a double, and asks for 55 passes of 100 all the same. */
Test(pass_at, a_share_is_not_rounded_up)
{
    double exact = whisker_pass_value(WHISKER_G_PASS, 200, 110, 100, 0.55);
    cr_assert(0.55 * 100 > 55);
    cr_assert_eq(exact, whisker_pass_value(WHISKER_G_PASS, 200, 110, 100, 0.545));
    cr_assert_lt(whisker_pass_value(WHISKER_G_PASS, 200, 110, 100, 0.551), exact);
    cr_assert(near(whisker_pass_value(WHISKER_G_PASS, 10, 3, 5, 1e-9), pass(WHISKER_PASS_AT, 10, 3, 5), 1e-15));
}

Test(pass_at, undefined)
{
    for (int32_t kind = WHISKER_PASS_AT; kind <= WHISKER_MAJORITY; kind++) {
        cr_assert(isnan(pass(kind, 5, 2, 6)) && isnan(pass(kind, 0, 0, 1)) && isnan(pass(kind, 5, 2, 0)));
        cr_assert(isnan(pass(kind, 5, 6, 2)) && isnan(pass(kind, 5, -1, 2)));
        cr_assert_eq(whisker_pass_number(whisker_pass_name(kind)), kind);
    }
    cr_assert(isnan(whisker_pass_value(WHISKER_G_PASS, 5, 2, 2, 0)));
    cr_assert(isnan(whisker_pass_value(WHISKER_G_PASS, 5, 2, 2, 1.1)));
    cr_assert(isnan(pass(6, 5, 2, 2)));
    cr_assert_null(whisker_pass_name(0));
    cr_assert_null(whisker_pass_name(6));
    cr_assert_null(whisker_pass_name(-1));
    cr_assert_eq(whisker_pass_number("pass^k"), -1);
    cr_assert_eq(whisker_pass_number(NULL), -1);
}

Test(pass_at, items_with_too_few_draws_are_missing)
{
    const int32_t draws[] = {4, 1, 0, 2}, passed[] = {1, 1, 0, 0};
    double score[4];
    whisker_pass_options options = {.size = sizeof options, .k = 2};
    cr_assert_eq(whisker_pass_scores(4, draws, passed, &options, score, NULL), WHISKER_OK);
    cr_assert(near(score[0], 0.5, 1e-15) && isnan(score[1]) && isnan(score[2]) && score[3] == 0);
    cr_assert_eq(whisker_pass_scores(4, draws, passed, NULL, score, NULL), WHISKER_OK);
    cr_assert(near(score[0], 0.25, 1e-15) && score[1] == 1 && isnan(score[2]));
}

Test(pass_at, refusals)
{
    const int32_t draws[] = {4, 3}, passed[] = {1, 4}, negative[] = {0, -1};
    double score[2];
    whisker_pass_options options = {.size = sizeof options};
    cr_assert_eq(whisker_pass_scores(2, draws, passed, &options, score, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_pass_scores(2, draws, negative, &options, score, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_pass_scores(1, NULL, passed, &options, score, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_pass_scores(-1, draws, passed, &options, score, NULL), WHISKER_BAD_ARGUMENT);
    options.k = -1;
    cr_assert_eq(whisker_pass_scores(1, draws, passed, &options, score, NULL), WHISKER_BAD_OPTION);
    options = (whisker_pass_options){.size = sizeof options, .kind = 6};
    cr_assert_eq(whisker_pass_scores(1, draws, passed, &options, score, NULL), WHISKER_BAD_OPTION);
    options = (whisker_pass_options){.size = sizeof options, .kind = WHISKER_G_PASS};
    cr_assert_eq(whisker_pass_scores(1, draws, passed, &options, score, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_design_pass_scores(NULL, 0, NULL, score, NULL), WHISKER_BAD_ARGUMENT);
}

/* ---- a design ---- */

Test(pass_at, of_a_design)
{
    row rows[] = {
        {"a", "q1", "1", 1, NULL, 1}, {"a", "q1", "2", 0, NULL, 1}, {"a", "q1", "3", 0, NULL, 1},
        {"a", "q2", "1", 1, NULL, 1}, {"a", "q2", "2", 1, NULL, 1}, {"a", "q3", "1", 1, NULL, 1},
        {"b", "q4", "1", 1, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, 7, rows);
    whisker_roles roles = rows_roles();
    whisker_pass_options options = {.size = sizeof options, .k = 2};
    double score[4];
    for (int32_t missing = WHISKER_MISSING_DROP; missing <= WHISKER_MISSING_ZERO; missing++) {
        roles.draw = DRAW;
        roles.missing = missing;
        whisker_design *design = rows_design(table, &roles);
        cr_assert_eq(whisker_design_pass_scores(design, 0, &options, score, NULL), WHISKER_OK);
        cr_assert(near(score[0], 2. / 3, 1e-15) && score[1] == 1 && isnan(score[2]));
        cr_assert(missing == WHISKER_MISSING_ZERO ? score[3] == 0 : isnan(score[3]));
        cr_assert_eq(whisker_design_pass_scores(design, 2, &options, score, NULL), WHISKER_BAD_ARGUMENT);
        whisker_design_free(design);
    }
    whisker_table_free(table);
    rows[0].score = 0.5;
    table = rows_table(NULL, 7, rows);
    whisker_design *design = rows_design(table, &roles);
    cr_assert_eq(whisker_design_pass_scores(design, 0, &options, score, NULL), WHISKER_NOT_BINARY);
    whisker_design_free(design);
    whisker_table_free(table);
}
