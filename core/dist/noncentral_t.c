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

static tail_mass shifted_mass(double t, double df, double delta, int32_t side)
{
    shifted_normal shifted = {t, delta, side};
    double curvature = fabs(delta) * (fabs(delta) + sqrt(df));
    return (tail_mass){log_scale_mean(log_shifted_normal, &shifted, df, curvature), side};
}

/* A tail above 1/2 has lost the digits of the other, which is then computed instead. */
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
    tail_mass mass = shifted_mass(x, df, delta, tail & WHISKER_UPPER);
    if (mass.log_mass > -LOG_2)
        mass = shifted_mass(x, df, delta, mirrored(mass).side);
    return tail_form(mass, tail);
}
