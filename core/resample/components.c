/* Where the variance comes from (M6; Miller 2024, section 3): method of moments over items, each of which counts alike.
 * A component is a mean over items of something unbiased, so that unequal numbers of draws and variances that differ from
 * item to item do no harm. */
#include "base/error.h"
#include "base/structs.h"
#include "resample/component_intervals.h"
#include "stat/mean.h"
#include "stat/one_way.h"

#include <math.h>

static const double USUAL_SHARE = 0.10;
enum { LEAST_REPLICATES = 100 };

typedef struct request {
    whisker_items items;
    whisker_component_options options;
    spreads spreads;
    scratch scratch;
} request;

/* ---- what is said of an item ---- */

static double judge_term(const void *context, int64_t i)
{
    return ((const spreads *)context)->judge[i];
}

static double judge_inside_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] > 1 ? this->judge_noise[i] : NAN;
}

static double once_inside_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] > 1 ? this->judged_once[i] : NAN;
}

static double judge_noise_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->judge_noise[i] / (double)this->draws[i];
}

static double once_noise_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->judged_once[i] / (double)this->draws[i];
}

/* of items with one answer, whose variance only others can tell */
static double single_noise_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] == 0 ? NAN : this->draws[i] == 1 ? this->judge_noise[i] : 0;
}

static double single_once_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] == 0 ? NAN : this->draws[i] == 1 ? this->judged_once[i] : 0;
}

/* share times value, and 0 when there is no share whatever the value. */
static double part_of(double share, double value)
{
    return share == 0 ? 0 : share * value;
}

/* ---- components ---- */

static double clamped(double raw, whisker_components *out)
{
    if (raw < 0)
        out->notes |= WHISKER_NOTE_BETWEEN_CLAMPED;
    return raw < 0 ? 0 : raw;
}

static void find_judge(const spreads *items, whisker_components *out)
{
    out->judge = spreads_mean(items, judge_term);
    double inside = spreads_mean(items, judge_inside_term) +
                    part_of(spreads_mean(items, once_inside_term), out->judge);
    out->answer_raw = out->within - inside;
    out->answer = clamped(out->answer_raw, out);
}

/* What draws put into item means. A single draw has the mean variance of the others; a single answer theirs as well, and
 * what its own judgements say. */
static double noise_of(const spreads *items, const whisker_components *found)
{
    if (items->judge == NULL)
        return spreads_noise(items, found->within);
    return spreads_noise(items, found->answer_raw) + spreads_mean(items, single_noise_term) +
           part_of(spreads_mean(items, single_once_term), found->judge);
}

static double judge_in_means(const spreads *items, double judge)
{
    return spreads_mean(items, judge_noise_term) + part_of(spreads_mean(items, once_noise_term), judge);
}

static void find_components(const request *this, whisker_components *out)
{
    const spreads *items = &this->spreads;
    out->within = spreads_within(items);
    if (items->judge != NULL)
        find_judge(items, out);
    out->draw_noise = noise_of(items, out);
    out->between_raw = out->variance_of_means - out->draw_noise;
    out->between = clamped(out->between_raw, out);
    if (out->n_repeated == 0)
        out->notes |= WHISKER_NOTE_NO_REPEATS;
    else if (out->n_repeated < out->n_items)
        out->notes |= WHISKER_NOTE_SINGLE_DRAWS;
    if (out->within == 0)
        out->notes |= WHISKER_NOTE_EQUAL_DRAWS;
}

/* ---- the variance of the mean ---- */

/* Draws are independent whatever the clusters, so that their part of any variance of the mean is the same. A finite
 * population is short of items, not of draws. */
static void split_variance(const request *this, double variance, whisker_components *out)
{
    double n = (double)out->n_items, population = this->items.population;
    out->draw_part = out->draw_noise / n;
    out->item_part = clamped(variance - out->draw_part, out);
    if (population > 0) {
        out->item_part *= 1 - n / population;
        variance = out->item_part + out->draw_part;
    }
    out->standard_error = sqrt(variance);
    out->standard_error_limit = sqrt(out->item_part);
    out->between_clustered = n * out->item_part;
    double parts = out->item_part + out->draw_part;
    out->share_draws = parts > 0 ? out->draw_part / parts : NAN;
    if (this->spreads.judge != NULL)
        out->judge_part = judge_in_means(&this->spreads, out->judge) / n;
}

