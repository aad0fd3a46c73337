/* Moments of S = sqrt(chi^2_df / df), which are known. */
#include "dist/scale_mixture.h"

#include <criterion/criterion.h>

#include <math.h>

static double log_power(const void *context, double s)
{
    return *(const double *)context * log(s);
}

static double log_moment(double power, double df)
{
    return log_scale_mean(log_power, &power, df, 0);
}

Test(scale_mixture, even_moments)
{
    for (double df = 0.1; df < 1e10; df *= 4.7) {
        cr_expect(fabs(log_moment(0, df)) < 1e-13, "total at %g df: %g", df, log_moment(0, df));
        cr_expect(fabs(log_moment(2, df)) < 1e-13, "mean square at %g df: %g", df, log_moment(2, df));
        cr_expect(fabs(log_moment(4, df) - log1p(2 / df)) < 1e-12, "fourth at %g df: %g", df, log_moment(4, df));
    }
}

static double undefined(const void *context, double s)
{
    (void)context;
    return s > 1 ? NAN : 0;
}

Test(scale_mixture, passes_on_what_is_undefined)
{
    cr_expect(isnan(log_scale_mean(undefined, NULL, 5, 0)));
}
