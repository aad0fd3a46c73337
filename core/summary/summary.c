/* A statistic of one run with its standard error (M4.2). Taylor linearisation (Woodruff 1971; Binder 1983): the
 * influence of item i is the gradient times the item's columns less their means, and the mean of the influences has the
 * error of the statistic, so that everything known of means holds of it. Or the jackknife. */
#include "base/error.h"
#include "base/structs.h"
#include "stat/mean.h"
#include "summary/jackknife.h"

/* Options, resolved. */
typedef struct summary_plan {
    int32_t variance;
    int32_t interval;   /* WHISKER_T, NORMAL, LOG_T or LOGIT_T */
    double level;
} summary_plan;

/* ---- options ---- */

static int32_t interval_of_scale(int32_t scale)
{
    return scale == WHISKER_SCALE_LOG ? WHISKER_LOG_T : scale == WHISKER_SCALE_LOGIT ? WHISKER_LOGIT_T : WHISKER_T;
}

static int32_t load_plan(const whisker_summary_options *options, const whisker_statistic *statistic,
                         summary_plan *plan, whisker_error *error)
{
    whisker_summary_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_summary_options", error);
    if (status != WHISKER_OK)
        return status;
    int32_t interval = given.interval;
    if (interval == WHISKER_INTERVAL_DEFAULT)
        interval = interval_of_scale(statistic->scale);
    if (interval != WHISKER_T && interval != WHISKER_NORMAL && interval != WHISKER_LOG_T && interval != WHISKER_LOGIT_T)
        return error_set(error, WHISKER_BAD_OPTION, "interval %d is not one of a summary: t, normal, log_t, logit_t",
                         (int)interval);
    if (interval == WHISKER_LOG_T && statistic->low < 0)
        return error_set(error, WHISKER_BAD_OPTION, "what may be negative has no interval on the log scale");
    if (interval == WHISKER_LOGIT_T && !(isfinite(statistic->low) && isfinite(statistic->high)))
        return error_set(error, WHISKER_BAD_OPTION, "the logit scale is for a statistic with two ends");
    *plan = (summary_plan){given.variance, interval, given.level};
    return WHISKER_OK;
}

/* ---- influence ---- */

/* The mean of these scores at these weights has the standard error of the statistic. */
typedef struct influence {
    double *score;       /* score[n], NaN for an item that lacks a column */
    const double *weight;
    double magnitude;    /* of the numbers that the scores are differences of */
    int is_finite;       /* the statistic has a value and a slope */
} influence;

static int32_t find_influence(const summary_columns *columns, scratch *scratch, influence *out, whisker_error *error)
{
    int64_t n = columns->items.n;
    int32_t n_columns = columns->statistic.n_columns;
    double gradient[STATISTIC_COLUMNS];
    *out = (influence){.score = arena_take(scratch->arena, n, sizeof *out->score), .weight = columns->items.weight};
    if (out->score == NULL)
        return error_memory(error);
    statistic_gradient(&columns->statistic, columns->mean, columns->reach, gradient);
    for (int32_t j = 0; j < n_columns; j++)
        out->magnitude += fabs(gradient[j]) * (fabs(columns->mean[j]) + columns->reach[j]);
    out->is_finite = isfinite(out->magnitude);
    for (int64_t i = 0; i < n; i++) {
        double total = 0;
        for (int32_t j = 0; out->is_finite && j < n_columns; j++)
            total += gradient[j] * columns_residual(columns, j, i);
        out->score[i] = columns_has(columns, i) ? total : NAN;
    }
    return WHISKER_OK;
}

/* ---- exposure ---- */

static const double NEGLIGIBLE = 1e-12; /* of the magnitude: an influence that is a rounding error */

static double exposure_of(const summary_columns *columns, int64_t i)
{
    const whisker_statistic *statistic = &columns->statistic;
    double item[STATISTIC_COLUMNS];
    for (int32_t j = 0; j < statistic->n_columns; j++)
        item[j] = columns->columns[j * columns->items.n + i];
    return statistic->exposure(item, statistic->parameters);
}

/* Fill exposure[n], NaN for an item that lacks a column. 0: they are no sizes, one being negative, or none where there
 * is influence; then every item counts the same. */
static int find_exposure(const summary_columns *columns, const influence *found, double *exposure)
{
    for (int64_t i = 0; i < columns->items.n; i++) {
        exposure[i] = NAN;
        if (!columns_has(columns, i))
            continue;
        exposure[i] = exposure_of(columns, i);
        if (!(exposure[i] >= 0) || isinf(exposure[i]))
            return 0;
        if (exposure[i] == 0 && fabs(found->score[i]) > NEGLIGIBLE * found->magnitude)
            return 0;
    }
    return 1;
}

