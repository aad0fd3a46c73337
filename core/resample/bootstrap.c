/* The bootstrap of a mean and of a difference of two (M9.1). */
#include "base/error.h"
#include "base/structs.h"
#include "resample/bootstrap_mean.h"
#include "resample/bootstrap_nested.h"
#include "resample/bootstrap_report.h"
#include "resample/bootstrap_statistic.h"
#include "resample/scores.h"
#include "stat/mean.h"

#include <math.h>

/* One call. */
typedef struct bootstrap {
    bootstrap_plan plan;
    const whisker_items *items;
    const double *score;
    double *replicate;         /* the caller's, or NULL */
    whisker_estimate estimate; /* of the mean; its variance is not used */
    mean_sample sample;
    mean_replicates drawn;
} bootstrap;

/* ---- laws: computed or drawn ---- */

static int is_nested(const bootstrap *this)
{
    return this->plan.first_draw != NULL;
}

static int may_be_exact(const bootstrap *this)
{
    return !this->plan.draws && this->replicate == NULL && !is_nested(this);
}

/* Drawn replicates are seen from the mean, so that offsets cost no digits. */
static law drawn_law(const bootstrap *this)
{
    law drawn = law_drawn(this->plan.resampling.n_replicates, this->drawn.deviation, 0);
    if (this->sample.even && !is_nested(this)) { /* a sum of independent draws: both are known */
        drawn.mean = 0;
        drawn.standard_error = this->sample.standard_error;
    }
    return drawn;
}

static void hand_over(const bootstrap *this)
{
    double sign = this->sample.turned ? -1 : 1;
    for (int64_t r = 0; this->replicate != NULL && r < this->plan.resampling.n_replicates; r++)
        this->replicate[r] = sign * (this->sample.value + this->drawn.deviation[r]);
}

static int32_t draw(bootstrap *this, int with_ratios, scratch *scratch, whisker_bootstrap_estimate *out,
                    whisker_error *error)
{
    int64_t n = this->plan.resampling.n_replicates;
    this->drawn.deviation = arena_take(scratch->arena, n, sizeof *this->drawn.deviation);
    this->drawn.ratio = with_ratios ? arena_take(scratch->arena, n, sizeof *this->drawn.ratio) : NULL;
    if (this->drawn.deviation == NULL || (with_ratios && this->drawn.ratio == NULL))
        return error_memory(error);
    int32_t status = is_nested(this)
                         ? nested_draw(this->items, this->score, &this->plan, this->sample.value, scratch, &this->drawn,
                                       error)
                         : mean_sample_draw(&this->sample, &this->plan.resampling, scratch, &this->drawn, error);
    if (status != WHISKER_OK)
        return status;
    out->replicates = n;
    hand_over(this);
    return WHISKER_OK;
}

/* ---- kinds ---- */

static int32_t studentized(bootstrap *this, scratch *scratch, whisker_bootstrap_estimate *out, whisker_error *error)
{
    law ratios, means;
    double origin = this->sample.value, standard_error = this->sample.standard_error;
    law_found found = may_be_exact(this) ? mean_sample_ratio_law(&this->sample, scratch, &ratios) : LAW_NONE;
    if (found == LAW_FOUND)
        found = mean_sample_law(&this->sample, scratch, &means);
    if (found == LAW_NO_MEMORY)
        return error_memory(error);
    if (found == LAW_NONE) {
        int32_t status = draw(this, 1, scratch, out, error);
        if (status != WHISKER_OK)
            return status;
        ratios = law_drawn(out->replicates, this->drawn.ratio, 0);
        means = drawn_law(this);
    }
    bootstrap_interval interval = bootstrap_interval_studentized(&ratios, 0, standard_error, out->level);
    bootstrap_report_fill(&means, &interval, origin, out);
    return WHISKER_OK;
}

static int32_t by_law(bootstrap *this, scratch *scratch, whisker_bootstrap_estimate *out, whisker_error *error)
{
    law law;
    double origin = 0;
    law_found found = may_be_exact(this) ? mean_sample_law(&this->sample, scratch, &law) : LAW_NONE;
    if (found == LAW_NO_MEMORY)
        return error_memory(error);
    if (found == LAW_NONE) {
        int32_t status = draw(this, 0, scratch, out, error);
        if (status != WHISKER_OK)
            return status;
        law = drawn_law(this);
        origin = this->sample.value;
    }
    bootstrap_interval interval = bootstrap_interval_of(&law, out->kind, out->level, out->acceleration);
    bootstrap_report_fill(&law, &interval, origin, out);
    return WHISKER_OK;
}

