#include "stat/mean_interval.h"

#include "base/error.h"
#include "stat/clustered_wilson.h"
#include "stat/mean.h"

double mean_half_width(double level, double df)
{
    double tail = (1 - level) / 2;
    return isinf(df) ? whisker_normal_quantile(tail, WHISKER_UPPER) : whisker_t_quantile(tail, df, WHISKER_UPPER);
}

/* ---- which interval ---- */

static int is_bounded(const mean_plan *plan)
{
    return isfinite(plan->low) && isfinite(plan->high);
}

/* Every score at one end of their range: the standard error is 0 and the exact bound says what can be said. */
static int at_the_end(const sample *sample, const mean_plan *plan)
{
    return sample->minimum == sample->maximum && is_bounded(plan) &&
           (sample->minimum == plan->low || sample->maximum == plan->high);
}

int32_t mean_interval_default(const sample *sample, const mean_plan *plan)
{
    if (at_the_end(sample, plan))
        return WHISKER_EXACT_BOUND;
    if (plan->variance == WHISKER_LINEARIZED || !is_bounded(plan))
        return WHISKER_T;
    return plan->proportion && !plan->clustered && sample->weight == NULL ? WHISKER_JEFFREYS : WHISKER_CLUSTERED_WILSON;
}

static int is_for_counts(int32_t interval)
{
    return interval >= WHISKER_WALD && interval <= WHISKER_MINIMUM_LIKELIHOOD;
}

static int is_for_effective_size(int32_t interval)
{
    return interval == WHISKER_KORN_GRAUBARD || interval == WHISKER_EFFECTIVE_WILSON;
}

static int32_t check_clustered_wilson(const mean_plan *plan, whisker_error *error)
{
    if (!is_bounded(plan))
        return error_set(error, WHISKER_BAD_OPTION,
                         "the clustered_wilson interval needs a declared range, or scores that are 0 or 1");
    if (plan->variance == WHISKER_LINEARIZED)
        return error_set(error, WHISKER_BAD_OPTION,
                         "the clustered_wilson interval knows no strata and no finite population; use t or "
                         "effective_wilson");
    return WHISKER_OK;
}

int32_t mean_interval_check(const sample *sample, const mean_plan *plan, whisker_error *error)
{
    int32_t interval = plan->interval;
    if (interval == WHISKER_INTERVAL_DEFAULT || interval == WHISKER_T || interval == WHISKER_NORMAL)
        return WHISKER_OK;
    if (interval == WHISKER_EXACT_BOUND && at_the_end(sample, plan))
        return WHISKER_OK;
    if (interval == WHISKER_EXACT_BOUND)
        return error_set(error, WHISKER_BAD_OPTION, "the exact bound is for scores that all lie at one end of their range");
    if (interval == WHISKER_CLUSTERED_WILSON)
        return check_clustered_wilson(plan, error);
    if (!is_for_counts(interval) && !is_for_effective_size(interval))
        return error_set(error, WHISKER_BAD_OPTION, "interval %d is not one of a single mean", (int)interval);
    if (!plan->proportion)
        return error_set(error, WHISKER_NOT_BINARY, "the %s interval is for scores that are 0 or 1",
                         whisker_interval_name(interval));
    if (is_for_counts(interval) && (plan->clustered || sample->weight != NULL || plan->variance == WHISKER_LINEARIZED))
        return error_set(error, WHISKER_BAD_OPTION,
                         "the %s interval is for items that are independent and weigh the same; use t, "
                         "effective_wilson or korn_graubard", whisker_interval_name(interval));
    return WHISKER_OK;
}

/* ---- bounds ---- */

static void fill_symmetric(const mean_plan *plan, whisker_estimate *estimate, double df)
{
    double width = df == plan->known.df ? plan->known_half_width : mean_half_width(estimate->level, df);
    double half = width * estimate->standard_error;
    estimate->lower = estimate->value - half;
    estimate->upper = estimate->value + half;
}

static void fill_exact_bound(const mean_plan *plan, whisker_estimate *estimate)
{
    double reach = (plan->high - plan->low) * whisker_exact_bound(plan->units, plan->level);
    estimate->lower = estimate->value == plan->low ? plan->low : plan->high - reach;
    estimate->upper = estimate->value == plan->low ? plan->low + reach : plan->high;
    estimate->notes |= WHISKER_NOTE_SMALL_EXACT;
}

/* Korn and Graubard 1998: n* = min(n, p (1 - p) / SE^2 (t_{n-1} / t_df)^2). A standard error of 0 leaves n. */
static double effective_size(const whisker_estimate *estimate)
{
    double n = (double)estimate->n_items, p = estimate->value;
    double ratio = mean_half_width(estimate->level, n - 1) / mean_half_width(estimate->level, estimate->df);
    double size = p * (1 - p) / (estimate->standard_error * estimate->standard_error) * ratio * ratio;
    return size < n ? size : n;
}

static int32_t fill_effective(const mean_plan *plan, whisker_estimate *estimate, whisker_error *error)
{
    int32_t method = estimate->interval == WHISKER_KORN_GRAUBARD ? WHISKER_CLOPPER_PEARSON : WHISKER_WILSON;
    double size = effective_size(estimate);
    return whisker_proportion_interval(estimate->value * size, size, method, plan->level, &estimate->lower,
                                       &estimate->upper, error);
}

static int32_t fill_bounds(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                           whisker_estimate *estimate, whisker_error *error)
{
    switch (estimate->interval) {
    case WHISKER_T:
        fill_symmetric(plan, estimate, estimate->df);
        return WHISKER_OK;
    case WHISKER_NORMAL:
        estimate->df = INFINITY;
        fill_symmetric(plan, estimate, INFINITY);
        return WHISKER_OK;
    case WHISKER_EXACT_BOUND:
        fill_exact_bound(plan, estimate);
        return WHISKER_OK;
    case WHISKER_KORN_GRAUBARD:
    case WHISKER_EFFECTIVE_WILSON:
        return fill_effective(plan, estimate, error);
    case WHISKER_CLUSTERED_WILSON:
        return clustered_wilson_fill(sample, plan, first, scratch, estimate, error);
    default:
        return whisker_proportion_interval((double)sample->n_ones, (double)sample->n, estimate->interval, plan->level,
                                           &estimate->lower, &estimate->upper, error);
    }
}

/* No interval leaves the range of the score. */
static void clip(const mean_plan *plan, whisker_estimate *estimate)
{
    if (!(estimate->lower < plan->low) && !(estimate->upper > plan->high))
        return;
    estimate->lower = estimate->lower < plan->low ? plan->low : estimate->lower;
    estimate->upper = estimate->upper > plan->high ? plan->high : estimate->upper;
    estimate->notes |= WHISKER_NOTE_CLIPPED;
}

int32_t mean_interval_fill(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                           whisker_estimate *estimate, whisker_error *error)
{
    estimate->interval = plan->interval == WHISKER_INTERVAL_DEFAULT ? mean_interval_default(sample, plan)
                                                                    : plan->interval;
    int is_effective = is_for_effective_size(estimate->interval) || estimate->interval == WHISKER_CLUSTERED_WILSON;
    if (is_effective && at_the_end(sample, plan))
        estimate->interval = WHISKER_EXACT_BOUND;
    if (isnan(estimate->standard_error)) {
        estimate->lower = estimate->upper = NAN;
        return WHISKER_OK;
    }
    int32_t status = fill_bounds(sample, plan, first, scratch, estimate, error);
    clip(plan, estimate);
    return status;
}
