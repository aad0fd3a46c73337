#include "counting_allocator.h"
#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAIRS = 15 };

static void set_sizes(whisker_contrast *contrasts)
{
    memset(contrasts, 0, MOST_PAIRS * sizeof *contrasts);
    for (int i = 0; i < MOST_PAIRS; i++)
        contrasts[i].size = sizeof *contrasts;
}

static whisker_contrasts tukey(int64_t n, const double *score, const int32_t *group, int32_t n_groups,
                               whisker_contrast *contrasts)
{
    whisker_contrasts out = {.size = sizeof out};
    whisker_error error = {0};
    set_sizes(contrasts);
    cr_assert_eq(whisker_tukey(n, score, group, n_groups, 0, contrasts, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_contrasts dunnett(int64_t n, const double *score, const int32_t *group, int32_t n_groups, int32_t control,
                                 whisker_contrast *contrasts)
{
    whisker_contrasts out = {.size = sizeof out};
    whisker_error error = {0};
    set_sizes(contrasts);
    cr_assert_eq(whisker_dunnett(n, score, group, n_groups, control, 0, contrasts, NULL, &out, &error), WHISKER_OK, "%s",
                 error.text);
    return out;
}

static int32_t groups_of(const int32_t *group, int64_t n)
{
    int32_t largest = 0;
    for (int64_t i = 0; i < n; i++)
        largest = group[i] > largest ? group[i] : largest;
    return largest + 1;
}

/* The reference subtracts the earlier group from the later. */
Test(tukey, reference)
{
    reference reference = reference_open("tukey");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *score = reference_numbers(reference_input(test, "y"), &n);
        int32_t *group = reference_codes(reference_input(test, "group"), &n);
        int32_t n_groups = groups_of(group, n), n_pairs = n_groups * (n_groups - 1) / 2;
        whisker_contrast contrasts[MOST_PAIRS];
        double value[MOST_PAIRS], p[MOST_PAIRS], lower[MOST_PAIRS], upper[MOST_PAIRS], t[MOST_PAIRS];
        whisker_contrasts out = tukey(n, score, group, n_groups, contrasts);
        const cJSON *pairs = reference_expected(test, "pairs");
        for (int32_t i = 0; i < n_pairs; i++) {
            char name[16];
            snprintf(name, sizeof name, "m%d-m%d", (int)contrasts[i].b, (int)contrasts[i].a);
            cr_assert_str_eq(cJSON_GetArrayItem(pairs, i)->valuestring, name);
            value[i] = -contrasts[i].value;
            p[i] = contrasts[i].p;
            lower[i] = -contrasts[i].upper;
            upper[i] = -contrasts[i].lower;
        }
        reference_pass_over(&reference, "pairs", "names; compared as such");
        reference_check(&reference, test, "mse", out.variance);
        reference_check(&reference, test, "df", out.df);
        reference_check_list(&reference, test, "diff", value, n_pairs);
        reference_check_list(&reference, test, "p_adj", p, n_pairs);
        reference_check_list(&reference, test, "lwr", lower, n_pairs);
        reference_check_list(&reference, test, "upr", upper, n_pairs);
        dunnett(n, score, group, n_groups, 0, contrasts);
        for (int32_t i = 0; i < n_groups - 1; i++) {
            t[i] = contrasts[i].t;
            p[i] = contrasts[i].p;
        }
        reference_check_list(&reference, test, "dunnett_t", t, n_groups - 1);
        reference_check_list(&reference, test, "dunnett_p", p, n_groups - 1);
        free(score);
        free(group);
    }
    reference_close(&reference);
}

static const double score[] = {3, 5, 4, 9, 7, 8, 8, 1, 2, 3};
static const int32_t group[] = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2};

/* Two groups: Student's t test, with either name. */
Test(tukey, of_two_groups_is_t)
{
    whisker_contrast all[MOST_PAIRS], one[MOST_PAIRS];
    whisker_contrasts out = tukey(7, score, group, 2, all);
    dunnett(7, score, group, 2, 1, one);
    double t = -4 / sqrt((2 + 2) / 5. * (1 / 3. + 1 / 4.));
    cr_assert(fabs(all[0].t - t) < 1e-14 * fabs(t));
    double p = 2 * whisker_t_cdf(t, 5, WHISKER_LOWER), critical = whisker_t_quantile(0.025, 5, WHISKER_UPPER);
    cr_assert(fabs(all[0].p - p) < 1e-10 * p && fabs(one[0].p - p) < 1e-10 * p);
    cr_assert(fabs(out.critical - critical) < 1e-9 * critical);
    cr_assert(fabs(all[0].upper - (-4 + critical * all[0].standard_error)) < 1e-8);
    cr_assert(fabs(one[0].upper - all[0].upper) < 1e-8);
    cr_assert(one[0].a == 0 && one[0].b == 1);
}

/* An interval ends at 0 where p is 1 - level, whichever group is the control. */
Test(tukey, intervals_and_p_values_agree)
{
    for (int32_t control = 0; control < 3; control++) {
        whisker_contrast contrasts[MOST_PAIRS];
        dunnett(10, score, group, 3, control, contrasts);
        for (int i = 0; i < 2; i++) {
            whisker_contrasts out = {.size = sizeof out};
            double p = contrasts[i].p, value = contrasts[i].value;
            cr_assert_eq(whisker_dunnett(10, score, group, 3, control, 1 - p, contrasts, NULL, &out, NULL), WHISKER_OK);
            cr_assert(fabs(value > 0 ? contrasts[i].lower : contrasts[i].upper) < 1e-8);
            dunnett(10, score, group, 3, control, contrasts);
        }
    }
}

Test(tukey, order_of_scores_changes_no_digit)
{
    enum { COUNT = 400 };
    double first[COUNT], second[COUNT];
    int32_t group_first[COUNT], group_second[COUNT];
    whisker_contrast contrasts[2][MOST_PAIRS];
    for (int i = 0; i < COUNT; i++) {
        first[i] = sin(i * i) / 3;
        group_first[i] = i * 7 % 5;
    }
    for (int i = 0; i < COUNT; i++) {
        second[i] = first[(i * 37 + 3) % COUNT];
        group_second[i] = group_first[(i * 37 + 3) % COUNT];
    }
    tukey(COUNT, first, group_first, 5, contrasts[0]);
    tukey(COUNT, second, group_second, 5, contrasts[1]);
    cr_assert_eq(memcmp(contrasts[0], contrasts[1], sizeof contrasts[0]), 0);
}

Test(tukey, missing_scores_are_left_out)
{
    const double some[] = {3, NAN, 5, 4, INFINITY, 9, 7, 8, 8};
    const int32_t of[] = {0, 0, 0, 0, 1, 1, 1, 1, 1};
    whisker_contrast contrasts[2][MOST_PAIRS];
    whisker_contrasts out = tukey(9, some, of, 2, contrasts[0]);
    tukey(7, score, group, 2, contrasts[1]);
    cr_assert_eq(memcmp(contrasts[0], contrasts[1], sizeof contrasts[0]), 0);
    cr_assert_eq(out.n_missing, 2);
    cr_assert_eq(out.n_items, 7);
    cr_assert(out.notes & WHISKER_NOTE_NON_FINITE);
}

Test(tukey, no_variance_no_test)
{
    const double same[] = {1, 1, 2, 2}, single[] = {1, 2, 3};
    const int32_t of[] = {0, 0, 1, 1}, each[] = {0, 1, 2};
    whisker_contrast contrasts[MOST_PAIRS];
    whisker_contrasts out = tukey(4, same, of, 2, contrasts);
    cr_assert(out.notes & WHISKER_NOTE_NO_VARIATION);
    cr_assert(contrasts[0].value == -1 && isnan(contrasts[0].p) && isnan(contrasts[0].lower) && isnan(out.critical));
    out = dunnett(3, single, each, 3, 2, contrasts);
    cr_assert(out.notes & WHISKER_NOTE_ONE_ITEM);
    cr_assert(contrasts[1].value == -1 && isnan(contrasts[1].p) && isnan(contrasts[1].standard_error));
}

Test(tukey, misuse)
{
    whisker_contrast contrasts[MOST_PAIRS];
    whisker_contrasts out = {.size = sizeof out};
    set_sizes(contrasts);
    cr_expect_eq(whisker_tukey(10, score, group, 4, 0, contrasts, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_tukey(10, score, group, 2, 0, contrasts, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_tukey(10, score, group, 1, 0, contrasts, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_tukey(10, score, group, 3, 1, contrasts, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_dunnett(10, score, group, 3, 3, 0, contrasts, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    contrasts[1].size = 0;
    cr_expect_eq(whisker_tukey(10, score, group, 3, 0, contrasts, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
}

Test(tukey, survives_lack_of_memory)
{
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_contrast contrasts[MOST_PAIRS];
        whisker_contrasts out = {.size = sizeof out};
        set_sizes(contrasts);
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_tukey(10, score, group, 3, 0, contrasts, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 50);
    }
}
