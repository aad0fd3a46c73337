/* Stirling's series from 10 upwards (Abramowitz and Stegun 6.1.41); smaller arguments are carried there by the
 * recurrence, each step of which is a series of positive terms. */
#include "dist/log_gamma.h"

#include "dist/dist.h"
#include "dist/elementary.h"

#include <math.h>

enum { STIRLING_FROM = 10, STIRLING_TERMS = 8 };

static const double stirling_coefficient[STIRLING_TERMS] = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
};

static double stirling_series(double a)
{
    double inverse_square = 1 / (a * a);
    double total = 0;
    for (int k = STIRLING_TERMS - 1; k >= 0; k--)
        total = total * inverse_square + stirling_coefficient[k];
    return total / a;
}

/* Correction at a less that at a + 1: (a + 1/2) log(1 + 1/a) - 1 = atanh(r)/r - 1 with r = 1/(2a + 1). */
static double stirling_step(double a)
{
    double r = 1 / (2 * a + 1);
    return a < 1 ? (a + 0.5) * (log1p(a) - log(a)) - 1 : r * r * atanh_series(r * r);
}

double stirling_correction(double a)
{
    double carried = 0;
    for (; a < STIRLING_FROM; a++)
        carried += stirling_step(a);
    return carried + stirling_series(a);
}

/* Correction at b + e less that at b, power by power: v^(m+2) - u^(m+2) = v^2 (v^m - u^m) + u^m (v^2 - u^2). */
static double stirling_difference(double b, double e)
{
    double u = 1 / b, v = 1 / (b + e);
    double difference = -e * u * v;
    double step = difference * (u + v);
    double power = u, total = 0;
    for (int k = 0; k < STIRLING_TERMS; k++) {
        total += stirling_coefficient[k] * difference;
        difference = v * v * difference + power * step;
        power *= u * u;
    }
    return total;
}

double log_gamma_ratio(double b, double e)
{
    double carried = 0;
    for (; b < STIRLING_FROM || b + e < STIRLING_FROM; b++)
        carried -= log1p(e / b);
    double w = e / b;
    return carried - b * log1p_excess(w) - 0.5 * log1p(w) + e * log(b + e) + stirling_difference(b, e);
}

double log_gamma(double a)
{
    if (!(a > 0))
        return NAN;
    if (a < 0.5)
        return log_gamma_ratio(1, a) - log(a);
    if (a < 1.5)
        return log_gamma_ratio(1, a - 1);
    if (a < 2.5)
        return log_gamma_ratio(2, a - 2);
    if (isinf(a))
        return INFINITY;
    return (a - 0.5) * (log(a) - 1) + 0.5 * (LOG_2_PI - 1) + stirling_correction(a);
}

double log_beta(double a, double b)
{
    if (!(a > 0 && b > 0))
        return NAN;
    double small = fmin(a, b), large = fmax(a, b);
    if (small < STIRLING_FROM)
        return log_gamma(small) - log_gamma_ratio(large, small);
    return 0.5 * (LOG_2_PI - log(small) + log1p(small / large)) - small * log1p(large / small)
           - large * log1p(small / large) + stirling_correction(small) + stirling_correction(large)
           - stirling_correction(small + large);
}

double log_choose(double n, double k)
{
    if (!(k >= 0 && k <= n))
        return NAN;
    if (k == 0 || k == n)
        return 0;
    return -log1p(n) - log_beta(n - k + 1, k + 1);
}
