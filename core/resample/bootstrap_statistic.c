#include "resample/bootstrap_statistic.h"

#include "base/error.h"
#include "resample/bootstrap_report.h"
#include "resample/scale.h"
#include "summary/jackknife.h"

#include <string.h>

static const double ROUNDING = 1e-12; /* of the value: replicates this near to it are equal to it */

/* One call. Units are seen from the means of the columns. */
typedef struct statistic_bootstrap {
    summary_columns columns;
    units units;
    double *row;                         /* row[unit * n_columns + column]: residual sums */
    double gradient[STATISTIC_COLUMNS];  /* at the sample */
    double value;
    double standard_error;               /* linearised, at the sample, divisor as in a replicate */
    int32_t kind;
    double *replicate;                   /* replicate[n_replicates], NaN where the statistic has no value */
    double *ratio;                       /* studentised, on the scale; NULL: not wanted */
    int64_t n_replicates;
} statistic_bootstrap;

/* ---- the sample ---- */

static int32_t take_units(const whisker_items *items, statistic_bootstrap *this, scratch *scratch,
                          whisker_error *error)
{
    int32_t n_columns = this->columns.statistic.n_columns;
    int32_t status = units_reduce(items, n_columns, this->columns.columns, this->columns.mean, UNITS_COMPLETE, scratch,
                                  &this->units, error);
    if (status != WHISKER_OK)
        return status;
    this->row = arena_take(scratch->arena, this->units.n * n_columns, sizeof *this->row);
    if (this->row == NULL)
        return error_memory(error);
    for (int32_t j = 0; j < n_columns; j++)
        for (int64_t u = 0; u < this->units.n; u++)
            this->row[u * n_columns + j] = this->units.sum[j * this->units.n + u];
    return WHISKER_OK;
}

/* count NULL: every unit once. Returns what the sizes drawn add up to. */
static double add_up(const statistic_bootstrap *this, const int32_t *count, double *total)
{
    int32_t n_columns = this->columns.statistic.n_columns;
    double size = 0;
    memset(total, 0, (size_t)n_columns * sizeof *total);
    for (int64_t u = 0; u < this->units.n; u++) {
        double times = count != NULL ? count[u] : 1;
        size += times * this->units.size[u];
        for (int32_t j = 0; j < n_columns; j++)
            total[j] += times * this->row[u * n_columns + j];
    }
    return size;
}

/* Taylor linearisation, as for a summary: the root of the sum of squared influences of the units drawn.
 * deviation[n_columns]: means of the replicate less those of the sample. */
static double linearized_error(const statistic_bootstrap *this, const int32_t *count, const double *gradient,
                               const double *deviation, double size)
{
    int32_t n_columns = this->columns.statistic.n_columns;
    double squares = 0, shift = 0;
    for (int32_t j = 0; j < n_columns; j++)
        shift += gradient[j] * deviation[j];
    for (int64_t u = 0; u < this->units.n; u++) {
        double influence = -shift * this->units.size[u];
        for (int32_t j = 0; j < n_columns; j++)
            influence += gradient[j] * this->row[u * n_columns + j];
        squares += (count != NULL ? count[u] : 1) * influence * influence;
    }
    return sqrt(squares) / size;
}

static void describe_sample(statistic_bootstrap *this)
{
    const whisker_statistic *statistic = &this->columns.statistic;
    const double none[STATISTIC_COLUMNS] = {0};
    this->value = statistic->value(this->columns.mean, statistic->parameters);
    statistic_gradient(statistic, this->columns.mean, this->columns.reach, this->gradient);
    this->standard_error = linearized_error(this, NULL, this->gradient, none, this->units.total[0]);
}

/* ---- replicates ---- */

/* On the scale of the statistic; infinite where the replicate has no variation, or lies at an end of the scale. */
static double ratio_of(const statistic_bootstrap *this, double value, double standard_error)
{
    const whisker_statistic *statistic = &this->columns.statistic;
    double distance = scale_of(statistic, value) - scale_of(statistic, this->value);
    double error = scale_slope(statistic, value) * standard_error;
    if (value == this->value)
        return 0;
    if (!isfinite(distance) || !isfinite(error) || standard_error <= ROUNDING * this->standard_error)
        return copysign(INFINITY, value - this->value);
    return distance / error;
}

static double settled(const statistic_bootstrap *this, double value)
{
    return fabs(value - this->value) <= ROUNDING * fabs(this->value) ? this->value : value;
}

