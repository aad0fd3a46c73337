#include "dist/secant.h"

#include <criterion/criterion.h>

#include <math.h>

static double rising(const void *context, double u)
{
    ++*(int *)context;
    return u * u * u + u;
}

static double steep(const void *context, double u)
{
    (void)context;
    return -exp(u);
}

static double flat(const void *context, double u)
{
    (void)context;
    return u < 3 ? u : NAN;
}

Test(secant, roots_near_and_far)
{
    for (double root = -900; root <= 900; root += 45) {
        int evaluations = 0;
        double found = secant_find(rising, &evaluations, root * root * root + root, 0.1);
        cr_assert(fabs(found - root) <= 1e-12 * (1 + fabs(root)), "%.17g %.17g", found, root);
        cr_assert_lt(evaluations, 100);
    }
    cr_assert(fabs(secant_find(steep, NULL, -0.5, 5) - log(0.5)) < 1e-12);
    cr_assert(fabs(secant_find(steep, NULL, -1e4, 5) - log(1e4)) < 1e-12);
}

Test(secant, no_root_is_nan)
{
    cr_assert(isnan(secant_find(steep, NULL, 1, 0)));
    cr_assert(isnan(secant_find(flat, NULL, 4, 0)));
}
