/* Fisher's F: with a = df1/2 and b = df2/2, a f / b are the odds of a beta variable. */
#include "dist/incomplete_beta.h"
#include "dist/incomplete_gamma.h"

static int is_df(double df1, double df2)
{
    return df1 > 0 && df2 > 0 && !isinf(df1);
}

double whisker_f_cdf(double x, double df1, double df2, int32_t tail)
{
    if (isnan(x) || !is_df(df1, df2))
        return NAN;
    if (x <= 0)
        return tail_form(lower_mass(-INFINITY), tail);
    if (isinf(df2))
        return whisker_gamma_cdf(x, 0.5 * df1, 2 / df1, tail);
    beta_shape shape = beta_shape_of(0.5 * df1, 0.5 * df2);
    beta_point point = beta_point_of_odds(shape, df1 / df2 * x, log(x) + log(df1 / df2));
    if (!isinf(x))
        point.lambda = shape.a * (1 - x) * point.y;
    return tail_form(beta_mass(shape, point), tail);
}

double whisker_f_quantile(double p, double df1, double df2, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (isnan(target.log_lower) || !is_df(df1, df2))
        return NAN;
    if (isinf(df2))
        return whisker_gamma_quantile(p, 0.5 * df1, 2 / df1, tail);
    beta_shape shape = beta_shape_of(0.5 * df1, 0.5 * df2);
    return exp(beta_log_odds(shape, target, beta_log_odds_guess(shape, target))) * (df2 / df1);
}
