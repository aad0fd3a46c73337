#include "counting_allocator.h"
#include "reference.h"

#include "base/random.h"
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

/* Wright 1992, the textbook algorithm, quadratic; p sorted. */
static void hommel_by_definition(int n, const double *p, double *adjusted)
{
    for (int i = 0; i < n; i++)
        adjusted[i] = p[i];
    for (int size = 2; size <= n; size++) {
        double simes = INFINITY;
        for (int rank = 1; rank <= size; rank++)
            simes = fmin(simes, size * p[n - size + rank - 1] / rank);
        for (int i = 0; i < n; i++)
            adjusted[i] = fmax(adjusted[i], fmin(1, fmin(size * p[i], simes)));
    }
}

static int by_value(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* Uniform, small, clumped, tied and extreme p-values. */
static double some_p(int kind, double u)
{
    switch (kind) {
    case 0: return u;
    case 1: return u * u * u * u;
    case 2: return u < 0.5 ? 1e-3 * u : u;
    case 3: return floor(8 * u) / 8;
    case 4: return u < 0.3 ? 0 : u < 0.6 ? 1 : ldexp(u, -300);
    default: return 0.05;
    }
}

Test(adjust, hommel_is_closed_testing)
{
    enum { MOST = 120 };
    double p[MOST], expected[MOST], got[MOST];
    for (int run = 0; run < 3000; run++) {
        random_stream random = random_open(7, (uint64_t)run);
        int n = run < 1200 ? 1 + run % 12 : 1 + (int)random_below(&random, MOST);
        for (int i = 0; i < n; i++)
            p[i] = some_p(run % 6, random_uniform(&random));
        qsort(p, (size_t)n, sizeof *p, by_value);
        hommel_by_definition(n, p, expected);
        cr_assert_eq(whisker_adjust(n, p, WHISKER_HOMMEL, got, NULL, NULL), WHISKER_OK);
        for (int i = 0; i < n; i++)
            cr_assert(fabs(got[i] - expected[i]) <= 1e-14 * expected[i], "run %d, p %d of %d: %g instead of %g", run, i,
                      n, got[i], expected[i]);
    }
}

/* Half a million comparisons take no longer than their sort; the quadratic algorithm would take hours. */
Test(adjust, hommel_of_very_many)
{
    enum { MANY = 500000 };
    double *p = malloc(MANY * sizeof *p);
    random_stream random = random_open(8, 0);
    for (int i = 0; i < MANY; i++)
        p[i] = random_uniform(&random);
    p[7] = 1e-9;
    cr_assert_eq(whisker_adjust(MANY, p, WHISKER_HOMMEL, p, NULL, NULL), WHISKER_OK);
    cr_assert(p[7] > 4.9e-4 && p[7] <= 5e-4);
    free(p);
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
            status = whisker_adjust(3000, p, WHISKER_HOMMEL, adjusted, arena, NULL);
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(fail_at < 20);
    }
    cr_assert_eq(status, WHISKER_OK);
}
