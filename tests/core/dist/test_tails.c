#include "dist/tails.h"

#include <criterion/criterion.h>

/* One known tail gives all four forms, also where the other has rounded to 1. */
Test(tails, every_form_of_a_known_tail)
{
    tail_mass tiny = lower_mass(-460);
    cr_expect_eq(tail_form(tiny, WHISKER_LOG), -460);
    cr_expect_eq(tail_form(tiny, WHISKER_LOWER), exp(-460));
    cr_expect_eq(tail_form(tiny, WHISKER_UPPER), 1);
    cr_expect_eq(tail_form(tiny, WHISKER_UPPER | WHISKER_LOG), -exp(-460));
    cr_expect_eq(tail_form(mirrored(tiny), WHISKER_UPPER), exp(-460));
    cr_expect(isnan(tail_form(tiny, 4)));
    cr_expect(isnan(tail_form(tiny, -1)));
    cr_expect(isnan(tail_form(lower_mass(NAN), WHISKER_UPPER)));
}

Test(tails, a_quarter)
{
    tail_mass quarter = upper_mass(log(0.25));
    cr_expect_eq(tail_form(quarter, WHISKER_UPPER), 0.25);
    cr_expect_eq(tail_form(quarter, WHISKER_LOWER), 0.75);
}

Test(tails, targets_in_every_form)
{
    tail_target target = target_of(-1e-30, WHISKER_UPPER | WHISKER_LOG);
    cr_expect_eq(target.log_upper, -1e-30);
    cr_expect(fabs(target.log_lower - log(1e-30)) < 1e-13);
    cr_expect_eq(target.above_median, -0.5);
    cr_expect_eq(nearer_side(target), WHISKER_LOWER);
    cr_expect_eq(target_of(0.75, WHISKER_LOWER).above_median, 0.25);
    cr_expect_eq(target_of(0.75, WHISKER_UPPER).above_median, -0.25);
}

Test(tails, what_is_no_probability)
{
    cr_expect(isnan(target_of(-0.1, WHISKER_LOWER).log_lower));
    cr_expect(isnan(target_of(1.1, WHISKER_UPPER).log_lower));
    cr_expect(isnan(target_of(0.1, WHISKER_LOG).log_lower));
    cr_expect(isnan(target_of(NAN, WHISKER_LOG).log_lower));
    cr_expect(isnan(target_of(0.5, 7).log_lower));
}
