#include "resample/bootstrap_report.h"

#include <math.h>

enum { FEW_UNITS = 30, FEW_DIFFERENT = 10 };
static const double LARGE_SHARE = 0.25;

whisker_bootstrap_estimate bootstrap_report_start(const bootstrap_plan *plan, const units *units)
{
    return (whisker_bootstrap_estimate){
        .kind = plan->kind,
        .value = NAN,
        .standard_error = NAN,
        .lower = NAN,
        .upper = NAN,
        .level = plan->level,
        .bias = NAN,
        .bias_correction = NAN,
        .acceleration = NAN,
        .monte_carlo_error = NAN,
        .seed = plan->resampling.seed,
        .n_items = units->n_items[0],
        .n_missing = units->n_missing[0],
        .n_units = units->n,
    };
}

void bootstrap_report_fill(law *law, const bootstrap_interval *interval, double origin,
                           whisker_bootstrap_estimate *out)
{
    out->exact = law->n_replicates == 0;
    out->standard_error = law->standard_error;
    out->lower = origin + interval->lower;
    out->upper = origin + interval->upper;
    out->bias = law->mean - law->estimate;
    out->bias_correction = bootstrap_bias_correction(law);
    out->monte_carlo_error = interval->error;
    if (interval->outermost)
        out->notes |= WHISKER_NOTE_FEW_REPLICATES;
}

void bootstrap_report_clip(double low, double high, whisker_bootstrap_estimate *out)
{
    if (!(out->lower < low) && !(out->upper > high))
        return;
    out->lower = fmin(fmax(out->lower, low), high);
    out->upper = fmax(fmin(out->upper, high), low);
    out->notes |= WHISKER_NOTE_CLIPPED;
}

/* ---- where bootstrap intervals are too narrow ---- */

static double largest_of(int64_t n, const double *number)
{
    double largest = 0;
    for (int64_t u = 0; u < n; u++)
        largest = number[u] > largest ? number[u] : largest;
    return largest;
}

/* Equal but for rounding. */
static int alike(double first, double second)
{
    return fabs(first - second) <= 1e-12 * (fabs(first) + fabs(second));
}

/* If all but a few units have one deviation, most of the first ones have it (the vote of Boyer and Moore 1991). */
static double elect(int64_t n, const double *residual, const double *size)
{
    double elected = 0;
    int64_t votes = 0;
    for (int64_t u = 0; u < n; u++) {
        if (votes == 0)
            elected = residual[u] / size[u];
        votes += alike(residual[u] / size[u], elected) ? 1 : -1;
    }
    return elected;
}

/* Units with another deviation than the commonest, counted up to `most`. */
static int64_t count_different(int64_t n, const double *residual, const double *size, int64_t most)
{
    double elected = elect(2 * most + 1, residual, size);
    int64_t different = 0;
    for (int64_t u = 0; u < n && different < most; u++)
        different += !alike(residual[u] / size[u], elected);
    return different;
}

int bootstrap_is_narrow(int64_t n, const double *residual, const double *size, double total)
{
    return n < FEW_UNITS || largest_of(n, size) > LARGE_SHARE * total ||
           count_different(n, residual, size, FEW_DIFFERENT) < FEW_DIFFERENT;
}