/* What leaving out a unit takes away from the mean. */
static int fill_acceleration(const mean_sample *sample, scratch *scratch, whisker_bootstrap_estimate *out)
{
    double *influence = arena_take(scratch->arena, sample->n, sizeof *influence);
    if (influence == NULL)
        return 0;
    for (int64_t u = 0; u < sample->n; u++)
        influence[u] = sample->residual[u] / (sample->total - sample->size[u]);
    out->acceleration = bootstrap_acceleration(sample->n, influence);
    return 1;
}

/* ---- turning back ---- */

static void symmetrize(whisker_bootstrap_estimate *out)
{
    double half = (out->upper - out->lower) / 2;
    out->lower = -half;
    out->upper = half;
    out->bias = out->bias_correction = out->acceleration = 0;
}

static void turn_back(whisker_bootstrap_estimate *out)
{
    double lower = out->lower;
    out->lower = -out->upper;
    out->upper = -lower;
    out->bias = -out->bias;
    out->bias_correction = -out->bias_correction;
    out->acceleration = -out->acceleration;
}

/* ---- a prepared mean ---- */

static int32_t run_sample(bootstrap *this, scratch *scratch, whisker_bootstrap_estimate *out, whisker_error *error)
{
    if (!fill_acceleration(&this->sample, scratch, out))
        return error_memory(error);
    int32_t status = out->kind == WHISKER_BOOTSTRAP_STUDENTIZED ? studentized(this, scratch, out, error)
                                                                : by_law(this, scratch, out, error);
    if (this->sample.symmetric)
        symmetrize(out);
    else if (this->sample.turned)
        turn_back(out);
    return status;
}

/* Notes of the estimate that do not speak of its t interval. */
static uint32_t general_notes(uint32_t notes)
{
    return notes & ~(uint32_t)(WHISKER_NOTE_FEW_CLUSTERS | WHISKER_NOTE_DOMINANT_CLUSTER | WHISKER_NOTE_FEW_DF |
                               WHISKER_NOTE_CLIPPED | WHISKER_NOTE_SMALL_EXACT);
}

static void fill_all(double number, int64_t n, double *replicate)
{
    for (int64_t r = 0; replicate != NULL && r < n; r++)
        replicate[r] = number;
}

static int32_t run_units(bootstrap *this, const units *reduced, scratch *scratch, whisker_bootstrap_estimate *out,
                         whisker_error *error)
{
    if (this->plan.kind == WHISKER_BOOTSTRAP_DEFAULT)
        this->plan.kind = WHISKER_BOOTSTRAP_STUDENTIZED;
    *out = bootstrap_report_start(&this->plan, reduced);
    out->notes = general_notes(this->estimate.notes);
    out->value = this->estimate.value;
    if (!(this->estimate.standard_error > 0)) { /* one unit, or units that are all alike: every resample is the sample */
        out->standard_error = this->estimate.standard_error;
        fill_all(out->value, this->plan.resampling.n_replicates, this->replicate);
        return WHISKER_OK;
    }
    if (!mean_sample_take(reduced, out->value, !is_nested(this), scratch, &this->sample))
        return error_memory(error);
    const mean_sample *sample = &this->sample;
    if (out->kind != WHISKER_BOOTSTRAP_STUDENTIZED &&
        bootstrap_is_narrow(sample->n, sample->residual, sample->size, sample->total))
        out->notes |= WHISKER_NOTE_BOOTSTRAP_NARROW;
    return run_sample(this, scratch, out, error);
}

/* ---- one run ---- */