static void read_counts(void *context, int64_t replicate, const int32_t *count)
{
    const statistic_bootstrap *this = context;
    const whisker_statistic *statistic = &this->columns.statistic;
    double deviation[STATISTIC_COLUMNS], mean[STATISTIC_COLUMNS], gradient[STATISTIC_COLUMNS];
    double size = add_up(this, count, deviation);
    for (int32_t j = 0; j < statistic->n_columns; j++) {
        deviation[j] /= size;
        mean[j] = this->columns.mean[j] + deviation[j];
    }
    double value = settled(this, statistic->value(mean, statistic->parameters));
    this->replicate[replicate] = value;
    if (this->ratio == NULL)
        return;
    statistic_gradient(statistic, mean, this->columns.reach, gradient);
    this->ratio[replicate] = ratio_of(this, value, linearized_error(this, count, gradient, deviation, size));
}

static int32_t draw(statistic_bootstrap *this, const resampling *resampling, scratch *scratch, whisker_error *error)
{
    int64_t n = resampling->n_replicates;
    int is_studentized = this->kind == WHISKER_BOOTSTRAP_STUDENTIZED;
    this->replicate = arena_take(scratch->arena, n, sizeof *this->replicate);
    this->ratio = is_studentized ? arena_take(scratch->arena, n, sizeof *this->ratio) : NULL;
    if (this->replicate == NULL || (is_studentized && this->ratio == NULL))
        return error_memory(error);
    return replicates_count(resampling, this->units.n, read_counts, this, scratch, error);
}

/* Leave out replicates without a value, and their ratios; returns how many. */
static int64_t drop_undefined(statistic_bootstrap *this, int64_t n)
{
    int64_t kept = 0;
    for (int64_t r = 0; r < n; r++) {
        if (isnan(this->replicate[r]))
            continue;
        if (this->ratio != NULL)
            this->ratio[kept] = this->ratio[r];
        this->replicate[kept++] = this->replicate[r];
    }
    this->n_replicates = kept;
    return n - kept;
}

/* ---- interval ---- */

/* The replicates on the scale of the statistic, those at its ends left out. */
static law law_on_scale(statistic_bootstrap *this)
{
    const whisker_statistic *statistic = &this->columns.statistic;
    int64_t kept = 0;
    for (int64_t r = 0; r < this->n_replicates; r++) {
        double place = scale_of(statistic, this->replicate[r]);
        if (isfinite(place))
            this->replicate[kept++] = place;
    }
    return law_drawn(kept, this->replicate, scale_of(statistic, this->value));
}

static bootstrap_interval scaled_back(const statistic_bootstrap *this, bootstrap_interval interval)
{
    const whisker_statistic *statistic = &this->columns.statistic;
    double lower = scale_back(statistic, interval.lower), upper = scale_back(statistic, interval.upper);
    double slope = fmin(scale_slope(statistic, lower), scale_slope(statistic, upper));
    return (bootstrap_interval){lower, upper, interval.error / slope, interval.outermost};
}

static bootstrap_interval studentized(const statistic_bootstrap *this, double level)
{
    const whisker_statistic *statistic = &this->columns.statistic;
    law ratios = law_drawn(this->n_replicates, this->ratio, 0);
    double standard_error = this->standard_error * scale_slope(statistic, this->value);
    return scaled_back(this, bootstrap_interval_studentized(&ratios, scale_of(statistic, this->value), standard_error,
                                                            level));
}

/* Kinds for which the scale matters. */
static int is_on_scale(int32_t kind)
{
    return kind == WHISKER_BOOTSTRAP_BASIC || kind == WHISKER_BOOTSTRAP_NORMAL || kind == WHISKER_BOOTSTRAP_HULL;
}

static void fill(statistic_bootstrap *this, const bootstrap_plan *plan, whisker_bootstrap_estimate *out)
{
    law drawn = law_drawn(this->n_replicates, this->replicate, this->value);
    if (!(drawn.standard_error > ROUNDING * fabs(this->value))) {
        out->standard_error = 0;
        out->notes |= WHISKER_NOTE_NO_VARIATION;
        return;
    }
    bootstrap_interval interval;
    if (this->kind == WHISKER_BOOTSTRAP_STUDENTIZED) {
        interval = studentized(this, plan->level);
    } else if (is_on_scale(this->kind)) {
        law scaled = law_on_scale(this);
        interval = scaled_back(this, bootstrap_interval_of(&scaled, this->kind, plan->level, NAN));
    } else {
        interval = bootstrap_interval_of(&drawn, this->kind, plan->level, out->acceleration);
    }
    bootstrap_report_fill(&drawn, &interval, 0, out);
    bootstrap_report_clip(plan->ranged ? plan->low : this->columns.statistic.low,
                          plan->ranged ? plan->high : this->columns.statistic.high, out);
}

