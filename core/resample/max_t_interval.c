/* Intervals that hold together: mean plus and minus a critical value times the CR2 standard error. Signs of the
 * differences as they are would give the law of the largest statistic if all means were 0; where runs are far apart it is
 * too narrow for the means that are. So it is taken from the signs of what is left of each unit when the mean of all
 * others is taken away (the jackknife residuals of MacKinnon, Nielsen and Webb 2023): with the ordinary residuals a large
 * cluster, which draws the mean to itself, would look too quiet. */
#include "resample/max_t.h"

#include "base/quickselect.h"

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

double max_t_square(const max_t_columns *columns, int64_t n_units, double critical)
{
    double n = (double)n_units;
    if (isinf(critical))
        return NAN;
    if (columns->uneven)
        return critical;
    return critical < n * (1 - tie) ? critical * ((n - 1) / (n - critical)) : NAN;
}
