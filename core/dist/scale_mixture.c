/* The trapezoidal rule in v = log s, where the integrand is analytic and falls off exponentially or faster on both
 * sides, so that the error vanishes exponentially with the step (Trefethen and Weideman 2014). Terms are kept as logs:
 * the peak may lie anywhere. */
#include "dist/scale_mixture.h"

#include "dist/elementary.h"
#include "dist/log_gamma.h"

#include <math.h>

enum { MOST_STEPS = 2000000 };
static const double negligible = 40; /* e^-40 of the peak */

typedef struct mixture {
    scale_function *log_value;
    const void *context;
    double half_df, log_scale, step;
    double peak, total; /* the sum so far is total * exp(peak) */
} mixture;

/* log S has density 2 x^a e^-x / Gamma(a) at x = a s^2, a = df/2. */
static double log_term(const mixture *mixture, double v)
{
    double w = expm1(2 * v);
    double excess = w < -0.5 ? w - 2 * v : log1p_excess(w);
    return mixture->log_scale - mixture->half_df * excess + mixture->log_value(mixture->context, exp(v));
}

static void add_term(mixture *mixture, double term)
{
    if (term > mixture->peak) {
        mixture->total *= exp(mixture->peak - term);
        mixture->peak = term;
    }
    if (!isinf(term))
        mixture->total += exp(term - mixture->peak);
}

/* Terms at first, first + 1, ... (or downwards) until they fall and no longer matter; 0 if they do not end. */
static int add_side(mixture *mixture, int first, int direction)
{
    double before = -INFINITY;
    for (int j = 0; j < MOST_STEPS; j++) {
        double term = log_term(mixture, (first + direction * j) * mixture->step);
        if (isnan(term))
            return 0;
        add_term(mixture, term);
        if (term <= before && term < mixture->peak - negligible)
            return 1;
        before = term;
    }
    return 0;
}

double log_scale_mean(scale_function *log_value, const void *context, double df, double curvature)
{
    mixture mixture = {log_value, context, 0.5 * df, 0, 0, -INFINITY, 0};
    mixture.log_scale = LOG_2 + 0.5 * (log(0.5 * df) - LOG_2_PI) - stirling_correction(0.5 * df);
    mixture.step = 0.5 / sqrt(16 + 2 * df + curvature);
    /* Downwards first: towards s = 0 no tail has underflowed, so the upward side knows the peak. */
    if (!add_side(&mixture, -1, -1) || !add_side(&mixture, 0, 1))
        return NAN;
    return mixture.peak + log(mixture.total * mixture.step);
}
