/* The normal distribution: libm's erfc near the middle, the continued fraction of Mills' ratio in the tails, Wichura's
 * AS 241 for the quantile. */
#include "dist/tails.h"

#include <float.h>
#include <math.h>

enum { MILLS_FROM = 5, MILLS_DEPTH = 70, MOST_STEPS = 30 };

/* ---- distribution function ---- */

/* (upper tail) / (density) = 1 / (x + 1 / (x + 2 / (x + 3 / ...))), Laplace's continued fraction. */
static double mills_ratio(double x)
{
    double fraction = x;
    for (int k = MILLS_DEPTH; k > 0; k--)
        fraction = x + k / fraction;
    return 1 / fraction;
}

/* x^2 / 2 rounded would cost the far tail three digits, so its rounding error is kept. */
static double log_density(double x)
{
    double square = x * x;
    double rounding = isinf(square) ? 0 : fma(x, x, -square);
    return -0.5 * square - (0.5 * rounding + 0.5 * LOG_2_PI);
}

/* x >= 0 */
static double log_upper_tail(double x)
{
    if (isinf(x))
        return -INFINITY;
    return x < MILLS_FROM ? log(0.5 * erfc(x * 0.70710678118654752440)) : log_density(x) + log(mills_ratio(x));
}

static tail_mass normal_mass(double x)
{
    return x > 0 ? upper_mass(log_upper_tail(x)) : lower_mass(log_upper_tail(-x));
}

double whisker_normal_cdf(double x, int32_t tail)
{
    return tail_form(normal_mass(x), tail);
}

/* ---- quantile ---- */

static double ratio_of_polynomials(const double numerator[8], const double denominator[8], double x)
{
    double above = 0, below = 0;
    for (int k = 7; k >= 0; k--) {
        above = above * x + numerator[k];
        below = below * x + denominator[k];
    }
    return above / below;
}

/* Wichura 1988, PPND16: |lower - 1/2| <= 0.425. */
static double central_quantile(double above_median)
{
    static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[8] = {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                                2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                                5.2264952788528545610e3};
    return above_median * ratio_of_polynomials(a, b, 0.180625 - above_median * above_median);
}

/* The same for the upper tail, from r = sqrt(-log tail). */
static double tail_quantile(double r)
{
    static const double c[8] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                                3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                                1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    return r <= 5 ? ratio_of_polynomials(c, d, r - 1.6) : ratio_of_polynomials(e, f, r - 5);
}

/* Beyond the range of AS 241 the log of the tail is asked of Newton, who converges fast from sqrt(-2 log tail). */
static double far_quantile(double log_tail)
{
    double x = sqrt(-2 * log_tail);
    for (int i = 0; i < MOST_STEPS; i++) {
        double step = (log_density(x) + log(mills_ratio(x)) - log_tail) * mills_ratio(x);
        x += step;
        if (fabs(step) <= 4 * DBL_EPSILON * x)
            return x;
    }
    return NAN;
}

static double upper_quantile(double log_tail)
{
    if (isinf(log_tail))
        return INFINITY;
    double r = sqrt(-log_tail);
    return r <= 27 ? tail_quantile(r) : far_quantile(log_tail);
}

double whisker_normal_quantile(double p, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (isnan(target.log_lower))
        return NAN;
    if (fabs(target.above_median) <= 0.425)
        return central_quantile(target.above_median);
    return target.above_median > 0 ? upper_quantile(target.log_upper) : -upper_quantile(target.log_lower);
}
