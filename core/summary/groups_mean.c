/* One mean of the means of groups (M4.6): the shares of the groups squared times their variances, when no cluster lies
 * in two of them; else groups_crossed.c. */
#include "base/error.h"
#include "base/structs.h"
#include "stat/mean.h"
#include "stat/totals.h"
#include "summary/groups.h"

#include <math.h>
#include <string.h>

static const double DEFAULT_LEVEL = 0.95;

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof((array)[0])))

enum { FEW_CLUSTERS = 20, VERY_FEW_CLUSTERS = 6, FEW_DF = 4 };

static const char *const names[] = {
    [WHISKER_MICRO] = "micro",
    [WHISKER_MACRO] = "macro",
    [WHISKER_CUSTOM] = "custom",
};

const char *whisker_combine_name(int32_t combine)
{
    return combine >= 0 && combine < COUNT(names) ? names[combine] : NULL;
}

int32_t whisker_combine_number(const char *name)
{
    for (int32_t combine = WHISKER_MICRO; name != NULL && combine < COUNT(names); combine++)
        if (strcmp(names[combine], name) == 0)
            return combine;
    return -1;
}

/* ---- options ---- */

static int32_t check_weights(const combination *this, whisker_error *error)
{
    double total = 0;
    for (int32_t j = 0; j < this->split.n_groups; j++) {
        if (!(this->options.weight[j] >= 0) || isinf(this->options.weight[j]))
            return error_set(error, WHISKER_BAD_OPTION, "the weight of group %d is not a finite number of at least 0",
                             (int)j);
        total += this->options.weight[j];
    }
    return total > 0 ? WHISKER_OK : error_set(error, WHISKER_BAD_OPTION, "no group has a weight");
}

static int32_t check_options(combination *this, whisker_error *error)
{
    whisker_groups_options *options = &this->options;
    if (options->combine == WHISKER_COMBINE_DEFAULT)
        options->combine = options->weight != NULL ? WHISKER_CUSTOM : WHISKER_MICRO;
    if (whisker_combine_name(options->combine) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "combination %d is not known", (int)options->combine);
    if ((options->combine == WHISKER_CUSTOM) != (options->weight != NULL))
        return error_set(error, WHISKER_BAD_OPTION, "weights of groups are for custom combinations, which need them");
    if (options->interval != WHISKER_INTERVAL_DEFAULT && options->interval != WHISKER_T &&
        options->interval != WHISKER_NORMAL && options->interval != WHISKER_EFFECTIVE_WILSON)
        return error_set(error, WHISKER_BAD_OPTION, "interval %d is not one of combined groups: t, normal, "
                         "effective_wilson", (int)options->interval);
    return options->weight != NULL ? check_weights(this, error) : WHISKER_OK;
}

/* ---- groups ---- */

typedef struct weights {
    const double *weight;
} weights;

static double weight_term(const void *context, int64_t i)
{
    const weights *this = context;
    return this->weight[i];
}

static double weight_of(const combination *this, int32_t j)
{
    const group_split *split = &this->split;
    if (this->options.combine == WHISKER_CUSTOM)
        return this->options.weight[j];
    if (this->options.combine == WHISKER_MACRO)
        return 1;
    if (split->weight == NULL)
        return (double)group_split_count(split, j);
    weights items = {split->weight + split->first[j]};
    return total_of(group_split_count(split, j), weight_term, &items);
}

static void find_shares(combination *this)
{
    weights shares = {this->share};
    for (int32_t j = 0; j < this->split.n_groups; j++)
        this->share[j] = weight_of(this, j);
    double total = total_of(this->split.n_groups, weight_term, &shares);
    for (int32_t j = 0; j < this->split.n_groups; j++)
        this->share[j] /= total;
}

static const whisker_estimate nothing = {
    .value = NAN, .standard_error = NAN, .lower = NAN, .upper = NAN, .df = NAN, .p = NAN, .se_clt = NAN, .icc = NAN,
    .design_effect = NAN, .effective_n = NAN, .largest_share = NAN,
};

static int32_t estimate_group(combination *this, int32_t j, scratch *outer, whisker_error *error)
{
    scratch scratch;
    whisker_estimate *out = &this->each[j];
    whisker_items items = group_split_items(&this->split, j);
    whisker_mean_options options = {.size = sizeof options, .level = this->options.level, .low = this->options.low,
                                    .high = this->options.high};
    *out = nothing;
    if (items.n > 0) {
        int32_t status = scratch_open(&scratch, outer->arena, error);
        if (status != WHISKER_OK)
            return status;
        const double *score = this->split.score + this->split.first[j];
        status = mean_estimate(&items, score, 0, &options, &scratch, out, error);
        scratch_close(&scratch);
        if (status != WHISKER_OK)
            return status;
    }
    out->n_missing = this->split.n_missing[j];
    this->part[j] = this->share[j] * this->share[j] * out->standard_error * out->standard_error;
    this->independent[j] = this->share[j] * this->share[j] * out->se_clt * out->se_clt;
    return WHISKER_OK;
}

