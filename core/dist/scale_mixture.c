/* The integral is over v = log s, where the integrand is analytic and falls off exponentially or faster on both sides. */
#include "dist/scale_mixture.h"

#include "dist/elementary.h"
#include "dist/log_gamma.h"
#include "dist/log_integral.h"

#include <math.h>

static const double negligible = 40; /* e^-40 of the peak */

typedef struct mixture {
    scale_function *log_value;
    const void *context;
    double half_df, log_scale;
} mixture;

/* log S has density 2 x^a e^-x / Gamma(a) at x = a s^2, a = df/2. */
static double log_term(double v, void *context)
{
    const mixture *mixture = context;
    double w = expm1(2 * v);
    double excess = w < -0.5 ? w - 2 * v : log1p_excess(w);
    return mixture->log_scale - mixture->half_df * excess + mixture->log_value(mixture->context, exp(v));
}

double log_scale_mean(scale_function *log_value, const void *context, double df, double curvature)
{
    mixture mixture = {log_value, context, 0.5 * df, 0};
    mixture.log_scale = LOG_2 + 0.5 * (log(0.5 * df) - LOG_2_PI) - stirling_correction(0.5 * df);
    double step = 0.5 / sqrt(16 + 2 * df + curvature);
    int start = 0;
    return log_integral(log_term, &mixture, step, negligible, &start);
}
