/* Each range has its method, as in TOMS 708 (DiDonato and Morris 1992): a power series where b x is small, their
 * continued fraction below the mean, and in place of their asymptotic expansion quadrature of the tail, for shapes so
 * large that the fraction would need thousands of steps. The kernel x^a y^b / B(a, b) has the saddle-point form of
 * Loader 2000, in which only positive terms are added. */
#include "dist/incomplete_beta.h"

#include "base/sum.h"
#include "dist/log_gamma.h"
#include "dist/root.h"
#include "dist/tail_integral.h"

#include <float.h>
#include <math.h>

enum { MOST_TERMS = 20000 };
static const double large_shape = 2000;

/* ---- shape, point, kernel ---- */

beta_shape beta_shape_of(double a, double b)
{
    double small = fmin(a, b), large = fmax(a, b);
    double correction = stirling_correction(a) + stirling_correction(b) - stirling_correction(a + b);
    return (beta_shape){a, b, 0.5 * (log(small) - log1p(small / large) - LOG_2_PI) - correction};
}

beta_point beta_point_at(beta_shape shape, double x)
{
    sum lambda = {shape.a, 0}; /* a - (a + b) x, not rounded in between: the density would multiply the error */
    sum_add_product(&lambda, -shape.a, x);
    sum_add_product(&lambda, -shape.b, x);
    return (beta_point){x, 1 - x, log(x), log1p(-x), sum_value(lambda)};
}

beta_point beta_point_of_odds(beta_shape shape, double odds, double log_odds)
{
    beta_point point = {.x = 1, .y = 1 / (1 + odds), .log_x = 0, .log_y = -log_odds};
    if (!isinf(odds)) {
        point.x = odds * point.y;
        point.log_y = -log1p(odds);
    }
    if (odds < 1)
        point.log_x = (odds < DBL_MIN ? log_odds : log(odds)) - log1p(odds);
    else if (!isinf(odds))
        point.log_x = -log1p(1 / odds);
    point.lambda = shape.a * point.y - shape.b * point.x;
    return point;
}

static beta_shape shape_mirrored(beta_shape shape)
{
    return (beta_shape){shape.b, shape.a, shape.log_scale};
}

static beta_point point_mirrored(beta_point point)
{
    return (beta_point){point.y, point.x, point.log_y, point.log_x, -point.lambda};
}

/* w - log(1 + w) where 1 + w is x over its mean a / (a + b) */
static double deviance(double w, double log_x, double others_over_own)
{
    return w < -0.5 ? w - (log_x + log1p(others_over_own)) : log1p_excess(w);
}

double beta_log_kernel(beta_shape shape, beta_point point)
{
    double a = shape.a, b = shape.b;
    return shape.log_scale - a * deviance(-point.lambda / a, point.log_x, b / a)
           - b * deviance(point.lambda / b, point.log_y, a / b);
}

/* ---- methods for the lower tail ---- */

/* x^a / (a B(a,b)) (1 + a sum (1-b)(2-b)...(n-b) x^n / (n! (a+n))). For small a both factors are near 1, and the log
 * of the front must be accurate relative to itself: it decides the upper tail. */
static double log_power_series(beta_shape shape, beta_point point)
{
    double a = shape.a, b = shape.b, term = 1, total = 0;
    for (int n = 1; n < MOST_TERMS; n++) {
        term *= (n - b) / n * point.x;
        total += term / (a + n);
        if (fabs(term) <= 0.01 * DBL_EPSILON)
            break;
    }
    double log_front = a < 1 ? a * point.log_x - log_gamma_ratio(1, a) + log_gamma_ratio(b, a)
                             : beta_log_kernel(shape, point) - log(a) - b * point.log_y;
    return log_front + log1p(a * total);
}

