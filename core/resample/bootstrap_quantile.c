/* The bootstrap of a quantile of item scores (M9.1): how often each unit was drawn says how often each score counts. */
#include "base/error.h"
#include "base/structs.h"
#include "resample/bootstrap_report.h"
#include "resample/contents.h"

#include <math.h>
#include <string.h>

/* One call. */
typedef struct quantile_bootstrap {
    bootstrap_plan plan;
    double q;
    contents contents;
    double *score;      /* score[contents.n_items], ascending */
    int32_t *unit;      /* unit[contents.n_items]: which it belongs to */
    double *replicate;  /* replicate[n_replicates] */
} quantile_bootstrap;

/* ---- the statistic ---- */

/* Type 7 of Hyndman and Fan 1996, as whisker_quantile; a score counts as often as its unit. count NULL: once. */
static double quantile_of(const quantile_bootstrap *this, const int32_t *count)
{
    int64_t n = 0, seen = 0, i = -1;
    for (int64_t u = 0; u < this->contents.n; u++)
        n += (count != NULL ? count[u] : 1) * (this->contents.first[u + 1] - this->contents.first[u]);
    double rank = (double)(n - 1) * this->q, whole = floor(rank);
    while (seen <= (int64_t)whole) {
        i++;
        seen += count != NULL ? count[this->unit[i]] : 1;
    }
    double low = this->score[i];
    if (rank == whole || seen > (int64_t)whole + 1)
        return low;
    do
        i++;
    while (count != NULL && count[this->unit[i]] == 0);
    return low + (rank - whole) * (this->score[i] - low);
}

static void read_counts(void *context, int64_t replicate, const int32_t *count)
{
    const quantile_bootstrap *this = context;
    this->replicate[replicate] = quantile_of(this, count);
}

/* ---- items ---- */

static int32_t take_contents(const whisker_items *items, const double *score, quantile_bootstrap *this, scratch *scratch,
                             whisker_error *error)
{
    whisker_items given;
    int32_t status = struct_load(&given, sizeof given, items, "whisker_items", error);
    if (status == WHISKER_OK && given.weight != NULL)
        status = error_set(error, WHISKER_BAD_OPTION, "the bootstrap of a quantile knows no weights; woodruff does");
    if (status != WHISKER_OK)
        return status;
    if (!contents_order(&given, score, NULL, NULL, scratch, &this->contents))
        return error_memory(error);
    int32_t *unit_of = arena_take(scratch->arena, given.n, sizeof *unit_of);
    this->score = arena_take(scratch->arena, this->contents.n_items, sizeof *this->score);
    this->unit = arena_take(scratch->arena, this->contents.n_items, sizeof *this->unit);
    if (unit_of == NULL || this->score == NULL || this->unit == NULL)
        return error_memory(error);
    for (int64_t u = 0; u < this->contents.n; u++)
        for (int64_t i = this->contents.first[u]; i < this->contents.first[u + 1]; i++)
            unit_of[this->contents.item[i]] = (int32_t)u;
    for (int64_t i = 0; i < this->contents.n_items; i++) {
        this->score[i] = score[this->contents.ranked[i]];
        this->unit[i] = unit_of[this->contents.ranked[i]];
    }
    return WHISKER_OK;
}

/* ---- interval ---- */

/* The jackknife says nothing of a quantile (Efron and Tibshirani 1993, section 11.6): BCa has no acceleration here. */
static void fill(const quantile_bootstrap *this, const units *units, whisker_bootstrap_estimate *out)
{
    law drawn = law_drawn(this->plan.resampling.n_replicates, this->replicate, out->value);
    if (this->score[0] == this->score[this->contents.n_items - 1]) {
        out->standard_error = 0;
        out->notes |= WHISKER_NOTE_NO_VARIATION;
        return;
    }
    out->acceleration = out->kind == WHISKER_BOOTSTRAP_BCA ? 0 : NAN;
    bootstrap_interval interval = bootstrap_interval_of(&drawn, out->kind, out->level, 0);
    bootstrap_report_fill(&drawn, &interval, 0, out);
    if (bootstrap_is_narrow(units->n, units->sum, units->size, units->total[0]))
        out->notes |= WHISKER_NOTE_BOOTSTRAP_NARROW;
    bootstrap_report_clip(this->plan.low, this->plan.high, out);
}

static int32_t settle_kind(bootstrap_plan *plan, whisker_error *error)
{
    if (plan->kind == WHISKER_BOOTSTRAP_DEFAULT)
        plan->kind = WHISKER_BOOTSTRAP_PERCENTILE;
    if (plan->kind == WHISKER_BOOTSTRAP_STUDENTIZED)
        return error_set(error, WHISKER_BAD_OPTION, "a quantile has no standard error to studentize by");
    if (plan->first_draw != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "draws are resampled within the items of one mean only");
    return WHISKER_OK;
}

static int32_t estimate(const whisker_items *items, const double *score, quantile_bootstrap *this, double *replicate,
                        scratch *scratch, whisker_bootstrap_estimate *out, whisker_error *error)
{
    units units;
    int32_t status = settle_kind(&this->plan, error);
    if (status == WHISKER_OK)
        status = bootstrap_check_items(items, error);
    if (status == WHISKER_OK)
        status = units_reduce(items, 1, score, NULL, UNITS_COMPLETE, scratch, &units, error);
    if (status == WHISKER_OK)
        status = take_contents(items, score, this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    int64_t n = this->plan.resampling.n_replicates;
    *out = bootstrap_report_start(&this->plan, &units);
    out->value = quantile_of(this, NULL);
    out->replicates = n;
    this->replicate = arena_take(scratch->arena, n, sizeof *this->replicate);
    if (this->replicate == NULL)
        return error_memory(error);
    status = replicates_count(&this->plan.resampling, this->contents.n, read_counts, this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    if (replicate != NULL)
        memcpy(replicate, this->replicate, (size_t)n * sizeof *replicate);
    if (units.n > 1)
        fill(this, &units, out);
    else
        out->notes |= this->contents.n_items < 2 ? WHISKER_NOTE_ONE_ITEM : WHISKER_NOTE_ONE_CLUSTER;
    return WHISKER_OK;
}

int32_t whisker_bootstrap_quantile(const whisker_items *items, const double *score, double q,
                                   const whisker_bootstrap_options *options, double *replicate, whisker_arena *arena,
                                   whisker_bootstrap_estimate *out, whisker_error *error)
{
    quantile_bootstrap this = {.q = q};
    scratch scratch;
    whisker_bootstrap_estimate made;
    int32_t status = struct_check(out, "whisker_bootstrap_estimate", error);
    if (status == WHISKER_OK)
        status = bootstrap_plan_load(options, &this.plan, error);
    if (status == WHISKER_OK && !(q > 0 && q < 1))
        status = error_set(error, WHISKER_BAD_OPTION, "the share of a quantile lies between 0 and 1");
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = estimate(items, score, &this, replicate, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
