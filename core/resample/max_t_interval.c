/* Intervals that hold together. Signs of the differences as they are would give the law of the largest statistic if all
 * means were 0; where runs are far apart that law is too narrow for the means that are. So it is taken from the signs of
 * what is left when the mean of every pair is taken away, and a pair's interval is the means that it does not reject. */
#include "resample/max_t.h"

#include "base/quickselect.h"

#include <math.h>

static const double tie = 2e-12; /* of squares */

static int64_t count_top(const max_t_draws *draws)
{
    double top = 0;
    int64_t count = 0;
    for (int64_t r = 0; r < draws->n; r++)
        top = fmax(top, draws->centred[r]);
    for (int64_t r = 0; r < draws->n; r++)
        count += draws->centred[r] >= top * (1 - tie);
    return count;
}

double max_t_critical(const max_t_draws *draws, double level)
{
    double alpha = (1 - level) * (1 + 1e-9);
    int sampled = !draws->enumerated;
    int64_t rank = (int64_t)ceil((1 - alpha) * (double)(draws->n + sampled)) - 1;
    if (rank >= draws->n || max_t_share(draws, count_top(draws) - sampled) > alpha)
        return INFINITY;
    return quickselect(draws->n, draws->centred, rank);
}

/* The means m for which sum (d - m n) is not beyond the critical value times the root of sum (d - m n)^2: off by x,
 *     (N^2 - c W) x^2 + 2 c P x - c E <= 0,    N = sum n, W = sum n^2, P = sum e n, E = sum e^2.
 * For units of one size it is the t interval. */
static max_t_limits studentized(const max_t_pair *pair, double critical)
{
    double size = (double)pair->total_size;
    double a = size * size - critical * pair->size_square, b = critical * pair->cross, c = critical * pair->centred;
    if (!(a > 1e-12 * size * size))
        return (max_t_limits){NAN, NAN};
    double root = sqrt(b * b + a * c);
    return (max_t_limits){(-b - root) / a, (-b + root) / a};
}

max_t_limits max_t_interval(const max_t_pair *pair, int32_t statistic, double critical)
{
    if (isinf(critical))
        return (max_t_limits){NAN, NAN};
    if (statistic == WHISKER_MAX_T_STUDENTIZED)
        return studentized(pair, critical);
    return (max_t_limits){-sqrt(critical), sqrt(critical)};
}
