#include "stat/comparison.h"

#include "base/error.h"
#include "base/structs.h"
#include "stat/paired_proportion.h"
#include "stat/noncentrality.h"

#include <float.h>
#include <math.h>

/* ---- options and results ---- */

int32_t comparison_check_out(const whisker_comparison *out, whisker_error *error)
{
    int32_t status = struct_check(out, "whisker_comparison", error);
    if (status == WHISKER_OK && out->size < sizeof *out)
        status = error_set(error, WHISKER_BAD_ARGUMENT, "whisker_comparison.size is not sizeof(whisker_comparison)");
    return status != WHISKER_OK ? status : struct_check(&out->difference, "whisker_comparison.difference", error);
}

static int32_t check_range(const whisker_difference_options *options, whisker_error *error)
{
    int ranged = options->low != 0 || options->high != 0;
    if (ranged && !(options->low < options->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of a score runs from low to high");
    return WHISKER_OK;
}

int32_t comparison_load_options(const whisker_difference_options *given, whisker_difference_options *options,
                                whisker_error *error)
{
    int32_t status = struct_load(options, sizeof *options, given, "whisker_difference_options", error);
    if (status != WHISKER_OK)
        return status;
    if (options->level == 0)
        options->level = 0.95;
    if (options->power == 0)
        options->power = 0.80;
    if (!(options->level > 0 && options->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (!(options->power > (1 - options->level) / 2 && options->power < 1))
        return error_set(error, WHISKER_BAD_OPTION, "power lies between (1 - level) / 2, which chance gives, and 1");
    if (options->pairing < WHISKER_PAIRING_DEFAULT || options->pairing > WHISKER_UNPAIRED)
        return error_set(error, WHISKER_BAD_OPTION, "no pairing has the number %d", (int)options->pairing);
    if (whisker_interval_name(options->interval) == NULL && options->interval != WHISKER_INTERVAL_DEFAULT)
        return error_set(error, WHISKER_BAD_OPTION, "no interval has the number %d", (int)options->interval);
    return check_range(options, error);
}

static int is_ranged(const whisker_difference_options *options)
{
    return options->low != 0 || options->high != 0;
}

/* Both ends of the range of a score are known. */
static int is_bounded(const comparison *this)
{
    return this->pairing.binary || is_ranged(&this->options);
}

/* A difference of two scores lies within plus and minus the length of their range. */
static double reach(const whisker_difference_options *options)
{
    return is_ranged(options) ? options->high - options->low : DBL_MAX;
}

whisker_mean_options comparison_run_options(const whisker_difference_options *options)
{
    whisker_mean_options run = {.size = sizeof run, .variance = options->variance, .interval = WHISKER_T,
                                .level = options->level, .low = options->low, .high = options->high};
    return run;
}

whisker_mean_options comparison_difference_options(const whisker_difference_options *options)
{
    whisker_mean_options difference = comparison_run_options(options);
    difference.interval = options->interval == WHISKER_NORMAL ? WHISKER_NORMAL : WHISKER_T;
    difference.low = -reach(options);
    difference.high = reach(options);
    return difference;
}

int32_t comparison_pairing(const comparison *this)
{
    const pairing *pairing = &this->pairing;
    int64_t either = pairing->n_both + pairing->n_a_only + pairing->n_b_only;
    if (this->options.pairing != WHISKER_PAIRING_DEFAULT)
        return this->options.pairing;
    return 2 * pairing->n_both >= either ? WHISKER_PAIRED : WHISKER_UNPAIRED;
}

void comparison_begin(comparison *this, int32_t pairing)
{
    this->out = (whisker_comparison){.pairing = pairing, .correlation = NAN, .covariance = NAN,
                                     .exact_p = NAN, .mid_p = NAN, .only_a = -1, .only_b = -1,
                                     .n_a_only = this->pairing.n_a_only, .n_b_only = this->pairing.n_b_only};
}

/* ---- what both ways have in common ---- */

/* All differences alike: the standard error of 0 is arithmetic, not knowledge, so no interval follows from it. That
 * two runs with the same scores do not differ needs no test: p is 1. */
static void explain_no_variation(comparison *this, int identical)
{
    whisker_estimate *difference = &this->out.difference;
    difference->notes |= WHISKER_NOTE_NO_VARIATION;
    if (identical)
        difference->notes &= ~(uint32_t)WHISKER_NOTE_NO_VARIATION;
    difference->lower = difference->upper = NAN;
    difference->p = identical ? 1 : NAN;
}

static double joined(const whisker_estimate *a, const whisker_estimate *b)
{
    return sqrt(a->standard_error * a->standard_error + b->standard_error * b->standard_error);
}

/* ---- intervals for 0/1 scores ---- */

static int32_t not_this_interval(const comparison *this, const char *reason, whisker_error *error)
{
    return error_set(error, WHISKER_BAD_OPTION, "the interval %s %s; use t",
                     whisker_interval_name(this->options.interval), reason);
}

static void set_interval(comparison *this, const double limits[2])
{
    this->out.difference.lower = limits[0];
    this->out.difference.upper = limits[1];
    this->out.difference.interval = this->options.interval;
}

static int is_plain(const comparison *this)
{
    const whisker_estimate *difference = &this->out.difference;
    return this->items.weight == NULL && difference->variance != WHISKER_LINEARIZED &&
           difference->n_clusters == difference->n_items;
}

static int wants_counts(const comparison *this)
{
    int32_t interval = this->options.interval;
    return interval != WHISKER_T && interval != WHISKER_NORMAL && interval != WHISKER_T_WILSON;
}

static int is_clustered(const comparison *this)
{
    const whisker_estimate *difference = &this->out.difference;
    return difference->n_clusters < difference->n_items && difference->variance != WHISKER_CLT &&
           difference->variance != WHISKER_LINEARIZED;
}

/* Tango's where it can be had: t covers 85 to 90% when one run is nearly never the only one to be right, and has no
 * interval for runs that agree on every item (M5.4). */
static int32_t default_interval(const comparison *this)
{
    const whisker_difference_options *options = &this->options;
    int is_unit = !is_ranged(options) || (options->low == 0 && options->high == 1);
    int is_independent = options->variance == WHISKER_VARIANCE_DEFAULT || options->variance == WHISKER_CLT;
    int is_table = this->pairing.binary && is_plain(this) && is_unit && is_independent;
    if (is_table && this->out.difference.n_items > 1)
        return WHISKER_TANGO;
    return this->near_end && is_clustered(this) && is_bounded(this) ? WHISKER_T_WILSON : WHISKER_T;
}

/* McNemar's tests, and the interval if it is one for counts. */
static int32_t compare_counts(comparison *this, whisker_error *error)
{
    const pairing *pairs = &this->pairing;
    whisker_paired_proportions table = {.size = sizeof table};
    int32_t interval = this->options.interval;
    if (wants_counts(this) && interval != WHISKER_NEWCOMBE && interval != WHISKER_TANGO)
        return not_this_interval(this, "is not one of a paired difference", error);
    if (wants_counts(this) && !pairs->binary)
        return error_set(error, WHISKER_NOT_BINARY, "the interval %s is for scores that are 0 or 1",
                         whisker_interval_name(interval));
    if (wants_counts(this) && !is_plain(this))
        return not_this_interval(this, "takes items for independent and alike", error);
    if (pairs->binary) {
        this->out.only_a = pairs->cell[1][0];
        this->out.only_b = pairs->cell[0][1];
    }
    if (!pairs->binary || !is_plain(this))
        return WHISKER_OK;
    paired_tests(pairs->cell[1][0], pairs->cell[0][1], &this->out.exact_p, &this->out.mid_p);
    if (!wants_counts(this))
        return WHISKER_OK;
    if (interval == WHISKER_TANGO) {
        paired_tango(pairs->cell[1][1], pairs->cell[1][0], pairs->cell[0][1], pairs->cell[0][0], this->options.level,
                     table.tango);
        set_interval(this, table.tango);
        return WHISKER_OK;
    }
    int32_t status = whisker_compare_paired_proportions(pairs->cell[1][1], pairs->cell[1][0], pairs->cell[0][1],
                                                        pairs->cell[0][0], this->options.level, &table, error);
    if (status == WHISKER_OK)
        set_interval(this, table.newcombe);
    return status;
}

/* ---- a run that is nearly perfect ---- */

/* How far a mean may be from an end of its range, and how many of the independent 0/1 trials that it is worth may have
 * gone the other way, for t to be mended. */
static const double NEAR_END = 0.15, FEW_TRIALS = 3;

static double end_distance(const comparison *this, const whisker_estimate *run)
{
    double low = this->pairing.binary ? 0 : this->options.low, high = this->pairing.binary ? 1 : this->options.high;
    double share = (run->value - low) / (high - low);
    return fmin(share, 1 - share);
}

/* Failures of a run that nearly never fails, or successes: the trials are those whose Wilson interval its bounds are,
 * which has its centre at (p + k/2)/(1 + k) for k = z^2 / trials. */
static double few_trials(const comparison *this, const whisker_estimate *run)
{
    double low = this->pairing.binary ? 0 : this->options.low, high = this->pairing.binary ? 1 : this->options.high;
    double share = (run->value - low) / (high - low), centre = ((run->lower + run->upper) / 2 - low) / (high - low);
    double z = whisker_normal_quantile((1 - run->level) / 2, WHISKER_UPPER);
    if (run->interval == WHISKER_EXACT_BOUND)
        return 0;
    return z * z * (0.5 - centre) / (centre - share) * fmin(share, 1 - share);
}

int comparison_wants_far_bound(const comparison *this)
{
    return this->options.interval == WHISKER_T_WILSON && this->near_end && this->out.difference.standard_error > 0;
}

static int is_nearly_sure(const comparison *this, const whisker_estimate *run)
{
    return end_distance(this, run) <= NEAR_END && few_trials(this, run) < FEW_TRIALS;
}

/* The hybrid of two intervals whose estimates covary (Zou and Donner 2008): how far a - b may be above its estimate. */
static double hybrid_reach(double above_a, double below_b, double correlation)
{
    return sqrt(fmax(0, above_a * above_a + below_b * below_b - 2 * correlation * above_a * below_b));
}

/* With few failures in few clusters t knows neither how many there could have been nor that they come together. It errs
 * away from 0, where the other run's failures are the difference; towards 0 it holds, and agrees with p. */
void comparison_set_far_bound(comparison *this, const whisker_estimate *a, const whisker_estimate *b)
{
    whisker_estimate *difference = &this->out.difference;
    double error_a = a->standard_error, error_b = b->standard_error, error = difference->standard_error;
    double correlation = error_a > 0 && error_b > 0
                             ? (error_a * error_a + error_b * error_b - error * error) / (2 * error_a * error_b) : 0;
    if (!is_nearly_sure(this, a) && !is_nearly_sure(this, b))
        return;
    correlation = fmax(-1, fmin(1, correlation));
    double upper = difference->value + hybrid_reach(a->upper - a->value, b->value - b->lower, correlation);
    double lower = difference->value - hybrid_reach(a->value - a->lower, b->upper - b->value, correlation);
    if (difference->value >= 0)
        difference->upper = fmin(reach(&this->options), fmax(difference->upper, upper));
    if (difference->value <= 0)
        difference->lower = fmax(-reach(&this->options), fmin(difference->lower, lower));
    difference->interval = WHISKER_T_WILSON;
}

/* ---- paired ---- */

int32_t comparison_conclude_paired(comparison *this, const whisker_estimate *a, const whisker_estimate *b,
                                   correlation related, whisker_error *error)
{
    const pairing *pairing = &this->pairing;
    whisker_comparison *out = &this->out;
    out->mean_a = a->value;
    out->mean_b = b->value;
    out->se_unpaired = joined(a, b);
    out->correlation = related.pearson;
    out->covariance = related.covariance;
    this->near_end = end_distance(this, a) <= NEAR_END || end_distance(this, b) <= NEAR_END;
    if (this->options.interval == WHISKER_INTERVAL_DEFAULT)
        this->options.interval = default_interval(this);
    if (this->options.interval == WHISKER_T_WILSON && !is_bounded(this))
        return not_this_interval(this, "needs a declared range, or scores that are 0 or 1", error);
    if (out->difference.standard_error == 0)
        explain_no_variation(this, pairing->identical);
    if (pairing->identical)
        out->difference.notes |= WHISKER_NOTE_IDENTICAL;
    if (pairing->n_a_only + pairing->n_b_only > 0)
        out->difference.notes |= WHISKER_NOTE_DROPPED;
    return compare_counts(this, error);
}

/* ---- unpaired ---- */

static int32_t compare_samples(comparison *this, const unpaired *found, int64_t ones_a, int64_t ones_b,
                               whisker_error *error)
{
    whisker_two_proportions table = {.size = sizeof table};
    int32_t interval = this->options.interval;
    if (!wants_counts(this))
        return WHISKER_OK;
    if (interval != WHISKER_NEWCOMBE && interval != WHISKER_AGRESTI_CAFFO && interval != WHISKER_MIETTINEN_NURMINEN)
        return not_this_interval(this, "is not one of an unpaired difference", error);
    if (ones_a < 0 || ones_b < 0)
        return error_set(error, WHISKER_NOT_BINARY, "the interval %s is for scores that are 0 or 1",
                         whisker_interval_name(interval));
    if (!is_plain(this))
        return not_this_interval(this, "takes items for independent and alike", error);
    int32_t status = whisker_compare_proportions(ones_a, found->a.n_items, ones_b, found->b.n_items,
                                                 this->options.level, &table, error);
    if (status == WHISKER_OK)
        set_interval(this, interval == WHISKER_NEWCOMBE          ? table.newcombe
                           : interval == WHISKER_AGRESTI_CAFFO ? table.agresti_caffo
                                                               : table.miettinen_nurminen);
    return status;
}

static void clip(const comparison *this, whisker_estimate *difference)
{
    double furthest = reach(&this->options);
    if (!(difference->lower < -furthest) && !(difference->upper > furthest))
        return;
    difference->lower = fmax(difference->lower, -furthest);
    difference->upper = fmin(difference->upper, furthest);
    difference->notes |= WHISKER_NOTE_CLIPPED;
}

static void fill_unpaired(comparison *this, const unpaired *found)
{
    int normal = this->options.interval == WHISKER_NORMAL;
    int64_t n_items = this->pairing.n_both + this->pairing.n_a_only + this->pairing.n_b_only;
    whisker_estimate *out = &this->out.difference;
    *out = (whisker_estimate){
        .notes = found->notes,
        .variance = found->a.variance,
        .interval = normal ? WHISKER_NORMAL : WHISKER_T,
        .value = found->a.value - found->b.value,
        .standard_error = sqrt(found->variance),
        .level = this->options.level,
        .df = normal ? INFINITY : found->df,
        .se_clt = sqrt(found->a.se_clt * found->a.se_clt + found->b.se_clt * found->b.se_clt),
        .icc = NAN,
        .largest_share = found->largest_share,
        .n_items = n_items,
        .n_missing = this->items.n - n_items,
        .n_clusters = found->n_clusters,
    };
    double half = mean_half_width(out->level, out->df) * out->standard_error;
    out->lower = out->value - half;
    out->upper = out->value + half;
    out->p = mean_p_value(out->value, out->standard_error, out->df);
    out->design_effect = found->variance / (out->se_clt * out->se_clt);
    out->effective_n = (double)n_items / out->design_effect;
    clip(this, out);
}

int32_t comparison_conclude_unpaired(comparison *this, const unpaired *found, int64_t ones_a, int64_t ones_b,
                                     whisker_error *error)
{
    whisker_comparison *out = &this->out;
    out->mean_a = found->a.value;
    out->mean_b = found->b.value;
    out->se_unpaired = joined(&found->a, &found->b);
    fill_unpaired(this, found);
    if (out->difference.standard_error == 0)
        explain_no_variation(this, 0);
    if (out->difference.df < 4)
        out->difference.notes |= WHISKER_NOTE_FEW_DF;
    if (this->options.pairing == WHISKER_PAIRING_DEFAULT)
        out->difference.notes |= WHISKER_NOTE_UNPAIRED;
    return compare_samples(this, found, ones_a, ones_b, error);
}

/* ---- both ---- */

/* The effect that is found with the wanted power, so many standard errors (M5.3). Nothing can be
 * said from a standard error of 0. */
static double minimum_detectable(const comparison *this)
{
    const whisker_estimate *difference = &this->out.difference;
    if (!(difference->standard_error > 0))
        return NAN;
    double errors = difference->df == this->known_df
                        ? this->known_noncentrality
                        : noncentrality(1 - this->options.level, this->options.power, difference->df);
    return errors * difference->standard_error;
}

void comparison_end(comparison *this)
{
    whisker_comparison *out = &this->out;
    if (this->pairing.has_infinite)
        out->difference.notes |= WHISKER_NOTE_NON_FINITE;
    out->minimum_detectable = minimum_detectable(this);
    out->notes = out->difference.notes;
}
