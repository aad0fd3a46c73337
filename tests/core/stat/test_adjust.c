#include "counting_allocator.h"
#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_method(reference *reference, const cJSON *test, const char *key, int32_t adjustment)
{
    int64_t n;
    double *p = reference_numbers(reference_input(test, "p"), &n);
    double *adjusted = malloc((size_t)n * sizeof *adjusted);
    cr_assert_eq(whisker_adjust(n, p, adjustment, adjusted, NULL, NULL), WHISKER_OK);
    reference_check_list(reference, test, key, adjusted, n);
    cr_assert_eq(whisker_adjust(n, p, adjustment, p, NULL, NULL), WHISKER_OK, "in place");
    cr_assert_arr_eq(p, adjusted, (size_t)n * sizeof *p);
    free(adjusted);
    free(p);
}

Test(adjust, reference)
{
    reference reference = reference_open("multcomp");
    cJSON *test;
    reference_each(test, &reference) {
        check_method(&reference, test, "bonferroni", WHISKER_BONFERRONI);
        check_method(&reference, test, "holm", WHISKER_HOLM);
        check_method(&reference, test, "holm", WHISKER_ADJUST_DEFAULT);
        check_method(&reference, test, "hochberg", WHISKER_HOCHBERG);
        check_method(&reference, test, "hommel", WHISKER_HOMMEL);
        check_method(&reference, test, "BH", WHISKER_BENJAMINI_HOCHBERG);
        check_method(&reference, test, "BY", WHISKER_BENJAMINI_YEKUTIELI);
    }
    reference_close(&reference);
}

Test(adjust, undefined_p_values_do_not_count)
{
    const double p[5] = {0.04, NAN, 0.01, NAN, 0.03};
    double adjusted[5];
    cr_assert_eq(whisker_adjust(5, p, WHISKER_HOLM, adjusted, NULL, NULL), WHISKER_OK);
    cr_expect(isnan(adjusted[1]) && isnan(adjusted[3]));
    cr_expect_float_eq(adjusted[2], 0.03, 1e-16);
    cr_expect_float_eq(adjusted[4], 0.06, 1e-16);
    cr_expect_float_eq(adjusted[0], 0.06, 1e-16);
    cr_assert_eq(whisker_adjust(5, p, WHISKER_ADJUST_NONE, adjusted, NULL, NULL), WHISKER_OK);
    cr_expect(adjusted[0] == 0.04 && isnan(adjusted[1]) && adjusted[4] == 0.03);
    cr_expect_eq(whisker_adjust(0, NULL, WHISKER_HOLM, NULL, NULL, NULL), WHISKER_OK);
}

Test(adjust, refusals)
{
    const double p[2] = {0.5, 1.5};
    double adjusted[2];
    whisker_error error;
    cr_expect_eq(whisker_adjust(2, p, WHISKER_HOLM, adjusted, NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_expect(strstr(error.text, "p-value 2") != NULL);
    cr_expect_eq(whisker_adjust(1, p, 99, adjusted, NULL, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_adjust(-1, p, WHISKER_HOLM, adjusted, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_adjust(1, NULL, WHISKER_HOLM, adjusted, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(adjust, names)
{
    const char *names[] = {"none", "bonferroni", "holm", "hochberg", "hommel", "bh", "by"};
    for (int32_t i = 0; i < 7; i++) {
        cr_expect_str_eq(whisker_adjustment_name(i + 1), names[i]);
        cr_expect_eq(whisker_adjustment_number(names[i]), i + 1);
    }
    cr_expect_str_eq(whisker_adjustment_name(WHISKER_ADJUST_DEFAULT), "holm");
    cr_expect_null(whisker_adjustment_name(8));
    cr_expect_null(whisker_adjustment_name(-1));
    cr_expect_eq(whisker_adjustment_number("Holm"), -1);
    cr_expect_eq(whisker_adjustment_number(NULL), -1);
}

Test(adjust, memory)
{
    counting_allocator counting;
    double p[3000], adjusted[3000];
    for (int i = 0; i < 3000; i++)
        p[i] = i / 3000.0;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
        whisker_arena *arena = NULL;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK)
            status = whisker_adjust(3000, p, WHISKER_HOLM, adjusted, arena, NULL);
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(fail_at < 20);
    }
    cr_assert_eq(status, WHISKER_OK);
}