/* ---- the call ---- */

/* Bootstrap-t where the statistic has a slope and its scale an inside. */
static int32_t settle_kind(const statistic_bootstrap *this, int32_t kind)
{
    if (kind != WHISKER_BOOTSTRAP_DEFAULT)
        return kind;
    int has_error = this->standard_error > 0 && isfinite(this->standard_error);
    int has_place = isfinite(scale_of(&this->columns.statistic, this->value));
    return has_error && has_place ? WHISKER_BOOTSTRAP_STUDENTIZED : WHISKER_BOOTSTRAP_BCA;
}

static int32_t fill_acceleration(const statistic_bootstrap *this, scratch *scratch, whisker_bootstrap_estimate *out,
                                 whisker_error *error)
{
    jackknife found;
    if (this->kind != WHISKER_BOOTSTRAP_BCA)
        return WHISKER_OK;
    int32_t status = jackknife_of(&this->columns, scratch, &found, error);
    out->acceleration = found.acceleration;
    return status;
}

/* Influences of the units at the sample, whose sizes are known. */
static int32_t note_narrowness(const statistic_bootstrap *this, scratch *scratch, whisker_bootstrap_estimate *out,
                               whisker_error *error)
{
    int32_t n_columns = this->columns.statistic.n_columns;
    double *influence = arena_take_zeroed(scratch->arena, this->units.n, sizeof *influence);
    if (influence == NULL)
        return error_memory(error);
    for (int64_t u = 0; u < this->units.n; u++)
        for (int32_t j = 0; j < n_columns; j++)
            influence[u] += this->gradient[j] * this->row[u * n_columns + j];
    if (bootstrap_is_narrow(this->units.n, influence, this->units.size, this->units.total[0]))
        out->notes |= WHISKER_NOTE_BOOTSTRAP_NARROW;
    return WHISKER_OK;
}

static int32_t run(statistic_bootstrap *this, const bootstrap_plan *plan, double *replicate, scratch *scratch,
                   whisker_bootstrap_estimate *out, whisker_error *error)
{
    int32_t status = fill_acceleration(this, scratch, out, error);
    if (status == WHISKER_OK && this->kind != WHISKER_BOOTSTRAP_STUDENTIZED)
        status = note_narrowness(this, scratch, out, error);
    if (status == WHISKER_OK)
        status = draw(this, &plan->resampling, scratch, error);
    if (status != WHISKER_OK)
        return status;
    out->replicates = plan->resampling.n_replicates;
    if (replicate != NULL)
        memcpy(replicate, this->replicate, (size_t)out->replicates * sizeof *replicate);
    out->n_undefined = drop_undefined(this, out->replicates);
    out->notes |= out->n_undefined > 0 ? WHISKER_NOTE_UNDEFINED_REPLICATES : 0;
    if (this->n_replicates > 1)
        fill(this, plan, out);
    return WHISKER_OK;
}

int32_t bootstrap_statistic(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                            bootstrap_plan *plan, double *replicate, scratch *scratch, whisker_bootstrap_estimate *out,
                            whisker_error *error)
{
    statistic_bootstrap this;
    int32_t status = columns_load(items, statistic, columns, scratch, &this.columns, error);
    if (status == WHISKER_OK)
        status = take_units(items, &this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    describe_sample(&this);
    plan->kind = this.kind = settle_kind(&this, plan->kind);
    *out = bootstrap_report_start(plan, &this.units);
    out->notes = this.columns.notes;
    out->value = this.value;
    out->notes |= isnan(this.value) ? WHISKER_NOTE_UNDEFINED : 0;
    if (this.units.n < 2)
        out->notes |= this.columns.n_items < 2 ? WHISKER_NOTE_ONE_ITEM : WHISKER_NOTE_ONE_CLUSTER;
    if (this.units.n >= 2 && !isnan(this.value))
        return run(&this, plan, replicate, scratch, out, error);
    for (int64_t r = 0; replicate != NULL && r < plan->resampling.n_replicates; r++)
        replicate[r] = this.value;
    return WHISKER_OK;
}