/* The same mean and cluster sums from weights times exposures: cr2, cr3 and the degrees of freedom then know how much
 * of the denominator a cluster holds (M4.2). */
static int32_t use_exposure(const summary_columns *columns, scratch *scratch, influence *out, whisker_error *error)
{
    sample sample;
    int64_t n = columns->items.n;
    double *exposure = arena_take(scratch->arena, n, sizeof *exposure);
    if (exposure == NULL)
        return error_memory(error);
    if (!find_exposure(columns, out, exposure))
        return WHISKER_OK;
    int32_t status = sample_prepare(&columns->items, exposure, scratch, &sample, error);
    double mean = ldexp(sample.centre, sample.exponent);
    if (status != WHISKER_OK || !(mean > 0))
        return status;
    for (int64_t i = 0; i < n; i++) {
        double share = exposure[i] / mean;
        out->score[i] = share > 0 ? out->score[i] / share : 0;
        exposure[i] = (share > 0 ? share : 0) * (columns->items.weight != NULL ? columns->items.weight[i] : 1);
    }
    out->weight = exposure;
    return WHISKER_OK;
}

/* Strata know no leverage, and their clusters may be items without any exposure. */
static int knows_exposure(const summary_columns *columns, const summary_plan *plan)
{
    int designed = columns->items.stratum != NULL || columns->items.population > 0;
    int linearized = plan->variance == WHISKER_LINEARIZED || (plan->variance == WHISKER_VARIANCE_DEFAULT && designed);
    return columns->statistic.exposure != NULL && !linearized;
}

/* ---- standard error ---- */

static int32_t mean_of(const summary_columns *columns, const influence *found, const double *score, int32_t variance,
                       double level, double low, double high, scratch *scratch, whisker_estimate *out,
                       whisker_error *error)
{
    whisker_items items = columns->items;
    whisker_mean_options options = {.size = sizeof options, .variance = variance, .level = level, .low = low,
                                    .high = high};
    options.interval = isinf(low) ? WHISKER_T : WHISKER_INTERVAL_DEFAULT;
    items.weight = found->weight;
    return mean_estimate(&items, score, found->magnitude, &options, scratch, out, error);
}

/* Of the estimate that linearisation made, the jackknife replaces the variance and keeps the degrees of freedom: with
 * G - 1 of them it would cover too little where clusters are uneven. */
static int32_t use_jackknife(const summary_columns *columns, scratch *scratch, whisker_estimate *out,
                             whisker_error *error)
{
    jackknife found;
    int32_t status = jackknife_of(columns, scratch, &found, error);
    if (status != WHISKER_OK)
        return status;
    double standard_error = sqrt(found.variance);
    if (standard_error * sqrt((double)found.n_clusters) <= NEGLIGIBLE * fabs(out->value))
        standard_error = 0;
    out->variance = WHISKER_JACKKNIFE;
    out->standard_error = standard_error;
    out->notes &= ~(uint32_t)WHISKER_NOTE_NO_VARIATION;
    out->notes |= standard_error == 0 ? WHISKER_NOTE_NO_VARIATION : 0;
    out->notes |= isnan(standard_error) && found.n_clusters > 1 ? WHISKER_NOTE_UNDEFINED : 0;
    out->design_effect = out->se_clt > 0 ? found.variance / (out->se_clt * out->se_clt) : NAN;
    return WHISKER_OK;
}

static void without_slope(whisker_estimate *out)
{
    out->standard_error = out->se_clt = out->design_effect = NAN;
    out->notes &= ~(uint32_t)WHISKER_NOTE_NO_VARIATION;
    out->notes |= WHISKER_NOTE_UNDEFINED;
}

/* ---- interval ---- */

/* On the scale that `interval` names, by the delta method, and back. */
static void fill_transformed(const summary_columns *columns, double half, whisker_estimate *out)
{
    double low = columns->statistic.low, width = columns->statistic.high - low;
    double above = out->value - low, below = columns->statistic.high - out->value;
    if (out->interval == WHISKER_LOG_T) {
        out->lower = out->value * exp(-half / out->value);
        out->upper = out->value * exp(half / out->value);
        return;
    }
    double logit = log(above / below), half_logit = half * width / (above * below);
    out->lower = low + width / (1 + exp(half_logit - logit));
    out->upper = low + width / (1 + exp(-half_logit - logit));
}

static void clip(const whisker_statistic *statistic, whisker_estimate *out)
{
    if (!(out->lower < statistic->low) && !(out->upper > statistic->high))
        return;
    out->lower = out->lower < statistic->low ? statistic->low : out->lower;
    out->upper = out->upper > statistic->high ? statistic->high : out->upper;
    out->notes |= WHISKER_NOTE_CLIPPED;
}

