/* The gamma distribution and chi-square, which is gamma with shape df/2 and scale 2. */
#include "dist/incomplete_gamma.h"

double whisker_gamma_cdf(double x, double shape, double scale, int32_t tail)
{
    if (isnan(x) || !(shape > 0 && scale > 0) || isinf(shape) || isinf(scale))
        return NAN;
    return tail_form(x <= 0 ? lower_mass(-INFINITY) : gamma_mass(shape, x / scale), tail);
}

double whisker_gamma_quantile(double p, double shape, double scale, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (isnan(target.log_lower) || !(shape > 0 && scale > 0) || isinf(shape) || isinf(scale))
        return NAN;
    return scale * gamma_quantile(shape, target);
}

double whisker_chi_square_cdf(double x, double df, int32_t tail)
{
    return whisker_gamma_cdf(x, 0.5 * df, 2, tail);
}

double whisker_chi_square_quantile(double p, double df, int32_t tail)
{
    return whisker_gamma_quantile(p, 0.5 * df, 2, tail);
}
