/* The beta distribution, for proportions and their exact intervals. */
#include "dist/incomplete_beta.h"

static int is_shape(double a, double b)
{
    return a > 0 && b > 0 && !isinf(a) && !isinf(b);
}

double whisker_beta_cdf(double x, double a, double b, int32_t tail)
{
    if (isnan(x) || !is_shape(a, b))
        return NAN;
    if (x <= 0 || x >= 1)
        return tail_form(x <= 0 ? lower_mass(-INFINITY) : upper_mass(-INFINITY), tail);
    beta_shape shape = beta_shape_of(a, b);
    return tail_form(beta_mass(shape, beta_point_at(shape, x)), tail);
}

double whisker_beta_quantile(double p, double a, double b, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (isnan(target.log_lower) || !is_shape(a, b))
        return NAN;
    beta_shape shape = beta_shape_of(a, b);
    double u = beta_log_odds(shape, target, beta_log_odds_guess(shape, target));
    return u < 0 ? exp(u) / (1 + exp(u)) : 1 / (1 + exp(-u));
}
