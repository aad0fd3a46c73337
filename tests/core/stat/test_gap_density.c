#include "stat/gap_density.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

typedef struct law {
    double centre, deviation;
} law;

static double normal(double gap, void *context)
{
    const law *law = context;
    double z = (gap - law->centre) / law->deviation;
    return -0.5 * z * z;
}

/* Normal laws inside -1 .. 1: masses on either side of 0 relative to themselves, 30 deviations out; mean; quantiles. */
Test(gap_density, of_a_normal_law)
{
    gap_density density;
    for (double centre = -0.3; centre <= 0.31; centre += 0.06) {
        law law = {centre, 0.01 + 0.1 * centre * centre};
        cr_assert(gap_tabulate(normal, &law, centre * 0.9, law.deviation * 1.1, &density));
        double total = density.below + density.above, z = centre / law.deviation;
        double below = whisker_normal_cdf(-z, WHISKER_LOWER), above = whisker_normal_cdf(z, WHISKER_LOWER);
        cr_assert_float_eq(density.below / total / below, 1, 1e-9, "%g: %g %g", centre, density.below / total, below);
        cr_assert_float_eq(density.above / total / above, 1, 1e-9);
        cr_assert_float_eq(gap_mean(&density), centre, 1e-10);
        for (double p = 0.005; p < 0.5; p *= 2) {
            double reach = whisker_normal_quantile(p, WHISKER_UPPER) * law.deviation;
            cr_assert_float_eq(gap_quantile(&density, p, 0), centre - reach, 1e-8);
            cr_assert_float_eq(gap_quantile(&density, p, 1), centre + reach, 1e-8);
        }
    }
}

/* A tail that falls like a power, and a corner at 0 that the spread says nothing of. */
static double peaked(double gap, void *context)
{
    const law *law = context;
    return -4 * log1p(fabs(gap) / law->deviation);
}

Test(gap_density, of_a_long_tail)
{
    law law = {0, 0.001};
    gap_density density;
    cr_assert(gap_tabulate(peaked, &law, 0, 0.001, &density));
    cr_assert_eq(density.below, density.above);
    /* P[|gap| > x] = (1 + x / 0.001)^-3 but for what lies beyond 1, 1e-9. */
    cr_assert_float_eq(gap_quantile(&density, 0.025, 1), 0.001 * (pow(0.05, -1. / 3) - 1), 1e-9);
    cr_assert_eq(gap_quantile(&density, 0.025, 0), -gap_quantile(&density, 0.025, 1));
}

/* A step that is a thousandth of the spread wide. */
static double stepped(double gap, void *context)
{
    (void)context;
    return whisker_normal_cdf((gap + 0.25) / 0.0003, WHISKER_LOG);
}

Test(gap_density, narrow_features_are_found)
{
    gap_density density;
    cr_assert(gap_tabulate(stepped, NULL, 0.4, 0.3, &density));
    double total = density.below + density.above;
    cr_assert_float_eq(density.below / total, 0.25 / 1.25, 1e-7);
    cr_assert_float_eq(gap_quantile(&density, 0.5, 0), 0.375, 1e-7);
}

static double undefined(double gap, void *context)
{
    (void)context;
    return gap > 0.1 ? NAN : 0;
}

Test(gap_density, passes_on_what_is_undefined)
{
    gap_density density;
    cr_assert(!gap_tabulate(undefined, NULL, 0, 0.5, &density));
    cr_assert(!gap_tabulate(undefined, NULL, 0.5, 0.5, &density));
}
