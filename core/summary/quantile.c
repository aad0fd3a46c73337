/* Quantiles of item scores (M4.5): latency, cost. Value: type 7 of Hyndman and Fan 1996, with weights as Akinshin 2023.
 * Interval: the scores x for which the number of items up to x is one that a binomial law with the quantile's share
 * would give; exact for independent items, and for others (Woodruff 1952) at the effective sample size of the share. */
#include "base/error.h"
#include "base/sort.h"
#include "base/structs.h"
#include "stat/cut_sum.h"
#include "stat/mean.h"
#include "stat/sampling.h"

/* Options, resolved. */
typedef struct quantile_plan {
    double q;
    int32_t variance, interval;
    double level, low, high;
} quantile_plan;

/* Distinct scores in ascending order, and the share of the weight up to and including each. */
typedef struct ranked {
    int64_t n;
    double *value, *share;
    double even_items;      /* how many even ones the weights are worth (Kish) */
} ranked;

/* ---- options ---- */

static int32_t load_plan(const whisker_quantile_options *options, quantile_plan *plan, whisker_error *error)
{
    whisker_quantile_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_quantile_options", error);
    if (status != WHISKER_OK)
        return status;
    double q = given.q == 0 ? 0.5 : given.q;
    if (!(q > 0 && q < 1))
        return error_set(error, WHISKER_BAD_OPTION, "the share of a quantile lies between 0 and 1");
    if (given.interval != WHISKER_INTERVAL_DEFAULT && given.interval != WHISKER_ORDER_STATISTICS &&
        given.interval != WHISKER_WOODRUFF)
        return error_set(error, WHISKER_BAD_OPTION, "interval %d is not one of a quantile: order_statistics, woodruff",
                         (int)given.interval);
    int ranged = given.low != 0 || given.high != 0;
    *plan = (quantile_plan){q, given.variance, given.interval, given.level, ranged ? given.low : -INFINITY,
                            ranged ? given.high : INFINITY};
    if (!(plan->low < plan->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of the score has its low end above its high end");
    return WHISKER_OK;
}

/* Items that are independent and count alike have an exact law. */
static int32_t choose_interval(const sample *sample, quantile_plan *plan, whisker_error *error)
{
    int is_plain = sample->n_keys == 0 && sample->weight == NULL && sample->stratum == NULL && sample->population == 0;
    if (plan->interval == WHISKER_INTERVAL_DEFAULT)
        plan->interval = is_plain ? WHISKER_ORDER_STATISTICS : WHISKER_WOODRUFF;
    if (plan->interval == WHISKER_ORDER_STATISTICS && !is_plain)
        return error_set(error, WHISKER_BAD_OPTION,
                         "order_statistics is for items that are independent and weigh the same; use woodruff");
    if (sample->minimum < plan->low || sample->maximum > plan->high)
        return error_set(error, WHISKER_BAD_OPTION, "a score lies outside the range that was declared");
    return WHISKER_OK;
}

/* ---- ranks ---- */

static int32_t rank_scores(const sample *sample, scratch *scratch, ranked *out, whisker_error *error)
{
    int64_t n = sample->n;
    sort_key *keys = arena_take(scratch->arena, n, sizeof *keys), *spare = arena_take(scratch->arena, n, sizeof *spare);
    *out = (ranked){.value = arena_take(scratch->arena, n, sizeof *out->value),
                    .share = arena_take(scratch->arena, n, sizeof *out->share)};
    if (keys == NULL || spare == NULL || out->value == NULL || out->share == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < n; i++)
        keys[i] = (sort_key){sort_head_of_real(sample->score[i] + 0.0), i}; /* + 0: no -0 */
    sort_keys(n, keys, spare, NULL, NULL);
    const cut place = cut_for(n, 1);
    sum weights = {0, 0}, squares = {0, 0};
    for (int64_t i = 0; i < n; i++) {
        double weight = sample_weight(sample, keys[i].index);
        cut_add(&weights, place, weight);
        cut_add(&squares, place, weight * weight);
        if (i + 1 < n && keys[i + 1].head == keys[i].head)
            continue;
        out->value[out->n] = sort_real_of_head(keys[i].head);
        out->share[out->n++] = sum_value(weights);
    }
    double total = sum_value(weights);
    for (int64_t i = 0; i < out->n; i++)
        out->share[i] /= total;
    out->even_items = sample->weight == NULL ? (double)n : total * total / sum_value(squares);
    return WHISKER_OK;
}

/* Between the two scores of ranks around (m - 1) q + 1, for m even items; uneven weights share a window of width 1/m
 * that ends there (Akinshin 2023), which for even ones is the same. */
static double value_at(const ranked *ranked, double q)
{
    double m = ranked->even_items, left = (m - 1) * q / m, total = 0, before = 0;
    for (int64_t i = 0; i < ranked->n; i++) {
        double reached = fmin(fmax((ranked->share[i] - left) * m, 0), 1);
        total += (reached - before) * ranked->value[i];
        before = reached;
    }
    return total;
}

/* The exact form without weights, where the share of a rank may be rounded. */
static double value_of_ranks(const ranked *ranked, double q)
{
    double m = ranked->even_items, rank = (m - 1) * q, whole = floor(rank);
    int64_t i = 0;
    while (round(ranked->share[i] * m) < whole + 1)
        i++;
    double low = ranked->value[i];
    if (rank == whole || round(ranked->share[i] * m) >= whole + 2)
        return low;
    return low + (rank - whole) * (ranked->value[i + 1] - low);
}

/* ---- the effective sample size ---- */

/* From Wilson's interval (p - bound)^2 = z^2 bound (1 - bound) / n. */
static double size_behind(const whisker_estimate *share, double z)
{
    double bound = share->value - share->lower > share->upper - share->value ? share->lower : share->upper;
    double distance = share->value - bound;
    return z * z * bound * (1 - bound) / (distance * distance);
}

/* How many independent items the share up to the quantile is worth, by the interval that M3.3 gives it. */
static double effective_size(const whisker_estimate *share)
{
    double z = whisker_normal_quantile((1 - share->level) / 2, WHISKER_UPPER);
    double n = (double)share->n_items, size;
    if (share->interval == WHISKER_EXACT_BOUND)
        size = log(1 - share->level) / log(share->value == 1 ? share->lower : 1 - share->upper);
    else if (share->interval == WHISKER_T) {
        double ratio = z / mean_half_width(share->level, share->df) / share->standard_error;
        size = share->value * (1 - share->value) * ratio * ratio;
    } else
        size = size_behind(share, z);
    return size < n ? size : isnan(size) ? NAN : n;
}

/* The share of items up to the value, as an estimate. */
static int32_t estimate_share(const whisker_items *items, const double *score, const quantile_plan *plan, double value,
                              scratch *scratch, whisker_estimate *out, whisker_error *error)
{
    int64_t n = items->n;
    double *below = arena_take(scratch->arena, n, sizeof *below);
    whisker_mean_options options = {.size = sizeof options, .variance = plan->variance, .level = plan->level,
                                    .high = 1};
    if (below == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < n; i++)
        below[i] = isfinite(score[i]) ? score[i] <= value : score[i];
    return mean_estimate(items, below, 0, &options, scratch, out, error);
}

/* ---- bounds ---- */

/* A binomial law of a size that need not be whole, and how it is asked. */
typedef struct acceptance {
    double size, q;
    double half_alpha;
    int is_exact;
} acceptance;

/* P[X <= x] and P[X >= x]; x itself by half when the size is only an estimate (mid-p): what is exact of whole counts
 * would be too wide for it. */
static double at_most(const acceptance *this, double x)
{
    double upto = x >= this->size ? 1 : whisker_beta_cdf(this->q, x + 1, this->size - x, WHISKER_UPPER);
    double below = x <= 0 ? 0 : whisker_beta_cdf(this->q, x, this->size - x + 1, WHISKER_UPPER);
    return this->is_exact ? upto : (upto + below) / 2;
}

static double at_least(const acceptance *this, double x)
{
    double from = x <= 0 ? 1 : whisker_beta_cdf(this->q, x, this->size - x + 1, WHISKER_LOWER);
    double above = x >= this->size ? 0 : whisker_beta_cdf(this->q, x + 1, this->size - x, WHISKER_LOWER);
    return this->is_exact ? from : (from + above) / 2;
}

typedef double binomial_tail(const acceptance *this, double x);

/* The first score at which the tail has passed alpha / 2: has it (is_beyond 1), or has it no longer (0). n: none. */
static int64_t first_rank(const ranked *ranked, const acceptance *this, binomial_tail *tail, int is_beyond)
{
    int64_t low = 0, high = ranked->n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if ((tail(this, ranked->share[middle] * this->size) > this->half_alpha) == is_beyond)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Returns the width. */
static double fill_bounds(const ranked *ranked, const quantile_plan *plan, double size, whisker_estimate *out)
{
    acceptance law = {size, plan->q, (1 - out->level) / 2, plan->interval == WHISKER_ORDER_STATISTICS};
    out->lower = out->upper = NAN;
    if (isnan(size))
        return NAN;
    int64_t upper = first_rank(ranked, &law, at_least, 0);
    int none_below = at_most(&law, 0) > law.half_alpha, none_above = upper == ranked->n;
    out->lower = none_below ? plan->low : ranked->value[first_rank(ranked, &law, at_most, 1)];
    out->upper = none_above ? plan->high : ranked->value[upper];
    if (none_below || none_above)
        out->notes |= WHISKER_NOTE_UNBOUNDED;
    return out->upper - out->lower;
}

/* ---- the call ---- */

static int32_t estimate(const whisker_items *items, const double *score, quantile_plan *plan, scratch *scratch,
                        whisker_estimate *out, whisker_error *error)
{
    sample sample;
    ranked ranked;
    int32_t status = sample_prepare(items, score, scratch, &sample, error);
    if (status == WHISKER_OK)
        status = choose_interval(&sample, plan, error);
    if (status == WHISKER_OK)
        status = rank_scores(&sample, scratch, &ranked, error);
    if (status != WHISKER_OK)
        return status;
    double value = sample.weight == NULL ? value_of_ranks(&ranked, plan->q) : value_at(&ranked, plan->q);
    whisker_items given = {.size = 0};
    status = struct_load(&given, sizeof given, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = estimate_share(&given, score, plan, value, scratch, out, error);
    if (status != WHISKER_OK)
        return status;
    int is_exact = plan->interval == WHISKER_ORDER_STATISTICS;
    double size = is_exact ? (double)sample.n : effective_size(out);
    out->notes &= ~(uint32_t)(WHISKER_NOTE_NO_VARIATION | WHISKER_NOTE_SMALL_EXACT | WHISKER_NOTE_CLIPPED);
    out->value = value;
    out->interval = plan->interval;
    double width = fill_bounds(&ranked, plan, size, out);
    out->effective_n = size;
    out->design_effect = (double)sample.n / size;
    out->df = is_exact ? INFINITY : out->df;
    out->standard_error = isinf(width) ? NAN : width / (2 * mean_half_width(out->level, INFINITY));
    out->se_clt = out->standard_error / sqrt(out->design_effect);
    out->p = NAN;
    return WHISKER_OK;
}

int32_t whisker_quantile(const whisker_items *items, const double *score, const whisker_quantile_options *options,
                         whisker_arena *arena, whisker_estimate *out, whisker_error *error)
{
    scratch scratch;
    quantile_plan plan = {.q = 0};
    whisker_estimate made = {.size = sizeof made};
    int32_t status = struct_check(out, "whisker_estimate", error);
    if (status == WHISKER_OK)
        status = load_plan(options, &plan, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = estimate(items, score, &plan, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
