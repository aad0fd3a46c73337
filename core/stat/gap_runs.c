#include "stat/gap_runs.h"

#include "base/simd.h"
#include "base/workers.h"

#include <math.h>
#include <string.h>

/* ---- each run by itself ---- */

/* What find_range leaves open where scores are missing. On the grid no sum rounds. */
SIMD_CLONES
static void add_up(int64_t n, const double *score, gap_run *out)
{
    const double minimum = out->range.minimum, maximum = out->range.maximum;
    double total = 0, squares = 0;
    int64_t at_minimum = 0, at_maximum = 0;
#pragma omp simd reduction(+ : total, squares, at_minimum, at_maximum)
    for (int64_t i = 0; i < n; i++) {
        double x = isnan(score[i]) ? 0 : score[i];
        total += x;
        squares += x * x;
        at_minimum += score[i] == minimum;
        at_maximum += score[i] == maximum;
    }
    out->range.total = total;
    out->range.squares = squares;
    out->at_minimum = at_minimum;
    out->at_maximum = at_maximum;
}

/* The places without a score, without a guess at each whether it has one. */
static void list_missing(int64_t n, const double *score, int32_t *missing)
{
    int64_t j = 0;
    for (int64_t i = 0; i < n; i++) {
        missing[j] = (int32_t)i;
        j += isnan(score[i]) != 0;
    }
}

static void sum_clusters(int64_t n, const int32_t *code, const double *score, double *sum)
{
    for (int64_t i = 0; i < n; i++)
        sum[code[i]] += isnan(score[i]) ? 0 : score[i] * SCORE_GRID;
}

static void judge(gap_run *run)
{
    sample alone = {.n = run->range.n_finite};
    sample_centre_in(&alone, &run->range);
    run->known = alone.on_grid;
    run->binary = alone.binary;
}

static void look_at(void *context, int64_t index)
{
    const gap_runs *this = context;
    gap_run *run = &this->runs[index];
    const int64_t n = this->items.n;
    const double *score = this->score + index * n;
    if (!run->known)
        return;
    add_up(n, score, run);
    judge(run);
    if (!run->known)
        return;
    list_missing(n, score, run->missing);
    if (run->sum != NULL)
        sum_clusters(n, this->items.cluster, score, run->sum);
}

/* ---- all of them ---- */

static int64_t count_codes(int64_t n, const int32_t *code)
{
    int32_t largest = -1;
    for (int64_t i = 0; i < n; i++)
        largest = code[i] > largest ? code[i] : largest;
    return (int64_t)largest + 1;
}

static int count_clusters(gap_runs *this, scratch *scratch)
{
    this->n_codes = this->items.n_keys > 0 ? count_codes(this->items.n, this->items.cluster) : 0;
    this->size = arena_take_zeroed(scratch->arena, this->n_codes, sizeof *this->size);
    for (int64_t i = 0; this->size != NULL && this->n_codes > 0 && i < this->items.n; i++)
        this->size[this->items.cluster[i]]++;
    return this->size != NULL;
}

/* An infinite score has a place of its own among the reasons not to know a run: no sum is made of it. */
static int make_room(gap_runs *this, int32_t index, scratch *scratch)
{
    const int64_t n = this->items.n;
    gap_run *run = &this->runs[index];
    run->range = range_of(n, this->score + index * n);
    run->known = run->range.n_finite > 1 && run->range.n_on_grid == run->range.n_finite &&
                 isfinite(run->range.minimum) && isfinite(run->range.maximum);
    if (!run->known)
        return 1;
    run->n_missing = n - run->range.n_finite;
    run->missing = arena_take(scratch->arena, run->n_missing + 1, sizeof *run->missing);
    if (this->n_codes > 0)
        run->sum = arena_take_zeroed(scratch->arena, this->n_codes, sizeof *run->sum);
    return run->missing != NULL && (this->n_codes == 0 || run->sum != NULL);
}

int gap_runs_make(const whisker_items *items, int32_t n_runs, const double *score, const char *needed, int32_t threads,
                  scratch *scratch, gap_runs *out)
{
    *out = (gap_runs){.items = *items, .score = score};
    out->runs = arena_take_zeroed(scratch->arena, n_runs, sizeof *out->runs);
    if (out->runs == NULL || !count_clusters(out, scratch))
        return 0;
    for (int32_t run = 0; run < n_runs; run++)
        if (needed[run] && !make_room(out, run, scratch))
            return 0;
    workers_run(threads, n_runs, look_at, out);
    return 1;
}

/* ---- two runs: what the other misses is left out ---- */

/* One of the two, while items are taken from it. */
typedef struct left_over {
    const double *score;
    gap_run run;             /* its sums are its own */
} left_over;

typedef struct meeting {
    const gap_runs *runs;
    double *size;
    left_over a, b;
    int64_t n_neither;
} meeting;

static double *copy(int64_t n, const double *from, scratch *scratch)
{
    double *out = arena_take(scratch->arena, n, sizeof *out);
    if (out != NULL)
        memcpy(out, from, (size_t)n * sizeof *out);
    return out;
}