static void fill_interval(const summary_columns *columns, const summary_plan *plan, whisker_estimate *out)
{
    out->interval = plan->interval;
    out->df = plan->interval == WHISKER_NORMAL ? INFINITY : out->df;
    double half = mean_half_width(out->level, out->df) * out->standard_error;
    out->lower = out->value - half;
    out->upper = out->value + half;
    if (half > 0 && (plan->interval == WHISKER_LOG_T || plan->interval == WHISKER_LOGIT_T))
        fill_transformed(columns, half, out);
    clip(&columns->statistic, out);
}

/* On the scale of the interval, so that the two agree: 0 must lie on it. */
static void fill_p(const whisker_statistic *statistic, const summary_plan *plan, whisker_estimate *out)
{
    double high = statistic->high, end_to_end = (out->value + high) * (high - out->value);
    out->p = mean_p_value(out->value, out->standard_error, out->df);
    if (plan->interval == WHISKER_LOGIT_T && statistic->low == -high)
        out->p = mean_p_value(log((high + out->value) / (high - out->value)),
                              2 * high * out->standard_error / end_to_end, out->df);
    else if (plan->interval == WHISKER_LOG_T || plan->interval == WHISKER_LOGIT_T)
        out->p = NAN;
}

/* Every item at one end of the range: the standard error is 0, and the bound of M3.4 says what can be said. It is that
 * of scores that are all 1 (or all 0) at the same weights. */
static int32_t fill_exact_bound(const summary_columns *columns, const influence *found, const double *score,
                                scratch *scratch, whisker_estimate *out, whisker_error *error)
{
    const whisker_statistic *statistic = &columns->statistic;
    whisker_estimate bound;
    double end = out->value == statistic->high, width = statistic->high - statistic->low;
    double *scores = arena_take(scratch->arena, columns->items.n, sizeof *scores);
    if (scores == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < columns->items.n; i++)
        scores[i] = isnan(score[i]) ? NAN : end;
    int32_t status = mean_of(columns, found, scores, WHISKER_VARIANCE_DEFAULT, out->level, 0, 1, scratch, &bound,
                             error);
    if (status != WHISKER_OK)
        return status;
    out->interval = bound.interval;
    out->lower = statistic->low + width * bound.lower;
    out->upper = statistic->low + width * bound.upper;
    out->notes |= bound.notes & WHISKER_NOTE_SMALL_EXACT;
    return WHISKER_OK;
}

static int at_the_end(const whisker_statistic *statistic, const whisker_estimate *estimate)
{
    return statistic->exposure != NULL && estimate->standard_error == 0 && isfinite(statistic->low) &&
           isfinite(statistic->high) && (estimate->value == statistic->low || estimate->value == statistic->high);
}

/* ---- the call ---- */

static int32_t estimate(const summary_columns *columns, const summary_plan *plan, scratch *scratch,
                        whisker_estimate *out, whisker_error *error)
{
    const whisker_statistic *statistic = &columns->statistic;
    influence found;
    int is_jackknife = plan->variance == WHISKER_JACKKNIFE;
    int32_t status = find_influence(columns, scratch, &found, error);
    if (status == WHISKER_OK && knows_exposure(columns, plan))
        status = use_exposure(columns, scratch, &found, error);
    if (status == WHISKER_OK)
        status = mean_of(columns, &found, found.score, is_jackknife ? WHISKER_VARIANCE_DEFAULT : plan->variance,
                         plan->level, -INFINITY, INFINITY, scratch, out, error);
    if (status != WHISKER_OK)
        return status;
    out->value = statistic->value(columns->mean, statistic->parameters);
    out->notes |= columns->notes;
    out->n_items = columns->n_items;
    out->n_missing = columns->n_missing;
    if (!found.is_finite)
        without_slope(out);
    if (is_jackknife && !isnan(out->value))
        status = use_jackknife(columns, scratch, out, error);
    if (status != WHISKER_OK)
        return status;
    out->effective_n = (double)out->n_items / out->design_effect;
    fill_interval(columns, plan, out);
    if (at_the_end(statistic, out))
        status = fill_exact_bound(columns, &found, found.score, scratch, out, error);
    fill_p(statistic, plan, out);
    return status;
}

int32_t whisker_summary(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                        const whisker_summary_options *options, whisker_arena *arena, whisker_estimate *out,
                        whisker_error *error)
{
    scratch scratch;
    summary_columns loaded;
    summary_plan plan = {0, 0, 0};
    whisker_estimate made = {.size = sizeof made};
    int32_t status = struct_check(out, "whisker_estimate", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = columns_load(items, statistic, columns, &scratch, &loaded, error);
    if (status == WHISKER_OK)
        status = load_plan(options, &loaded.statistic, &plan, error);
    if (status == WHISKER_OK)
        status = estimate(&loaded, &plan, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