/* The fewest K with (within / K) / (between + within / K) <= share; a rounding error is not worth another draw. */
static void suggest_draws(double share, whisker_components *out)
{
    double kept = (double)out->n_items * out->item_part * share / (1 - share);
    if (isnan(out->within) || isnan(kept))
        return;
    out->draws_suggested = out->within == 0 ? 1 : fmax(1, ceil(out->within / kept * (1 - 1e-12)));
}

/* ---- clusters ---- */

/* Item means are the draws of clusters: MSW is items and draws, (MSB - MSW) / n0 the clusters. */
static int32_t split_clusters(request *this, whisker_components *out, whisker_error *error)
{
    spreads clusters;
    whisker_one_way table;
    if (this->items.n_keys == 0)
        return WHISKER_OK;
    whisker_draws means = {.size = sizeof means, .n = this->items.n, .score = this->spreads.deviation,
                           .item = this->items.cluster};
    int32_t status = spreads_of_draws(this->items.n, &means, &this->scratch, &clusters, error);
    if (status != WHISKER_OK)
        return status;
    one_way_moments(&clusters, &table);
    out->between_clusters = table.between;
    out->between_items = table.ms_within - out->draw_noise;
    double kept = fmax(0, out->between_clusters), rest = fmax(0, out->between_items);
    out->share_clusters = kept + rest > 0 ? kept / (kept + rest) : NAN;
    return WHISKER_OK;
}

/* ---- all of it ---- */

static whisker_components undefined(void)
{
    double no = NAN;
    return (whisker_components){
        .size = sizeof(whisker_components), .within = no, .within_interval = {no, no}, .between_interval = {no, no},
        .judge = no, .judge_interval = {no, no}, .answer = no, .answer_raw = no, .answer_interval = {no, no},
        .judge_part = no, .share_interval = {no, no}, .draws_suggested = no, .between_clusters = no,
        .between_items = no, .share_clusters = no,
    };
}

static void count(const request *this, whisker_components *out)
{
    out->n_draws = this->spreads.n_draws;
    out->n_missing = this->spreads.n_missing;
    for (int64_t i = 0; i < this->spreads.n; i++) {
        out->n_items += this->spreads.draws[i] > 0;
        out->n_repeated += this->spreads.draws[i] > 1;
    }
}

static int32_t estimate_mean(request *this, double *variance, whisker_components *out, whisker_error *error)
{
    whisker_estimate mean = {.size = sizeof mean};
    whisker_moments moments = {.size = sizeof moments};
    whisker_items items = this->items;
    whisker_mean_options options = {.size = sizeof options, .variance = this->options.variance, .interval = WHISKER_T,
                                    .level = this->options.level};
    items.population = 0;
    int32_t status = mean_estimate(&items, this->spreads.deviation, this->spreads.reach, &options, &this->scratch, &mean,
                                   error);
    if (status == WHISKER_OK)
        status = whisker_describe(this->spreads.n, this->spreads.deviation, &moments, error);
    if (status != WHISKER_OK)
        return status;
    out->notes |= mean.notes | this->spreads.notes;
    out->mean = this->spreads.centre + (this->spreads.centre_low + mean.value);
    out->n_clusters = mean.n_clusters;
    out->level = mean.level;
    out->variance_of_means = mean.notes & WHISKER_NOTE_NO_VARIATION ? 0 : moments.variance;
    *variance = mean.standard_error * mean.standard_error;
    return WHISKER_OK;
}

static void fill_table(const request *this, whisker_components *out)
{
    whisker_one_way table;
    one_way_moments(&this->spreads, &table);
    out->draws_each = table.group_size;
    out->ms_between = table.ms_between;
    out->ms_within = table.ms_within;
    out->f = table.f;
    out->p = table.p;
    out->icc = table.icc;
}

static void store(const component_interval *found, enum component c, double interval[2])
{
    interval[0] = found->lower[c];
    interval[1] = found->upper[c];
}

