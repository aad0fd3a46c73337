#include "dist/incomplete_beta.h"

#include "base/sum.h"

static int is_shape(double a, double b)
{
    return a > 0 && b > 0 && !isinf(a) && !isinf(b);
}

static beta_point point_of(double a, double b, double x)
{
    sum lambda = {a, 0}; /* a - (a + b) x, not rounded in between: its error would be multiplied by sqrt(a + b) */
    sum_add_product(&lambda, -a, x);
    sum_add_product(&lambda, -b, x);
    return (beta_point){x, 1 - x, log(x), log1p(-x), sum_value(lambda)};
}

double whisker_beta_cdf(double x, double a, double b, int32_t tail)
{
    if (isnan(x) || !is_shape(a, b))
        return NAN;
    if (x <= 0 || x >= 1)
        return tail_form(x <= 0 ? lower_mass(-INFINITY) : upper_mass(-INFINITY), tail);
    return tail_form(beta_mass(beta_shape_of(a, b), point_of(a, b, x)), tail);
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
