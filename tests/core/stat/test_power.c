#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static double input(const cJSON *test, const char *name)
{
    return reference_number(reference_input(test, name));
}

static void check_t_tests(reference *reference, const cJSON *test)
{
    double n = input(test, "n"), delta = input(test, "delta"), sd = input(test, "sd"), alpha = input(test, "alpha");
    reference_check(reference, test, "power_one_sample", whisker_t_test_power(n, delta, sd, alpha, 0));
    reference_check(reference, test, "mde80_one_sample", whisker_t_test_effect(n, 0.8, sd, alpha, 0));
    reference_check(reference, test, "n80_one_sample", whisker_t_test_items(delta, 0.8, sd, alpha, 0));
    reference_check(reference, test, "power_two_sample", whisker_t_test_power(n, delta, sd, alpha, 1));
    reference_check(reference, test, "mde80_two_sample", whisker_t_test_effect(n, 0.8, sd, alpha, 1));
    reference_check(reference, test, "n80_two_sample", whisker_t_test_items(delta, 0.8, sd, alpha, 1));
}

static void check_proportions(reference *reference, const cJSON *test)
{
    double p1 = input(test, "p1"), p2 = input(test, "p2"), power = input(test, "power"), alpha = input(test, "alpha");
    reference_check(reference, test, "n_per_group_pooled", whisker_proportions_items(p1, p2, power, alpha));
    reference_check(reference, test, "cohen_h", whisker_cohen_h(p1, p2));
    reference_check(reference, test, "n_arcsine", whisker_proportions_items_arcsine(p1, p2, power, alpha));
}

static whisker_plan plan_of(const cJSON *test, int32_t unknown)
{
    whisker_plan plan = {.size = sizeof plan, .unknown = unknown};
    plan.variance = input(test, "omega2");
    plan.within_a = input(test, "sigA2");
    plan.within_b = input(test, "sigB2");
    plan.draws_a = input(test, "KA");
    plan.draws_b = input(test, "KB");
    plan.alpha = input(test, "alpha");
    plan.power = input(test, "power");
    return plan;
}

static void check_plan(reference *reference, const cJSON *test)
{
    whisker_plan items = plan_of(test, WHISKER_SOLVE_ITEMS), effect = plan_of(test, WHISKER_SOLVE_EFFECT);
    items.effect = input(test, "delta");
    cr_assert_eq(whisker_solve_plan(&items, NULL), WHISKER_OK);
    reference_check(reference, test, "n_questions", items.items);
    effect.items = 1000;
    cr_assert_eq(whisker_solve_plan(&effect, NULL), WHISKER_OK);
    reference_check(reference, test, "mde_at_n1000", effect.effect);
}

static void check_mcnemar(reference *reference, const cJSON *test)
{
    double only_a = input(test, "pb"), only_b = input(test, "pc"), alpha = input(test, "alpha");
    reference_check(reference, test, "mcnemar_exact_power",
                    whisker_mcnemar_power(only_a, only_b, (int64_t)input(test, "n"), alpha));
    reference_check(reference, test, "mcnemar_normal_n80", whisker_mcnemar_items(only_a, only_b, 0.8, alpha));
}

Test(power, reference)
{
    reference reference = reference_open("power");
    cJSON *test;
    reference_each(test, &reference) {
        if (reference_expects(test, "power_one_sample"))
            check_t_tests(&reference, test);
        else if (reference_expects(test, "cohen_h"))
            check_proportions(&reference, test);
        else if (reference_expects(test, "n_questions"))
            check_plan(&reference, test);
        else if (reference_expects(test, "mcnemar_exact_power"))
            check_mcnemar(&reference, test);
        else
            cr_assert_fail("a case of an unknown kind");
    }
    reference_close(&reference);
}

Test(power, undefined)
{
    cr_expect(isnan(whisker_t_test_power(1, 0.5, 1, 0.05, 0)));
    cr_expect(isnan(whisker_t_test_power(10, 0.5, 0, 0.05, 0)));
    cr_expect(isnan(whisker_t_test_items(0, 0.8, 1, 0.05, 0)));
    cr_expect(isnan(whisker_t_test_effect(10, 0.04, 1, 0.05, 0)));
    cr_expect(isnan(whisker_proportions_items(0.5, 0.5, 0.8, 0.05)));
    cr_expect(isnan(whisker_mcnemar_items(0.1, 0.1, 0.8, 0.05)));
    cr_expect(isnan(whisker_mcnemar_power(0.7, 0.7, 10, 0.05)));
    cr_expect(isnan(whisker_cohen_h(1.5, 0.5)));
}

/* McNemar's power by hand: 6 items, all discordant, A right with probability 0.9. Only 6 to 0 is significant at 5%
 * (p = 1/32), so power = 0.9^6 + 0.1^6. With 5 items nothing is. */
Test(power, mcnemar_by_hand)
{
    cr_expect_float_eq(whisker_mcnemar_power(0.9, 0.1, 6, 0.05), 0.531441 + 1e-6, 1e-13);
    cr_expect_eq(whisker_mcnemar_power(0.9, 0.1, 5, 0.05), 0);
    cr_expect_float_eq(whisker_mcnemar_power(0.9, 0.1, 5, 0.0625), 0.59049 + 1e-5, 1e-13, "p equal to alpha rejects");
    cr_expect_float_eq(whisker_mcnemar_power(0.5, 0, 6, 0.05), 0x1p-6, 1e-14, "6 of 6 items must differ");
}

/* Planning is where a t test that needs fewer than two items is asked for. */
Test(power, huge_effect_needs_two_items)
{
    cr_expect_eq(whisker_t_test_items(1000, 0.8, 1, 0.05, 0), 2);
}
