/* The mean over these very items, when no others are of interest: which items were asked is no chance, so that only the
 * draws of each vary (M6.5). */
#include "base/error.h"
#include "base/structs.h"
#include "stat/mean.h"
#include "stat/totals.h"

#include <math.h>

enum { FEW_DF = 4 };

/* One run or two, and what an item carries in the mean. */
typedef struct fixed {
    const whisker_items *items;
    const whisker_item_draws *a, *b; /* b NULL: one run */
    const whisker_item_draws *run;   /* of them: whose draws are looked at */
    double weight;                 /* of all items that count */
    double singles;                /* what an item with two draws or more stands for besides itself, in squared weight */
} fixed;

/* ---- items ---- */

static double score_of(const fixed *this, int64_t i)
{
    return this->b != NULL ? this->a->mean[i] - this->b->mean[i] : this->a->mean[i];
}

static int counts(const fixed *this, int64_t i)
{
    return isfinite(score_of(this, i)) && (this->items->weight == NULL || this->items->weight[i] > 0);
}

static double weight_of(const fixed *this, int64_t i)
{
    return !counts(this, i) ? NAN : this->items->weight != NULL ? this->items->weight[i] : 1;
}

static double weight_term(const void *context, int64_t i)
{
    return weight_of(context, i);
}

static double score_term(const void *context, int64_t i)
{
    const fixed *this = context;
    return weight_of(this, i) * score_of(this, i);
}

static double count_term(const void *context, int64_t i)
{
    return counts(context, i) ? 1 : NAN;
}

/* ---- draws of one run ---- */

static int is_repeated(const fixed *this, int64_t i)
{
    return counts(this, i) && this->run->draws[i] > 1;
}

static double repeated_term(const void *context, int64_t i)
{
    return is_repeated(context, i) ? 1 : NAN;
}

static double single_term(const void *context, int64_t i)
{
    const fixed *this = context;
    double share = weight_of(this, i) / this->weight;
    return counts(this, i) && this->run->draws[i] == 1 ? share * share : NAN;
}

/* An item's part of the variance: w^2 s^2 / K, and its share of the items with one draw, which are given the mean s^2. */
static double part_of(const fixed *this, int64_t i)
{
    if (!is_repeated(this, i))
        return NAN;
    double share = weight_of(this, i) / this->weight;
    return (share * share / this->run->draws[i] + this->singles) * this->run->within[i];
}

static double part_term(const void *context, int64_t i)
{
    return part_of(context, i);
}

/* Satterthwaite 1946: a part on K - 1 degrees of freedom. */
static double spread_term(const void *context, int64_t i)
{
    const fixed *this = context;
    double part = part_of(this, i);
    return part * part / (this->run->draws[i] - 1);
}

typedef struct chance {
    double variance, spread; /* spread: the sum that variance^2 is divided by for degrees of freedom */
    int64_t n_repeated;
    uint32_t notes;
} chance;

static chance chance_of(fixed this, const whisker_item_draws *run)
{
    chance found = {.variance = NAN, .spread = NAN};
    this.run = run;
    int64_t n = this.items->n;
    double singles = total_of(n, single_term, &this);
    found.n_repeated = (int64_t)total_of(n, repeated_term, &this);
    if (found.n_repeated == 0) {
        found.notes = WHISKER_NOTE_NO_REPEATS;
        return found;
    }
    this.singles = singles / (double)found.n_repeated;
    found.variance = total_of(n, part_term, &this);
    found.spread = total_of(n, spread_term, &this);
    found.notes = (singles > 0 ? WHISKER_NOTE_SINGLE_DRAWS : 0) | (found.variance == 0 ? WHISKER_NOTE_EQUAL_DRAWS : 0);
    return found;
}

/* ---- the estimate ---- */

