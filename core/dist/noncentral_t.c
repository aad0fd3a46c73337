/* Noncentral t: P[T <= t] is the mean of Phi(t S - delta) over the scale S, by quadrature. Unlike the series of AS 243
 * it keeps both tails and does not fail for large delta. */
#include "dist/scale_mixture.h"
#include "dist/tails.h"

typedef struct shifted_normal {
    double t, delta;
    int32_t side;
} shifted_normal;

static double log_shifted_normal(const void *context, double s)
{
    const shifted_normal *shifted = context;
    return whisker_normal_cdf(shifted->t * s - shifted->delta, shifted->side | WHISKER_LOG);
}

double whisker_noncentral_t_cdf(double x, double df, double delta, int32_t tail)
{
    if (isnan(x) || !(df > 0) || isnan(delta) || isinf(delta) || !is_tail(tail))
        return NAN;
    if (isinf(x))
        return tail_form(x < 0 ? lower_mass(-INFINITY) : upper_mass(-INFINITY), tail);
    if (isinf(df))
        return whisker_normal_cdf(x - delta, tail);
    if (delta == 0)
        return whisker_t_cdf(x, df, tail);
    shifted_normal shifted = {x, delta, tail & WHISKER_UPPER};
    double curvature = fabs(delta) * (fabs(delta) + sqrt(df));
    double log_mass = log_scale_mean(log_shifted_normal, &shifted, df, curvature);
    return tail_form((tail_mass){log_mass, shifted.side}, tail);
}