/* DiDonato and Morris 1992, equation 9, by Lentz's method; converges for x up to the mean */
static double log_fraction(beta_shape shape, beta_point point)
{
    double a = shape.a, b = shape.b, x = point.x;
    double fraction = a * (point.lambda + 1) / (a + 1), c = fraction, d = 0;
    for (int m = 1; m < MOST_TERMS; m++) {
        double before = a + 2 * m - 1, after = a + 2 * m + 1;
        double alpha = (a + m - 1) / before * ((a + b + m - 1) / before) * m * (b - m) * x * x;
        double beta = m + m * (b - m) * x / before + (a + m) / after * (point.lambda + 1 + m * (1 + point.y));
        d = 1 / (beta + alpha * d);
        c = beta + alpha / c;
        fraction *= c * d;
        if (fabs(c * d - 1) <= DBL_EPSILON)
            return beta_log_kernel(shape, point) - log(fraction);
    }
    return NAN;
}

static double log_quadrature(beta_shape shape, beta_point point)
{
    double slope = (point.lambda - point.y + point.x) / (point.x * point.y);
    density_factor own = {shape.a - 1, -1 / point.x}, other = {shape.b - 1, 1 / point.y};
    return beta_log_kernel(shape, point) + log(tail_integral(slope, own, other) / (point.x * point.y));
}

/* ---- which method ---- */

static int suits_power_series(beta_shape shape, beta_point point)
{
    return point.x <= 0.7 && (shape.b <= 1 || shape.b * point.x <= 0.7);
}

static double log_lower_below_mean(beta_shape shape, beta_point point)
{
    return fmin(shape.a, shape.b) > large_shape ? log_quadrature(shape, point) : log_fraction(shape, point);
}

tail_mass beta_mass(beta_shape shape, beta_point point)
{
    if (isinf(point.log_x))
        return lower_mass(-INFINITY);
    if (isinf(point.log_y))
        return upper_mass(-INFINITY);
    int below = point.lambda >= 0;
    if (suits_power_series(shape, point) && point.x <= 0.5)
        return lower_mass(log_power_series(shape, point));
    if (suits_power_series(shape_mirrored(shape), point_mirrored(point)))
        return upper_mass(log_power_series(shape_mirrored(shape), point_mirrored(point)));
    if (suits_power_series(shape, point))
        return lower_mass(log_power_series(shape, point));
    if (below)
        return lower_mass(log_lower_below_mean(shape, point));
    return upper_mass(log_lower_below_mean(shape_mirrored(shape), point_mirrored(point)));
}

/* ---- quantile, in u = log(x / y) ---- */

typedef struct beta_search {
    beta_shape shape;
    int32_t side;
} beta_search;

static root_view beta_view(const void *context, double u)
{
    const beta_search *search = context;
    beta_point point = beta_point_of_odds(search->shape, exp(u), u);
    double log_mass = tail_form(beta_mass(search->shape, point), search->side | WHISKER_LOG);
    double hazard = exp(beta_log_kernel(search->shape, point) - log_mass);
    return (root_view){log_mass, search->side == WHISKER_LOWER ? hazard : -hazard, point.lambda};
}

/* Carter 1947 (AS 109) for shapes above 1; otherwise x^a / (a B(a,b)), which the lower tail of a small shape is. */
double beta_log_odds_guess(beta_shape shape, tail_target target)
{
    double a = shape.a, b = shape.b;
    if (a <= 1 || b <= 1) {
        double lower = (target.log_lower + log_gamma_ratio(1, a) - log_gamma_ratio(b, a)) / a;
        double upper = (target.log_upper + log_gamma_ratio(1, b) - log_gamma_ratio(a, b)) / b;
        return nearer_side(target) == WHISKER_LOWER ? lower : -upper;
    }
    double z = nearer_normal(target);
    double r = (z * z - 3) / 6, s = 1 / (2 * a - 1), t = 1 / (2 * b - 1), h = 2 / (s + t);
    return log(a / b) + 2 * (z * sqrt(h + r) / h + (t - s) * (r + 5.0 / 6 - 2 / (3 * h)));
}

double beta_log_odds(beta_shape shape, tail_target target, double start)
{
    if (isinf(target.log_lower))
        return -INFINITY;
    if (isinf(target.log_upper))
        return INFINITY;
    beta_search search = {shape, nearer_side(target)};
    return root_find(beta_view, &search, nearer_log(target), start);
}