static int32_t mean_of(bootstrap *this, const whisker_items *items, const double *score, scratch *scratch,
                       whisker_bootstrap_estimate *out, whisker_error *error)
{
    units reduced;
    this->items = items;
    this->score = score;
    whisker_mean_options options = {.size = sizeof options, .variance = WHISKER_CR1, .interval = WHISKER_T,
                                    .low = this->plan.ranged ? this->plan.low : 0,
                                    .high = this->plan.ranged ? this->plan.high : 0};
    int32_t status = mean_estimate(items, score, 0, &options, scratch, &this->estimate, error);
    if (status == WHISKER_OK)
        status = units_reduce(items, 1, score, &this->estimate.value, UNITS_COMPLETE, scratch, &reduced, error);
    if (status == WHISKER_OK)
        status = run_units(this, &reduced, scratch, out, error);
    if (status != WHISKER_OK)
        return status;
    if (this->plan.ranged)
        bootstrap_report_clip(this->plan.low, this->plan.high, out);
    else if (scores_are_binary(items->n, score))
        bootstrap_report_clip(0, 1, out);
    return WHISKER_OK;
}

/* ---- a difference ---- */

static int32_t difference_of(bootstrap *this, const whisker_items *items, const double *a, const double *b,
                             scratch *scratch, whisker_bootstrap_estimate *out, whisker_error *error)
{
    units reduced;
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_difference_options options = {.size = sizeof options, .variance = WHISKER_CR1, .pairing = WHISKER_PAIRED,
                                          .low = this->plan.ranged ? this->plan.low : 0,
                                          .high = this->plan.ranged ? this->plan.high : 0};
    int32_t status = whisker_difference(items, a, b, &options, scratch->arena, &comparison, error);
    if (status != WHISKER_OK)
        return status;
    this->estimate = comparison.difference;
    double *difference = scores_difference(items->n, a, b, scratch);
    if (difference == NULL)
        return error_memory(error);
    status = units_reduce(items, 1, difference, &this->estimate.value, UNITS_COMPLETE, scratch, &reduced, error);
    if (status == WHISKER_OK)
        status = run_units(this, &reduced, scratch, out, error);
    double reach = this->plan.high - this->plan.low;
    if (status == WHISKER_OK && this->plan.ranged)
        bootstrap_report_clip(-reach, reach, out);
    out->n_missing = this->estimate.n_missing;
    return status;
}

/* ---- the public form ---- */

/* What is to be bootstrapped: a mean, a statistic of `first` as its columns, or the difference of two runs. */
typedef struct subject {
    const whisker_items *items;
    const whisker_statistic *statistic; /* NULL: the mean */
    const double *first, *second;       /* second NULL: one run */
} subject;

static int32_t run_subject(bootstrap *this, const subject *subject, scratch *scratch, whisker_bootstrap_estimate *out,
                           whisker_error *error)
{
    const whisker_items *items = subject->items;
    int is_mean = subject->second == NULL && (subject->statistic == NULL || subject->statistic == &statistic_mean);
    if (is_nested(this) && !is_mean)
        return error_set(error, WHISKER_BAD_OPTION, "draws are resampled within the items of one mean only");
    if (subject->statistic != NULL && subject->statistic != &statistic_mean)
        return bootstrap_statistic(items, subject->statistic, subject->first, &this->plan, this->replicate, scratch, out,
                                   error);
    return subject->second != NULL ? difference_of(this, items, subject->first, subject->second, scratch, out, error)
                                   : mean_of(this, items, subject->first, scratch, out, error);
}

static int32_t run(const subject *subject, const whisker_bootstrap_options *options, double *replicate,
                   whisker_arena *arena, whisker_bootstrap_estimate *out, whisker_error *error)
{
    bootstrap this = {.replicate = replicate};
    scratch scratch;
    whisker_bootstrap_estimate made;
    int32_t status = struct_check(out, "whisker_bootstrap_estimate", error);
    if (status == WHISKER_OK)
        status = bootstrap_plan_load(options, &this.plan, error);
    if (status == WHISKER_OK)
        status = bootstrap_check_items(subject->items, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = run_subject(&this, subject, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

int32_t whisker_bootstrap(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                          const whisker_bootstrap_options *options, double *replicate, whisker_arena *arena,
                          whisker_bootstrap_estimate *out, whisker_error *error)
{
    return run(&(subject){items, statistic, columns, NULL}, options, replicate, arena, out, error);
}

int32_t whisker_bootstrap_difference(const whisker_items *items, const double *a, const double *b,
                                     const whisker_bootstrap_options *options, double *replicate, whisker_arena *arena,
                                     whisker_bootstrap_estimate *out, whisker_error *error)
{
    if (a == NULL || b == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no scores were given");
    return run(&(subject){items, NULL, a, b}, options, replicate, arena, out, error);
}