static int32_t estimate_groups(combination *this, scratch *scratch, whisker_error *error)
{
    int64_t n = this->split.n_groups;
    this->each = arena_take(scratch->arena, n, sizeof *this->each);
    this->share = arena_take(scratch->arena, n, sizeof *this->share);
    this->part = arena_take(scratch->arena, n, sizeof *this->part);
    this->independent = arena_take(scratch->arena, n, sizeof *this->independent);
    if (this->each == NULL || this->share == NULL || this->part == NULL || this->independent == NULL)
        return error_memory(error);
    find_shares(this);
    int32_t status = WHISKER_OK;
    for (int32_t j = 0; status == WHISKER_OK && j < this->split.n_groups; j++)
        status = estimate_group(this, j, scratch, error);
    return status;
}

/* ---- sums over the groups that have a share ---- */

typedef struct group_terms {
    const combination *this;
    group_term *term;
} group_terms;

static double term_with_share(const void *context, int64_t j)
{
    const group_terms *terms = context;
    return terms->this->share[j] > 0 ? terms->term(terms->this, (int32_t)j) : 0;
}

double groups_total(const combination *this, group_term *term)
{
    group_terms terms = {this, term};
    for (int32_t j = 0; j < this->split.n_groups; j++)
        if (isnan(term_with_share(&terms, j)))
            return NAN;
    return total_of(this->split.n_groups, term_with_share, &terms);
}

static double value_term(const combination *this, int32_t j)
{
    return this->share[j] * this->each[j].value;
}

double groups_part(const combination *this, int32_t j)
{
    return this->part[j];
}

static double independent_term(const combination *this, int32_t j)
{
    return this->independent[j];
}

/* Satterthwaite 1946 over groups that are independent. */
static double part_over_df(const combination *this, int32_t j)
{
    return this->part[j] == 0 ? 0 : this->part[j] * this->part[j] / this->each[j].df;
}

/* ---- variance ---- */

static void nested_variance(combination *this)
{
    for (int32_t j = 0; j < this->split.n_groups; j++) {
        this->n_clusters += this->each[j].n_clusters;
        this->largest_share = fmax(this->largest_share, this->share[j] * this->each[j].largest_share);
    }
    this->variance = groups_total(this, groups_part);
    this->df = this->variance * this->variance / groups_total(this, part_over_df);
}

static int32_t find_variance(combination *this, scratch *scratch, whisker_error *error)
{
    this->variance = this->df = this->largest_share = NAN;
    if (this->split.is_crossed)
        return groups_crossed(this, scratch, error);
    nested_variance(this);
    return WHISKER_OK;
}

/* ---- interval ---- */

/* Every score at the same end of the range, 0 or 1 if none is declared. */
static int find_range(const combination *this, double *low, double *high)
{
    const group_split *split = &this->split;
    int64_t n = split->first[split->n_groups];
    int binary = 1;
    for (int64_t k = 0; k < n; k++)
        binary = binary && (split->score[k] == 0 || split->score[k] == 1);
    int ranged = this->options.low != 0 || this->options.high != 0;
    *low = ranged ? this->options.low : binary ? 0 : -INFINITY;
    *high = ranged ? this->options.high : binary ? 1 : INFINITY;
    for (int64_t k = 1; k < n; k++)
        if (split->score[k] != split->score[0])
            return 0;
    return isfinite(*low) && isfinite(*high) && (split->score[0] == *low || split->score[0] == *high);
}

static void fill_symmetric(whisker_estimate *out)
{
    double half = out->standard_error == 0 ? 0 : mean_half_width(out->level, out->df) * out->standard_error;
    out->lower = out->value - half;
    out->upper = out->value + half;
}

/* Wilson's interval for as many 0/1 trials as the mean is worth by its standard error (M3.3). */
static int32_t fill_wilson(double low, double high, whisker_estimate *out, whisker_error *error)
{
    double share = (out->value - low) / (high - low), error_share = out->standard_error / (high - low);
    double ratio = mean_half_width(out->level, INFINITY) / mean_half_width(out->level, out->df);
    double trials = share * (1 - share) / (error_share * error_share) * ratio * ratio, lower, upper;
    int32_t status = whisker_proportion_interval(share * trials, trials, WHISKER_WILSON, out->level, &lower, &upper,
                                                 error);
    out->lower = low + lower * (high - low);
    out->upper = low + upper * (high - low);
    return status;
}

static void fill_bound(const combination *this, double low, double high, whisker_estimate *out)
{
    double missing = groups_missing_at_most(this) * (high - low);
    int at_high = this->split.score[0] == high;
    out->interval = WHISKER_EXACT_BOUND;
    out->notes |= WHISKER_NOTE_SMALL_EXACT;
    out->lower = at_high ? high - missing : low;
    out->upper = at_high ? high : low + missing;
}

static void clip(double low, double high, whisker_estimate *out)
{
    if (!(out->lower < low) && !(out->upper > high))
        return;
    out->lower = out->lower < low ? low : out->lower;
    out->upper = out->upper > high ? high : out->upper;
    out->notes |= WHISKER_NOTE_CLIPPED;
}

