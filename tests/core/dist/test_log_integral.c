#include "dist/log_integral.h"

#include <criterion/criterion.h>

static double normal(double u, void *context)
{
    double centre = *(double *)context;
    return -0.5 * (u - centre) * (u - centre) + 5000;
}

/* sqrt(2 pi), wherever the search begins, on a scale that no double holds. */
Test(log_integral, of_a_normal_density)
{
    for (double centre = -30; centre <= 30; centre += 7.3) {
        int start = 11;
        double found = log_integral(normal, &centre, 0.5, 40, &start);
        cr_assert_float_eq(found - 5000, 0.91893853320467274178, 1e-12);
        cr_assert(fabs(start * 0.5 - centre) <= 0.25, "the next search begins at the peak");
        cr_assert_float_eq(log_integral(normal, &centre, 0.5, 40, &start), found, 1e-12);
    }
}

/* Gamma(3) = 2 as the integral of e^(3u - e^u). */
static double log_gamma_density(double u, void *context)
{
    (void)context;
    return 3 * u - exp(u);
}

Test(log_integral, of_a_skew_density)
{
    int start = 0;
    cr_assert_float_eq(log_integral(log_gamma_density, NULL, 0.2, 40, &start), log(2), 1e-13);
}

static double undefined(double u, void *context)
{
    (void)context;
    return u > 3 ? NAN : 0;
}

Test(log_integral, passes_on_what_is_undefined)
{
    int start = 0;
    cr_assert(isnan(log_integral(undefined, NULL, 0.5, 40, &start)));
}
