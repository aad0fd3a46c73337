/* Each range has its method: a power series for the lower tail below the mean, Legendre's continued fraction for the
 * upper tail above it, and quadrature of the tail for large shapes, where the two would need thousands of terms.
 * All of them share one kernel, x^a e^-x / Gamma(a), in the saddle-point form of Loader 2000. */
#include "dist/incomplete_gamma.h"

#include "dist/log_gamma.h"
#include "dist/root.h"
#include "dist/tail_integral.h"

#include <float.h>
#include <math.h>

enum { MOST_TERMS = 20000 };
static const double large_shape = 1000;

typedef struct gamma_shape {
    double a;
    double log_scale; /* log of sqrt(a / 2 pi) less Stirling's correction */
} gamma_shape;

static gamma_shape gamma_shape_of(double a)
{
    return (gamma_shape){a, 0.5 * (log(a) - LOG_2_PI) - stirling_correction(a)};
}

/* log of x^a e^-x / Gamma(a), which is the density of log x */
static double log_kernel(gamma_shape shape, double x, double log_x)
{
    double a = shape.a, w = (x - a) / a;
    return shape.log_scale - a * (w < -0.5 ? w - (log_x - log(a)) : log1p_excess(w));
}

/* ---- lower tail ---- */

/* P = x^a / Gamma(1+a) (1 + a sum (-x)^n / (n! (a+n))), for x <= 1: both factors are close to 1 when a is tiny, and so
 * log P is accurate relative to itself and gives the upper tail as well. */
static tail_mass small_series(double a, double log_x, double x)
{
    double term = 1, total = 0;
    for (int n = 1; n < 60; n++) {
        term *= -x / n;
        total += term / (a + n);
        if (fabs(term) <= 0.01 * DBL_EPSILON)
            break;
    }
    return lower_mass(a * log_x - log_gamma_ratio(1, a) + log1p(a * total));
}

/* P = kernel / a (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...), x < a */
static tail_mass lower_series(gamma_shape shape, double x, double log_x)
{
    double term = 1, total = 1;
    for (int n = 1; n < MOST_TERMS; n++) {
        term *= x / (shape.a + n);
        total += term;
        if (term <= 0.1 * DBL_EPSILON * total)
            return lower_mass(log_kernel(shape, x, log_x) + log(total / shape.a));
    }
    return lower_mass(NAN);
}

/* ---- upper tail ---- */

/* Q = kernel / (x+1-a - 1(1-a) / (x+3-a - 2(2-a) / (x+5-a - ...))), by Lentz's method */
static tail_mass upper_fraction(gamma_shape shape, double x, double log_x)
{
    double b = x + 1 - shape.a, c = 1 / DBL_MIN, d = 1 / b, fraction = d;
    for (int n = 1; n < MOST_TERMS; n++) {
        double numerator = -n * (n - shape.a);
        b += 2;
        d = 1 / (numerator * d + b);
        c = b + numerator / c;
        double factor = c * d;
        fraction *= factor;
        if (fabs(factor - 1) <= DBL_EPSILON)
            return upper_mass(log_kernel(shape, x, log_x) + log(fraction));
    }
    return upper_mass(NAN);
}

/* ---- either ---- */

static tail_mass tail_by_quadrature(gamma_shape shape, double x, double log_x)
{
    int32_t side = x < shape.a ? WHISKER_LOWER : WHISKER_UPPER;
    double direction = side == WHISKER_LOWER ? -1 : 1;
    double slope = direction * (x + 1 - shape.a) / x;
    density_factor power = {shape.a - 1, direction / x}, none = {0, 0};
    double integral = tail_integral(slope, power, none);
    return (tail_mass){log_kernel(shape, x, log_x) + log(integral / x), side};
}

static tail_mass shaped_mass(gamma_shape shape, double x, double log_x)
{
    if (x == 0 && isinf(log_x))
        return lower_mass(-INFINITY);
    if (isinf(x))
        return upper_mass(-INFINITY);
    if (x <= 1 && shape.a <= 1)
        return small_series(shape.a, log_x, x);
    if (shape.a > large_shape)
        return tail_by_quadrature(shape, x, log_x);
    return x < shape.a ? lower_series(shape, x, log_x) : upper_fraction(shape, x, log_x);
}

tail_mass gamma_mass(double a, double x)
{
    return shaped_mass(gamma_shape_of(a), x, log(x));
}

/* ---- quantile, in u = log x ---- */

typedef struct gamma_search {
    gamma_shape shape;
    int32_t side;
} gamma_search;

static root_view gamma_view(const void *context, double u)
{
    const gamma_search *search = context;
    double x = exp(u);
    double log_mass = tail_form(shaped_mass(search->shape, x, u), search->side | WHISKER_LOG);
    double hazard = exp(log_kernel(search->shape, x, u) - log_mass);
    return (root_view){log_mass, search->side == WHISKER_LOWER ? hazard : -hazard,
                       search->shape.a - x};
}

/* The cube root of x is nearly normal (Wilson and Hilferty 1931), except for small shapes and far tails. There the
 * start is a bound from the side on which Newton's steps stay: the power law of the lower tail, or the bound of Laurent
 * and Massart 2000 on the upper. */
static double gamma_start(double a, tail_target target)
{
    double root = 1 - 1 / (9 * a) + nearer_normal(target) / (3 * sqrt(a));
    if (a > 0.5 && root > 0.2 && nearer_log(target) > -40 - a)
        return log(a) + 3 * log(root);
    if (nearer_side(target) == WHISKER_LOWER)
        return (target.log_lower + log_gamma_ratio(1, a)) / a;
    return log(a + sqrt(-2 * a * target.log_upper) - target.log_upper);
}

double gamma_quantile(double a, tail_target target)
{
    if (isinf(target.log_lower))
        return 0;
    if (isinf(target.log_upper))
        return INFINITY;
    gamma_search search = {gamma_shape_of(a), nearer_side(target)};
    return exp(root_find(gamma_view, &search, nearer_log(target), gamma_start(a, target)));
}