static int32_t find_intervals(request *this, whisker_components *out, whisker_error *error)
{
    component_interval found;
    component_set point = {{
        [COMPONENT_WITHIN] = out->within,
        [COMPONENT_BETWEEN] = out->between_raw,
        [COMPONENT_JUDGE] = out->judge,
        [COMPONENT_ANSWER] = out->answer_raw,
        [COMPONENT_SHARE] = out->share_draws,
    }};
    int32_t status = component_intervals(&this->items, &this->spreads, &point, &this->options, &this->scratch, &found,
                                         error);
    if (status != WHISKER_OK)
        return status;
    store(&found, COMPONENT_WITHIN, out->within_interval);
    store(&found, COMPONENT_BETWEEN, out->between_interval);
    store(&found, COMPONENT_JUDGE, out->judge_interval);
    store(&found, COMPONENT_ANSWER, out->answer_interval);
    store(&found, COMPONENT_SHARE, out->share_interval);
    return WHISKER_OK;
}

static int32_t estimate(request *this, whisker_components *out, whisker_error *error)
{
    double variance;
    *out = undefined();
    count(this, out);
    if (this->spreads.judge != NULL && isnan(spreads_mean(&this->spreads, judge_term)))
        this->spreads.judge = NULL; /* no answer was judged twice */
    int32_t status = estimate_mean(this, &variance, out, error);
    if (status != WHISKER_OK)
        return status;
    find_components(this, out);
    split_variance(this, variance, out);
    suggest_draws(this->options.share, out);
    fill_table(this, out);
    status = split_clusters(this, out, error);
    return status == WHISKER_OK ? find_intervals(this, out, error) : status;
}

/* ---- the calls ---- */

static int32_t load(const whisker_items *items, const whisker_component_options *options, request *this,
                    whisker_error *error)
{
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&this->items, sizeof this->items, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = struct_load(&this->options, sizeof this->options, options, "whisker_component_options", error);
    if (status != WHISKER_OK)
        return status;
    if (this->items.weight != NULL || this->items.stratum != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "components of variance are of items that count alike: no weights, "
                                                    "no strata");
    if (this->options.level == 0)
        this->options.level = 0.95;
    if (this->options.share == 0)
        this->options.share = USUAL_SHARE;
    if (!(this->options.share > 0 && this->options.share < 1))
        return error_set(error, WHISKER_BAD_OPTION, "the share that draws may leave lies between 0 and 1");
    if (this->options.replicates < 0 || (this->options.replicates > 0 && this->options.replicates < LEAST_REPLICATES))
        return error_set(error, WHISKER_BAD_OPTION, "percentiles need at least %d replicates", LEAST_REPLICATES);
    return WHISKER_OK;
}

static int32_t begin(const whisker_items *items, const whisker_component_options *options, whisker_arena *arena,
                     const whisker_components *out, request *this, whisker_error *error)
{
    int32_t status = struct_check(out, "whisker_components", error);
    if (status == WHISKER_OK)
        status = load(items, options, this, error);
    return status == WHISKER_OK ? scratch_open(&this->scratch, arena, error) : status;
}

static int32_t finish(request *this, int32_t status, whisker_components *out, whisker_error *error)
{
    whisker_components made;
    if (status == WHISKER_OK)
        status = estimate(this, &made, error);
    scratch_close(&this->scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

int32_t whisker_components_of_draws(const whisker_items *items, const whisker_draws *draws,
                                    const whisker_component_options *options, whisker_arena *arena,
                                    whisker_components *out, whisker_error *error)
{
    request this;
    int32_t status = begin(items, options, arena, out, &this, error);
    if (status != WHISKER_OK)
        return status;
    status = spreads_of_draws(this.items.n, draws, &this.scratch, &this.spreads, error);
    return finish(&this, status, out, error);
}

int32_t whisker_components_of_items(const whisker_items *items, const double *mean, const int32_t *draws,
                                    const double *within, const whisker_component_options *options,
                                    whisker_arena *arena, whisker_components *out, whisker_error *error)
{
    request this;
    int32_t status = begin(items, options, arena, out, &this, error);
    if (status != WHISKER_OK)
        return status;
    status = spreads_of_items(this.items.n, mean, draws, within, &this.scratch, &this.spreads, error);
    return finish(&this, status, out, error);
}
