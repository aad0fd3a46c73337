/* Run A against run B (M5.1 to M5.3; Miller 2024 section 4). */
#include "base/arena.h"
#include "base/error.h"
#include "base/structs.h"
#include "stat/correlation.h"
#include "stat/mean.h"
#include "stat/noncentrality.h"
#include "stat/unpaired.h"

#include <float.h>
#include <math.h>

/* The scores side by side. */
typedef struct pairs {
    double *a, *b;          /* scores on the items that both runs have, else NaN */
    double *difference;     /* a - b */
    int64_t n_both, n_a_only, n_b_only;
    double magnitude;       /* largest absolute score of the pairs */
    int has_infinite;
    int identical;          /* every difference is 0 */
    int binary;             /* every paired score is 0 or 1 */
    int64_t cell[2][2];     /* of binary pairs: cell[score of A][score of B] */
} pairs;

/* One call: what came in and what goes out. */
typedef struct comparison {
    whisker_items items;
    whisker_difference_options options;
    const double *a, *b;
    pairs pairs;
    whisker_comparison out;
} comparison;

/* ---- input ---- */

static int32_t check_range(const whisker_difference_options *options, whisker_error *error)
{
    int ranged = options->low != 0 || options->high != 0;
    if (ranged && !(options->low < options->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of a score runs from low to high");
    return WHISKER_OK;
}

static int32_t load_options(const whisker_difference_options *given, whisker_difference_options *options,
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

static int32_t load_items(const whisker_items *given, const double *a, const double *b, whisker_items *items,
                          whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items to compare on");
    int32_t status = struct_load(items, sizeof *items, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    items->size = sizeof *items;
    if (items->n < 0 || (items->n > 0 && (a == NULL || b == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of two runs are needed");
    return WHISKER_OK;
}

/* ---- pairs ---- */

static int is_binary(double score)
{
    return score == 0 || score == 1;
}

static void count_pair(pairs *pairs, double a, double b)
{
    pairs->n_both++;
    pairs->identical &= a == b;
    double larger = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    pairs->magnitude = larger > pairs->magnitude ? larger : pairs->magnitude;
    if (is_binary(a) && is_binary(b))
        pairs->cell[a == 1][b == 1]++;
    else
        pairs->binary = 0;
}

static int32_t find_pairs(comparison *this, scratch *scratch, whisker_error *error)
{
    pairs *pairs = &this->pairs;
    int64_t n = this->items.n;
    pairs->a = arena_take(scratch->arena, n, sizeof *pairs->a);
    pairs->b = arena_take(scratch->arena, n, sizeof *pairs->b);
    pairs->difference = arena_take(scratch->arena, n, sizeof *pairs->difference);
    if (pairs->a == NULL || pairs->b == NULL || pairs->difference == NULL)
        return error_memory(error);
    pairs->binary = pairs->identical = 1;
    for (int64_t i = 0; i < n; i++) {
        double a = this->a[i], b = this->b[i];
        int shared = isfinite(a) && isfinite(b);
        pairs->a[i] = shared ? a : NAN;
        pairs->b[i] = shared ? b : NAN;
        pairs->difference[i] = shared ? a - b : NAN;
        pairs->n_a_only += isfinite(a) && !shared;
        pairs->n_b_only += isfinite(b) && !shared;
        pairs->has_infinite |= isinf(a) || isinf(b);
        if (shared)
            count_pair(pairs, a, b);
    }
    return WHISKER_OK;
}

/* Paired when at least half of the items that either run has are shared, unless the caller has decided. */
static int32_t choose_pairing(const comparison *this)
{
    const pairs *pairs = &this->pairs;
    int64_t either = pairs->n_both + pairs->n_a_only + pairs->n_b_only;
    if (this->options.pairing != WHISKER_PAIRING_DEFAULT)
        return this->options.pairing;
    return 2 * pairs->n_both >= either ? WHISKER_PAIRED : WHISKER_UNPAIRED;
}

/* ---- what both ways have in common ---- */

static whisker_mean_options run_options(const comparison *this)
{
    const whisker_difference_options *options = &this->options;
    whisker_mean_options run = {.size = sizeof run, .variance = options->variance, .interval = WHISKER_T,
                                .level = options->level, .low = options->low, .high = options->high};
    return run;
}

static int is_ranged(const comparison *this)
{
    return this->options.low != 0 || this->options.high != 0;
}

/* A difference of two scores lies within plus and minus the length of their range. */
static double reach(const comparison *this)
{
    return is_ranged(this) ? this->options.high - this->options.low : DBL_MAX;
}

/* The effect that is found with the wanted power, so many standard errors (M5.3). Nothing can be
 * said from a standard error of 0. */
static double minimum_detectable(const comparison *this)
{
    const whisker_estimate *difference = &this->out.difference;
    if (!(difference->standard_error > 0))
        return NAN;
    return noncentrality(1 - this->options.level, this->options.power, difference->df) * difference->standard_error;
}

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
    return this->options.interval != WHISKER_T && this->options.interval != WHISKER_NORMAL;
}

/* Tango's where it can be had: t covers 85 to 90% when one run is nearly never the only one to be right, and has no
 * interval for runs that agree on every item (M5.4). */
static int32_t default_interval(const comparison *this)
{
    const whisker_difference_options *options = &this->options;
    int is_unit = !is_ranged(this) || (options->low == 0 && options->high == 1);
    int is_independent = options->variance == WHISKER_VARIANCE_DEFAULT || options->variance == WHISKER_CLT;
    int is_table = this->pairs.binary && is_plain(this) && is_unit && is_independent;
    return is_table && this->out.difference.n_items > 1 ? WHISKER_TANGO : WHISKER_T;
}

/* McNemar's tests, and the interval if it is one for counts. */
static int32_t compare_counts(comparison *this, whisker_error *error)
{
    const pairs *pairs = &this->pairs;
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
    int32_t status = whisker_compare_paired_proportions(pairs->cell[1][1], pairs->cell[1][0], pairs->cell[0][1],
                                                        pairs->cell[0][0], this->options.level, &table, error);
    if (status != WHISKER_OK)
        return status;
    this->out.exact_p = table.exact_p;
    this->out.mid_p = table.mid_p;
    if (wants_counts(this))
        set_interval(this, interval == WHISKER_TANGO ? table.tango : table.newcombe);
    return WHISKER_OK;
}

/* Number of ones among the scores of a run, -1 when it has others. */
static int64_t count_ones(int64_t n, const double *score)
{
    int64_t ones = 0;
    for (int64_t i = 0; i < n; i++) {
        if (isfinite(score[i]) && !is_binary(score[i]))
            return -1;
        ones += score[i] == 1;
    }
    return ones;
}

static int32_t compare_samples(comparison *this, const unpaired *found, whisker_error *error)
{
    whisker_two_proportions table = {.size = sizeof table};
    int64_t ones_a = count_ones(this->items.n, this->a), ones_b = count_ones(this->items.n, this->b);
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

/* ---- paired ---- */

/* Section 2 applied to the differences (Miller 2024 eqs. 7 and 8). */
static int32_t compare_pairs(comparison *this, scratch *scratch, whisker_error *error)
{
    const pairs *pairs = &this->pairs;
    whisker_comparison *out = &this->out;
    whisker_mean_options options = run_options(this);
    whisker_estimate a = {.size = sizeof a}, b = {.size = sizeof b};
    if (this->options.variance == WHISKER_BERNOULLI)
        return error_set(error, WHISKER_NOT_BINARY,
                         "the bernoulli variance is for single proportions; a paired difference is none");
    int32_t status = mean_estimate(&this->items, pairs->a, 0, &options, scratch, &a, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&this->items, pairs->b, 0, &options, scratch, &b, error);
    options.interval = this->options.interval == WHISKER_NORMAL ? WHISKER_NORMAL : WHISKER_T;
    options.low = -reach(this);
    options.high = reach(this);
    if (status == WHISKER_OK)
        status = mean_estimate(&this->items, pairs->difference, pairs->magnitude, &options, scratch, &out->difference,
                               error);
    if (status != WHISKER_OK)
        return status;
    correlation related = correlation_of(this->items.n, pairs->a, pairs->b);
    out->mean_a = a.value;
    out->mean_b = b.value;
    out->se_unpaired = joined(&a, &b);
    out->correlation = related.pearson;
    out->covariance = related.covariance;
    if (this->options.interval == WHISKER_INTERVAL_DEFAULT)
        this->options.interval = default_interval(this);
    if (out->difference.standard_error == 0)
        explain_no_variation(this, pairs->identical);
    if (pairs->identical)
        out->difference.notes |= WHISKER_NOTE_IDENTICAL;
    if (pairs->n_a_only + pairs->n_b_only > 0)
        out->difference.notes |= WHISKER_NOTE_DROPPED;
    return compare_counts(this, error);
}

/* ---- unpaired ---- */

static void clip(const comparison *this, whisker_estimate *difference)
{
    double furthest = reach(this);
    if (!(difference->lower < -furthest) && !(difference->upper > furthest))
        return;
    difference->lower = fmax(difference->lower, -furthest);
    difference->upper = fmin(difference->upper, furthest);
    difference->notes |= WHISKER_NOTE_CLIPPED;
}

static void fill_unpaired(comparison *this, const unpaired *found)
{
    int normal = this->options.interval == WHISKER_NORMAL;
    int64_t n_items = this->pairs.n_both + this->pairs.n_a_only + this->pairs.n_b_only;
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

static int32_t compare_apart(comparison *this, scratch *scratch, whisker_error *error)
{
    whisker_comparison *out = &this->out;
    whisker_mean_options options = run_options(this);
    unpaired found;
    if (this->options.interval == WHISKER_INTERVAL_DEFAULT)
        this->options.interval = WHISKER_T;
    int32_t status = unpaired_estimate(&this->items, this->a, this->b, &options, scratch, &found, error);
    if (status != WHISKER_OK)
        return status;
    out->mean_a = found.a.value;
    out->mean_b = found.b.value;
    out->se_unpaired = joined(&found.a, &found.b);
    fill_unpaired(this, &found);
    if (out->difference.standard_error == 0)
        explain_no_variation(this, 0);
    if (out->difference.df < 4)
        out->difference.notes |= WHISKER_NOTE_FEW_DF;
    if (this->options.pairing == WHISKER_PAIRING_DEFAULT)
        out->difference.notes |= WHISKER_NOTE_UNPAIRED;
    return compare_samples(this, &found, error);
}

/* ---- the call ---- */

static int32_t compare(comparison *this, scratch *scratch, whisker_error *error)
{
    whisker_comparison *out = &this->out;
    int32_t status = find_pairs(this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    *out = (whisker_comparison){.pairing = choose_pairing(this), .correlation = NAN, .covariance = NAN,
                                .exact_p = NAN, .mid_p = NAN, .only_a = -1, .only_b = -1,
                                .n_a_only = this->pairs.n_a_only, .n_b_only = this->pairs.n_b_only};
    status = out->pairing == WHISKER_PAIRED ? compare_pairs(this, scratch, error) : compare_apart(this, scratch, error);
    if (status == WHISKER_NO_DATA)
        return error_set(error, WHISKER_NO_DATA,
                         "nothing to compare: the runs share %lld items, A has %lld more, B %lld",
                         (long long)this->pairs.n_both, (long long)out->n_a_only, (long long)out->n_b_only);
    if (this->pairs.has_infinite)
        out->difference.notes |= WHISKER_NOTE_NON_FINITE;
    out->minimum_detectable = minimum_detectable(this);
    out->notes = out->difference.notes;
    return status;
}

int32_t whisker_difference(const whisker_items *items, const double *a, const double *b,
                           const whisker_difference_options *options, whisker_arena *arena, whisker_comparison *out,
                           whisker_error *error)
{
    comparison this = {.a = a, .b = b};
    scratch scratch;
    int32_t status = struct_check(out, "whisker_comparison", error);
    if (status == WHISKER_OK && out->size < sizeof *out)
        status = error_set(error, WHISKER_BAD_ARGUMENT, "whisker_comparison.size is not sizeof(whisker_comparison)");
    if (status == WHISKER_OK)
        status = struct_check(&out->difference, "whisker_comparison.difference", error);
    if (status == WHISKER_OK)
        status = load_options(options, &this.options, error);
    if (status == WHISKER_OK)
        status = load_items(items, a, b, &this.items, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = compare(&this, &scratch, error);
    scratch_close(&scratch);
    if (status != WHISKER_OK)
        return status;
    this.out.difference.size = out->difference.size;
    struct_store(out, &this.out, sizeof this.out);
    return WHISKER_OK;
}