static int32_t fill_interval(const combination *this, whisker_estimate *out, whisker_error *error)
{
    double low, high;
    int at_an_end = find_range(this, &low, &high), is_bounded = isfinite(low) && isfinite(high);
    out->interval = this->options.interval;
    if (out->interval == WHISKER_INTERVAL_DEFAULT)
        out->interval = is_bounded ? WHISKER_EFFECTIVE_WILSON : WHISKER_T;
    if (out->interval == WHISKER_EFFECTIVE_WILSON && !is_bounded)
        return error_set(error, WHISKER_BAD_OPTION, "effective_wilson needs a declared range, or 0/1 scores");
    if (out->interval == WHISKER_NORMAL)
        out->df = INFINITY;
    if (isnan(out->standard_error))
        return WHISKER_OK;
    if (at_an_end && this->options.interval != WHISKER_T && this->options.interval != WHISKER_NORMAL)
        fill_bound(this, low, high, out);
    else if (out->interval == WHISKER_EFFECTIVE_WILSON && out->standard_error > 0)
        return fill_wilson(low, high, out, error);
    else
        fill_symmetric(out);
    clip(low, high, out);
    return WHISKER_OK;
}

/* ---- the call ---- */

static uint32_t notes_of(const combination *this)
{
    const uint32_t of_groups = WHISKER_NOTE_ONE_ITEM | WHISKER_NOTE_ONE_CLUSTER;
    uint32_t notes = this->split.notes;
    for (int32_t j = 0; j < this->split.n_groups; j++)
        if (this->share[j] > 0)
            notes |= this->each[j].n_items == 0 ? WHISKER_NOTE_UNDEFINED : this->each[j].notes & of_groups;
    if (this->variance == 0)
        notes |= WHISKER_NOTE_NO_VARIATION;
    if (this->split.n_keys == 0)
        return notes;
    if (this->n_clusters < FEW_CLUSTERS)
        notes |= WHISKER_NOTE_FEW_CLUSTERS;
    if (this->n_clusters < VERY_FEW_CLUSTERS)
        notes |= WHISKER_NOTE_VERY_FEW_CLUSTERS;
    if (this->largest_share > 0.25)
        notes |= WHISKER_NOTE_DOMINANT_CLUSTER;
    return this->df < FEW_DF ? notes | WHISKER_NOTE_FEW_DF : notes;
}

static int32_t combine(combination *this, scratch *scratch, whisker_estimate *out, whisker_error *error)
{
    int32_t status = estimate_groups(this, scratch, error);
    if (status == WHISKER_OK)
        status = find_variance(this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    *out = nothing;
    out->notes = notes_of(this);
    out->variance = this->split.n_keys > 0 ? WHISKER_CR2 : WHISKER_CLT;
    out->value = groups_total(this, value_term);
    out->standard_error = sqrt(this->variance);
    out->level = this->options.level == 0 ? DEFAULT_LEVEL : this->options.level;
    out->df = isnan(this->variance) ? NAN : this->df;
    out->se_clt = sqrt(groups_total(this, independent_term));
    out->design_effect = out->se_clt > 0 ? this->variance / (out->se_clt * out->se_clt) : NAN;
    out->largest_share = this->largest_share;
    out->n_items = this->split.first[this->split.n_groups];
    for (int32_t j = 0; j < this->split.n_groups; j++)
        out->n_missing += this->split.n_missing[j];
    out->n_clusters = this->n_clusters;
    out->effective_n = (double)out->n_items / out->design_effect;
    status = fill_interval(this, out, error);
    out->p = mean_p_value(out->value, out->standard_error, out->df);
    return status;
}

static int32_t load_options(const whisker_groups_options *options, combination *this, whisker_error *error)
{
    int32_t status = struct_load(&this->options, sizeof this->options, options, "whisker_groups_options", error);
    return status != WHISKER_OK ? status : check_options(this, error);
}

int32_t whisker_groups_mean(const whisker_items *items, const double *score, int32_t n_groups, const int32_t *group,
                            const whisker_groups_options *options, whisker_arena *arena, whisker_estimate *each,
                            whisker_estimate *out, whisker_error *error)
{
    scratch scratch;
    combination this = {.n_clusters = 0};
    whisker_estimate made;
    int32_t status = struct_check(out, "whisker_estimate", error);
    for (int32_t j = 0; status == WHISKER_OK && each != NULL && j < n_groups; j++)
        status = struct_check(&each[j], "whisker_estimate", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = group_split_of(items, score, n_groups, group, &scratch, &this.split, error);
    if (status == WHISKER_OK)
        status = load_options(options, &this, error);
    if (status == WHISKER_OK)
        status = combine(&this, &scratch, &made, error);
    for (int32_t j = 0; status == WHISKER_OK && each != NULL && j < n_groups; j++)
        struct_store(&each[j], &this.each[j], sizeof this.each[j]);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