static int begin(const gap_runs *runs, int32_t index, scratch *scratch, left_over *out)
{
    *out = (left_over){runs->score + (int64_t)index * runs->items.n, runs->runs[index]};
    if (out->run.sum != NULL && (out->run.sum = copy(runs->n_codes, out->run.sum, scratch)) == NULL)
        return 0;
    return 1;
}

/* An item that the other run misses. */
static inline void leave_out(gap_run *run, double x)
{
    run->range.n_finite--;
    run->range.n_on_grid--;
    run->range.total -= x;
    run->range.squares -= x * x;
    run->at_minimum -= x == run->range.minimum;
    run->at_maximum -= x == run->range.maximum;
}

/* What `other` misses goes from `from`; items that neither has are counted. */
static int64_t leave_out_all(const gap_runs *runs, const gap_run *other, left_over *from, double *size)
{
    const int32_t *code = runs->items.cluster;
    const double *score = from->score;
    double *sum = from->run.sum;
    gap_run left = from->run; /* what no store to a sum can change */
    int64_t n_neither = 0;
    for (int64_t j = 0; j < other->n_missing; j++) {
        int32_t item = other->missing[j];
        double x = score[item];
        if (isnan(x)) {
            n_neither++;
            continue;
        }
        leave_out(&left, x);
        if (sum == NULL)
            continue;
        sum[code[item]] -= x * SCORE_GRID;
        size[code[item]]--;
    }
    from->run = left;
    return n_neither;
}

/* Items that neither has, once. */
static void leave_out_neither(const meeting *this)
{
    const gap_run *a = &this->a.run;
    for (int64_t j = 0; j < a->n_missing; j++)
        this->size[this->runs->items.cluster[a->missing[j]]] -= isnan(this->b.score[a->missing[j]]) != 0;
}

static void leave_out_missing(meeting *this)
{
    this->n_neither = leave_out_all(this->runs, &this->b.run, &this->a, this->size);
    leave_out_all(this->runs, &this->a.run, &this->b, this->size);
    if (this->size != NULL && this->n_neither > 0)
        leave_out_neither(this);
}

static int64_t count_empty(int64_t n_codes, const double *size)
{
    int64_t empty = 0;
    for (int64_t code = 0; code < n_codes; code++)
        empty += size[code] == 0;
    return empty;
}

/* Clusters of which nothing is left go. */
static int64_t keep_clusters(meeting *this, int64_t n_codes)
{
    double *size = this->size, *of_a = this->a.run.sum, *of_b = this->b.run.sum;
    int64_t kept = 0;
    if (count_empty(n_codes, size) == 0)
        return n_codes;
    for (int64_t code = 0; code < n_codes; code++) {
        size[kept] = size[code];
        of_a[kept] = of_a[code];
        of_b[kept] = of_b[code];
        kept += size[code] > 0;
    }
    return kept;
}

static int has_extremes(const left_over *this)
{
    return this->run.at_minimum > 0 && this->run.at_maximum > 0;
}

static sample sample_of(const gap_runs *runs, const score_range *range)
{
    sample out = {.n = range->n_finite, .n_keys = runs->items.n_keys};
    sample_centre_in(&out, range);
    return out;
}

/* Both studies; what the sizes of clusters decide is found once. */
static int study(const meeting *this, int64_t n_clusters, const mean_plan *plan, scratch *scratch, gap_pair *out)
{
    clusters of_a, of_b;
    const gap_runs *runs = this->runs;
    out->a.sample = sample_of(runs, &this->a.run.range);
    out->b.sample = sample_of(runs, &this->b.run.range);
    double squares_a = sample_squares(&out->a.sample), squares_b = sample_squares(&out->b.sample);
    if (runs->n_codes > 0 &&
        (!clusters_of_sums(&out->a.sample, n_clusters, this->size, this->a.run.sum, squares_a, scratch, &of_a) ||
         !clusters_alike(&of_a, &out->b.sample, this->b.run.sum, squares_b, scratch, &of_b)))
        return 0;
    return mean_examine_sums(plan, runs->n_codes > 0 ? &of_a : NULL, squares_a, &out->a, NULL) == WHISKER_OK &&
           mean_examine_sums(plan, runs->n_codes > 0 ? &of_b : NULL, squares_b, &out->b, NULL) == WHISKER_OK;
}

int gap_runs_pair(const gap_runs *runs, int32_t a, int32_t b, const mean_plan *plan, scratch *scratch, gap_pair *out)
{
    meeting this = {.runs = runs};
    if (!runs->runs[a].known || !runs->runs[b].known || !begin(runs, a, scratch, &this.a) ||
        !begin(runs, b, scratch, &this.b))
        return 0;
    if (runs->n_codes > 0 && (this.size = copy(runs->n_codes, runs->size, scratch)) == NULL)
        return 0;
    leave_out_missing(&this);
    out->n_both = this.a.run.range.n_finite;
    out->n_a_only = runs->runs[b].n_missing - this.n_neither;
    out->n_b_only = runs->runs[a].n_missing - this.n_neither;
    if (out->n_both < 2 || !has_extremes(&this.a) || !has_extremes(&this.b))
        return 0;
    int64_t n_clusters = runs->n_codes > 0 ? keep_clusters(&this, runs->n_codes) : 0;
    return study(&this, n_clusters, plan, scratch, out);
}