static void fill_interval(const mean_plan *plan, whisker_fixed_mean *out)
{
    double half = mean_half_width(plan->level, out->df) * out->standard_error;
    double lower = out->value - half, upper = out->value + half;
    out->lower = fmax(lower, plan->low);
    out->upper = fmin(upper, plan->high);
    if (lower < plan->low || upper > plan->high)
        out->notes |= WHISKER_NOTE_CLIPPED;
    if (out->df < FEW_DF)
        out->notes |= WHISKER_NOTE_FEW_DF;
    out->p = 2 * whisker_t_cdf(fabs(out->value) / out->standard_error, out->df, WHISKER_UPPER);
}

static void fill(const fixed *this, const mean_plan *plan, whisker_fixed_mean *out)
{
    chance of_a = chance_of(*this, this->a), of_b = {.variance = 0, .spread = 0, .n_repeated = INT64_MAX};
    if (this->b != NULL)
        of_b = chance_of(*this, this->b);
    double variance = of_a.variance + of_b.variance;
    out->n_repeated = of_a.n_repeated < of_b.n_repeated ? of_a.n_repeated : of_b.n_repeated;
    out->notes |= of_a.notes | of_b.notes;
    if (variance > 0)
        out->notes &= ~(uint32_t)WHISKER_NOTE_EQUAL_DRAWS;
    out->standard_error = sqrt(variance);
    out->df = variance > 0 ? variance * variance / (of_a.spread + of_b.spread) : NAN;
    out->lower = out->upper = out->p = NAN;
    if (variance > 0)
        fill_interval(plan, out);
}

static int32_t load_run(const whisker_item_draws *given, int64_t n, whisker_item_draws *own, whisker_error *error)
{
    int32_t status = struct_load(own, sizeof *own, given, "whisker_item_draws", error);
    if (status != WHISKER_OK)
        return status;
    if (n > 0 && (own->mean == NULL || own->draws == NULL || own->within == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a run needs the mean, the number and the variance of draws");
    for (int64_t i = 0; i < n; i++)
        if (isfinite(own->mean[i]) && (own->draws[i] < 0 || (own->draws[i] > 1 && !(own->within[i] >= 0))))
            return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld has no variance of its draws", (long long)i);
    return WHISKER_OK;
}

static int32_t load_items(const whisker_items *given, whisker_items *own, whisker_error *error)
{
    int32_t status = struct_load(own, sizeof *own, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    if (own->n < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a negative number of items");
    for (int64_t i = 0; own->weight != NULL && i < own->n; i++)
        if (!(own->weight[i] >= 0) || isinf(own->weight[i]))
            return error_set(error, WHISKER_BAD_ARGUMENT, "the weight of item %lld is no number from 0 on", (long long)i);
    return WHISKER_OK;
}

static int32_t study(fixed *this, const mean_plan *plan, whisker_fixed_mean *out, whisker_error *error)
{
    this->weight = total_of(this->items->n, weight_term, this);
    whisker_fixed_mean found = {.size = sizeof found, .level = plan->level,
                                .n_items = (int64_t)total_of(this->items->n, count_term, this)};
    if (found.n_items == 0)
        return error_set(error, WHISKER_NO_DATA,
                         this->b != NULL ? "no item is scored in both runs" : "no item has a score");
    found.n_missing = this->items->n - found.n_items;
    found.value = total_of(this->items->n, score_term, this) / this->weight;
    fill(this, plan, &found);
    struct_store(out, &found, sizeof found);
    return WHISKER_OK;
}

int32_t whisker_fixed_items(const whisker_items *items, const whisker_item_draws *a, const whisker_item_draws *b,
                            const whisker_mean_options *options, whisker_fixed_mean *out, whisker_error *error)
{
    mean_plan plan;
    whisker_items own;
    whisker_item_draws first, second;
    int32_t status = struct_check(out, "whisker_fixed_mean", error);
    if (status == WHISKER_OK)
        status = load_items(items, &own, error);
    if (status == WHISKER_OK)
        status = load_run(a, own.n, &first, error);
    if (status == WHISKER_OK && b != NULL)
        status = load_run(b, own.n, &second, error);
    if (status == WHISKER_OK)
        status = mean_load_plan(options, &plan, error);
    fixed this = {.items = &own, .a = &first, .b = b != NULL ? &second : NULL};
    return status == WHISKER_OK ? study(&this, &plan, out, error) : status;
}
