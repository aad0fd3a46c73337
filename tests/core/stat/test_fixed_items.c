/* These very items: only draws vary. By hand. */
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { N = 5 };

static const double mean_a[N] = {0.5, 0.25, 1, NAN, 0.75}, within_a[N] = {1 / 3.0, 0.25, 0, NAN, 0.25};
static const int32_t draws_a[N] = {4, 4, 4, 0, 4};
static const double mean_b[N] = {0.5, 0, 1, 0.5, 1}, within_b[N] = {0.5, 0, 0, 0.5, NAN};
static const int32_t draws_b[N] = {2, 2, 2, 2, 1};

static whisker_item_draws run_a(void)
{
    return (whisker_item_draws){.size = sizeof(whisker_item_draws), .mean = mean_a, .draws = draws_a, .within = within_a};
}

static whisker_item_draws run_b(void)
{
    return (whisker_item_draws){.size = sizeof(whisker_item_draws), .mean = mean_b, .draws = draws_b, .within = within_b};
}

static whisker_fixed_mean found(const whisker_items *items, const whisker_item_draws *a, const whisker_item_draws *b,
                                const whisker_mean_options *options)
{
    whisker_fixed_mean out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_fixed_items(items, a, b, options, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

Test(fixed_items, a_mean_varies_by_its_draws)
{
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws a = run_a();
    whisker_fixed_mean got = found(&items, &a, NULL, NULL);
    double parts[] = {1 / 3.0 / 4 / 16, 0.25 / 4 / 16, 0.25 / 4 / 16}, variance = 0, spread = 0;
    for (int i = 0; i < 3; i++) {
        variance += parts[i];
        spread += parts[i] * parts[i] / 3;
    }
    cr_expect_float_eq(got.value, 0.625, 1e-15);
    cr_expect_float_eq(got.standard_error, sqrt(variance), 1e-15);
    cr_expect_float_eq(got.df, variance * variance / spread, 1e-12);
    double half = whisker_t_quantile(0.025, got.df, WHISKER_UPPER) * sqrt(variance);
    cr_expect_float_eq(got.lower, 0.625 - half, 1e-14);
    cr_expect_float_eq(got.upper, 0.625 + half, 1e-14);
    cr_expect(got.n_items == 4 && got.n_missing == 1 && got.n_repeated == 4);
    cr_expect_eq(got.notes, 0);
}

/* Of B's items one has a single draw: it is given the mean variance of the others, (.5 + 0 + 0) / 3. */
Test(fixed_items, a_difference_has_the_draws_of_both_and_single_draws_the_mean_variance)
{
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws a = run_a(), b = run_b();
    whisker_fixed_mean got = found(&items, &a, &b, NULL);
    double of_a = (1 / 3.0 + 0.25 + 0.25) / 4 / 16, of_b = (0.5 / 2 + 0.5 / 3) / 16;
    cr_expect_float_eq(got.value, (0 + 0.25 + 0 - 0.25) / 4, 1e-15);
    cr_expect_float_eq(got.standard_error, sqrt(of_a + of_b), 1e-15);
    cr_expect_eq(got.n_repeated, 3);
    cr_expect_eq(got.notes & WHISKER_NOTE_SINGLE_DRAWS, WHISKER_NOTE_SINGLE_DRAWS);
    whisker_fixed_mean turned = found(&items, &b, &a, NULL);
    cr_expect_eq(turned.value, -got.value);
    cr_expect_eq(turned.standard_error, got.standard_error);
}

Test(fixed_items, weights_are_shares)
{
    const double weight[N] = {1, 2, 0, 1, 1};
    whisker_items items = {.size = sizeof items, .n = N, .weight = weight};
    whisker_item_draws a = run_a();
    whisker_fixed_mean got = found(&items, &a, NULL, NULL);
    cr_expect_float_eq(got.value, (0.5 + 2 * 0.25 + 0.75) / 4, 1e-15);
    cr_expect_float_eq(got.standard_error, sqrt((1 / 3.0 / 4 + 4 * 0.25 / 4 + 0.25 / 4) / 16), 1e-15);
    cr_expect_eq(got.n_items, 3);
}

Test(fixed_items, without_repeats_nothing_is_known)
{
    const int32_t once[N] = {1, 1, 1, 0, 1};
    const double none[N] = {NAN, NAN, NAN, NAN, NAN};
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws a = {.size = sizeof a, .mean = mean_a, .draws = once, .within = none};
    whisker_fixed_mean got = found(&items, &a, NULL, NULL);
    cr_expect_float_eq(got.value, 0.625, 1e-15);
    cr_expect(isnan(got.standard_error) && isnan(got.lower) && isnan(got.df));
    cr_expect_eq(got.notes, WHISKER_NOTE_NO_REPEATS);
}

Test(fixed_items, equal_draws_never_vary)
{
    const double none[N] = {0};
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws a = {.size = sizeof a, .mean = mean_a, .draws = draws_a, .within = none};
    whisker_fixed_mean got = found(&items, &a, NULL, NULL);
    cr_expect_eq(got.standard_error, 0);
    cr_expect(isnan(got.lower));
    cr_expect_eq(got.notes, WHISKER_NOTE_EQUAL_DRAWS);
}

/* The standard error that the components name for endless items: that of the draws alone. */
Test(fixed_items, is_the_draw_part_of_the_components)
{
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws b = run_b();
    whisker_fixed_mean got = found(&items, &b, NULL, NULL);
    whisker_components parts = {.size = sizeof parts};
    cr_assert_eq(whisker_components_of_items(&items, mean_b, draws_b, within_b, NULL, NULL, &parts, NULL), WHISKER_OK);
    cr_expect_float_eq(got.standard_error * got.standard_error, parts.draw_part, 1e-15);
}

Test(fixed_items, refuses_what_cannot_be_meant)
{
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_item_draws a = run_a(), empty = {.size = sizeof empty};
    whisker_fixed_mean out = {.size = sizeof out}, unset = {0};
    whisker_mean_options options = {.size = sizeof options, .level = 2};
    cr_expect_eq(whisker_fixed_items(&items, &empty, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_fixed_items(&items, &a, NULL, NULL, &unset, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_fixed_items(&items, &a, NULL, &options, &out, NULL), WHISKER_BAD_OPTION);
    items.n = 0;
    cr_expect_eq(whisker_fixed_items(&items, &a, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
}
