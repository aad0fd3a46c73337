/* Many pairs of runs at once (M5.6), in three passes on all threads: each run by itself, the products of scores that the
 * pairs need, then the pairs, which see sums over clusters and products but no item. What makes it fast is that scores
 * are summed by cluster once a run and not once a pair, and that degrees of freedom and quantiles, which the sizes of
 * clusters decide, belong to the group. Runs that are nearly alike would lose digits in a subtraction of their sums:
 * such pairs are compared item by item, on all threads as well, and so are those that do not miss the same items, unless
 * their scores lie on the grid, where what the other run misses is taken from the sums of each. */
#include "base/error.h"
#include "base/structs.h"
#include "base/workers.h"
#include "stat/gap_runs.h"
#include "stat/mean_difference.h"
#include "stat/run_studies.h"

#include <math.h>

enum { PAIRS_A_TASK = 16, DIRECT = -1 };

typedef struct work {
    run_studies studies;
    gap_runs gaps;           /* of runs in pairs that do not miss the same items */
    int64_t n_pairs;
    const whisker_run_pair *pair;
    int32_t *class_of;       /* class_of[n_pairs]: group * PRODUCT_KINDS + kind, or DIRECT. The group after the last is
                              * that of the gaps */
    product **products;      /* products[class]: of the pairs of a class, in their order */
    int64_t *place;          /* place[n_pairs]: of its product */
    int32_t *status;         /* status[n_pairs] */
    arena_pool pool;
    char *out;               /* structs of the caller's size */
    uint32_t stride, estimate_size;
} work;

/* ---- input ---- */

static int32_t check_pairs(const work *this, whisker_error *error)
{
    int32_t n_runs = this->studies.n_runs;
    int64_t all = (int64_t)n_runs * (n_runs - 1) / 2;
    if (n_runs < 0 || this->n_pairs < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a number of runs or pairs is negative");
    if (this->pair == NULL && this->n_pairs != all)
        return error_set(error, WHISKER_BAD_ARGUMENT, "all pairs of %d runs are %lld, and there is room for %lld",
                         (int)n_runs, (long long)all, (long long)this->n_pairs);
    for (int64_t k = 0; this->pair != NULL && k < this->n_pairs; k++)
        if (this->pair[k].a < 0 || this->pair[k].a >= n_runs || this->pair[k].b < 0 || this->pair[k].b >= n_runs)
            return error_set(error, WHISKER_BAD_ARGUMENT, "pair %lld names a run outside 0 .. %d", (long long)k,
                             (int)n_runs - 1);
    return WHISKER_OK;
}

static int32_t check_out(whisker_comparison *out, work *this, whisker_error *error)
{
    int32_t status = comparison_check_out(out, error);
    if (status != WHISKER_OK)
        return status;
    this->out = (char *)out;
    this->stride = out->size;
    this->estimate_size = out->difference.size;
    return WHISKER_OK;
}

static int32_t check_input(const whisker_items *items, const whisker_difference_options *options,
                           whisker_comparison *out, work *this, whisker_error *error)
{
    whisker_items *given = &this->studies.items;
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items to compare on");
    int32_t status = struct_load(given, sizeof *given, items, "whisker_items", error);
    given->size = sizeof *given;
    if (status == WHISKER_OK)
        status = comparison_load_options(options, &this->studies.options, error);
    if (status == WHISKER_OK)
        status = check_pairs(this, error);
    if (status == WHISKER_OK && this->n_pairs > 0)
        status = sample_check(given, this->studies.score, error);
    if (status == WHISKER_OK && this->n_pairs > 0)
        status = check_out(out, this, error);
    return status;
}

static int take_all_pairs(work *this, scratch *scratch)
{
    whisker_run_pair *pair = arena_take(scratch->arena, this->n_pairs, sizeof *pair);
    int32_t n_runs = this->studies.n_runs;
    if (pair == NULL)
        return 0;
    this->pair = pair;
    for (int32_t a = 0; a < n_runs; a++)
        for (int32_t b = a + 1; b < n_runs; b++)
            *pair++ = (whisker_run_pair){a, b};
    return 1;
}

static int study(work *this, scratch *scratch)
{
    char *needed = arena_take_zeroed(scratch->arena, this->studies.n_runs, 1);
    if (needed == NULL)
        return 0;
    for (int64_t k = 0; k < this->n_pairs; k++)
        needed[this->pair[k].a] = needed[this->pair[k].b] = 1;
    return run_studies_make(needed, scratch, &this->studies);
}

/* ---- products, class by class ---- */

static int are_alike(const run_studies *studies, whisker_run_pair pair)
{
    return studies->runs[pair.a].known && studies->runs[pair.b].known &&
           studies->groups.group_of[pair.a] == studies->groups.group_of[pair.b];
}

static int32_t classify(const work *this, whisker_run_pair pair)
{
    const run_studies *studies = &this->studies;
    const studied_run *a = &studies->runs[pair.a], *b = &studies->runs[pair.b];
    if (are_alike(studies, pair))
        return studies->groups.group_of[pair.a] * PRODUCT_KINDS + (int32_t)(a->kind > b->kind ? a->kind : b->kind);
    const gap_run *runs = this->gaps.runs;
    if (runs == NULL || !runs[pair.a].known || !runs[pair.b].known)
        return DIRECT;
    return studies->groups.n * PRODUCT_KINDS +
           (runs[pair.a].binary && runs[pair.b].binary ? PRODUCT_BITS : PRODUCT_GRID);
}

/* Runs of pairs that are not alike, where there are any. */
static int study_gaps(work *this, scratch *scratch)
{
    const run_studies *studies = &this->studies;
    char *needed = arena_take_zeroed(scratch->arena, studies->n_runs, 1);
    int64_t n_needed = 0;
    if (needed == NULL)
        return 0;
    for (int64_t k = 0; k < this->n_pairs && studies->plain; k++) {
        if (are_alike(studies, this->pair[k]))
            continue;
        needed[this->pair[k].a] = needed[this->pair[k].b] = 1;
        n_needed++;
    }
    return n_needed == 0 || gap_runs_make(&studies->items, studies->n_runs, studies->score, needed,
                                          studies->options.threads, scratch, &this->gaps);
}

/* Place of a run in a group; -1: it is not there. */
static int32_t place_in(const run_studies *studies, int32_t group, int32_t run)
{
    if (group == studies->groups.n)
        return run;
    return studies->groups.group_of[run] == group ? studies->runs[run].place : -1;
}

/* The runs of a group in their places. */
static int take_runs(const run_studies *studies, int32_t group, scratch *scratch, product_work *out)
{
    out->n_runs = group == studies->groups.n ? studies->n_runs : studies->groups.groups[group].n_runs;
    const double **score = arena_take(scratch->arena, out->n_runs, sizeof *score);
    const sample **sample = arena_take(scratch->arena, out->n_runs, sizeof *sample);
    if (score == NULL || sample == NULL)
        return 0;
    for (int32_t run = 0; run < studies->n_runs; run++) {
        int32_t place = place_in(studies, group, run);
        if (place < 0)
            continue;
        score[place] = run_scores(studies, run);
        sample[place] = &studies->runs[run].study.sample;
    }
    out->score = score;
    out->sample = sample;
    return 1;
}

static int take_pairs(const work *this, int32_t class, scratch *scratch, product_work *out)
{
    whisker_run_pair *pair = arena_take(scratch->arena, out->n_pairs, sizeof *pair);
    if (pair == NULL)
        return 0;
    out->pair = pair;
    for (int64_t k = 0; k < this->n_pairs; k++)
        if (this->class_of[k] == class)
            *pair++ = (whisker_run_pair){place_in(&this->studies, class / PRODUCT_KINDS, this->pair[k].a),
                                         place_in(&this->studies, class / PRODUCT_KINDS, this->pair[k].b)};
    return 1;
}

static int multiply_class(work *this, int32_t class, int64_t n_pairs, scratch *scratch)
{
    int32_t group = class / PRODUCT_KINDS;
    product_work job = {.kind = (product_kind)(class % PRODUCT_KINDS), .n = this->studies.items.n, .n_pairs = n_pairs};
    if (group < this->studies.groups.n) {
        job.n = this->studies.groups.groups[group].n;
        job.kept = this->studies.groups.groups[group].kept;
    }
    struct scratch inner;
    this->products[class] = job.product = arena_take(scratch->arena, n_pairs, sizeof *job.product);
    if (job.product == NULL)
        return 0;
    scratch_open(&inner, scratch->arena, NULL);
    int complete = take_runs(&this->studies, group, &inner, &job) && take_pairs(this, class, &inner, &job) &&
                   products_sum(&job, this->studies.options.threads, &inner);
    scratch_close(&inner);
    return complete;
}

static int multiply(work *this, scratch *scratch)
{
    int32_t n_classes = (this->studies.groups.n + 1) * PRODUCT_KINDS;
    int64_t *count = arena_take_zeroed(scratch->arena, n_classes, sizeof *count);
    this->products = arena_take_zeroed(scratch->arena, n_classes, sizeof *this->products);
    this->class_of = arena_take(scratch->arena, this->n_pairs, sizeof *this->class_of);
    this->place = arena_take(scratch->arena, this->n_pairs, sizeof *this->place);
    if (count == NULL || this->products == NULL || this->class_of == NULL || this->place == NULL)
        return 0;
    for (int64_t k = 0; k < this->n_pairs; k++) {
        this->class_of[k] = classify(this, this->pair[k]);
        if (this->class_of[k] != DIRECT)
            this->place[k] = count[this->class_of[k]]++;
    }
    for (int32_t class = 0; class < n_classes; class++)
        if (count[class] > 0 && !multiply_class(this, class, count[class], scratch))
            return 0;
    return 1;
}

/* ---- one pair ---- */

/* Two runs studied on the same items. */
typedef struct two_runs {
    const mean_study *a, *b;
    const whisker_estimate *estimate_a, *estimate_b;
    const group_plan *plan;
    product_kind kind;
    const product *product;
    int64_t n_a_only, n_b_only;
} two_runs;

/* What is counted of pairs when both runs have every item. */
static pairing count_pairs(const two_runs *runs)
{
    const sample *of_a = &runs->a->sample, *of_b = &runs->b->sample;
    const product_kind kind = runs->kind;
    const int64_t products = product_on_grid(kind, runs->product);
    pairing out = {.n_both = of_a->n, .n_a_only = runs->n_a_only, .n_b_only = runs->n_b_only,
                   .magnitude = fmax(of_a->magnitude, of_b->magnitude), .binary = of_a->binary && of_b->binary};
    out.identical = kind != PRODUCT_RESIDUALS && of_a->grid_squares + of_b->grid_squares == 2 * products;
    if (!out.binary)
        return out;
    out.cell[1][1] = products / (SCORE_GRID * SCORE_GRID);
    out.cell[1][0] = of_a->n_ones - out.cell[1][1];
    out.cell[0][1] = of_b->n_ones - out.cell[1][1];
    out.cell[0][0] = of_a->n - out.cell[1][1] - out.cell[1][0] - out.cell[0][1];
    return out;
}

static int32_t reach_far(const two_runs *runs, comparison *one, scratch *scratch)
{
    whisker_estimate a = {.size = sizeof a}, b = {.size = sizeof b};
    int32_t status = mean_bound(runs->a, scratch, &a, NULL);
    if (status == WHISKER_OK)
        status = mean_bound(runs->b, scratch, &b, NULL);
    if (status == WHISKER_OK)
        comparison_set_far_bound(one, &a, &b);
    return status;
}

/* 0 when digits would be lost. */
static int compare_two(const work *this, const two_runs *runs, comparison *one, scratch *scratch, int32_t *status)
{
    int64_t n_clusters = this->studies.items.n_keys > 0 ? runs->a->found.first.n : 0;
    double *residual = arena_take(scratch->arena, n_clusters, sizeof *residual);
    mean_study difference;
    correlation related;
    if (residual == NULL || !mean_subtract(runs->a, runs->b, &runs->plan->difference, runs->kind, runs->product,
                                           residual, &difference, &related))
        return 0;
    one->pairing = count_pairs(runs);
    one->known_df = runs->plan->difference.known.df;
    one->known_noncentrality = runs->plan->noncentrality;
    comparison_begin(one, WHISKER_PAIRED);
    difference.sample.n_missing = this->studies.items.n - difference.sample.n;
    *status = mean_conclude(&difference, one->pairing.magnitude, scratch, &one->out.difference, NULL);
    if (*status == WHISKER_OK)
        *status = comparison_conclude_paired(one, runs->estimate_a, runs->estimate_b, related, NULL);
    if (*status == WHISKER_OK && comparison_wants_far_bound(one))
        *status = reach_far(runs, one, scratch);
    comparison_end(one);
    return 1;
}

static int compare_alike(const work *this, int64_t k, two_runs *runs, comparison *one, scratch *scratch, int32_t *status)
{
    const studied_run *a = &this->studies.runs[this->pair[k].a], *b = &this->studies.runs[this->pair[k].b];
    runs->a = &a->study;
    runs->b = &b->study;
    runs->estimate_a = &a->estimate;
    runs->estimate_b = &b->estimate;
    runs->plan = &this->studies.plans[this->class_of[k] / PRODUCT_KINDS];
    return compare_two(this, runs, one, scratch, status);
}

/* 0 as well when the runs cannot be brought to the same items by their sums, or share too few to be paired. */
static int compare_with_gaps(const work *this, int64_t k, two_runs *runs, comparison *one, scratch *scratch,
                             int32_t *status)
{
    gap_pair pair;
    group_plan plan;
    whisker_estimate of_a = {.size = sizeof of_a}, of_b = {.size = sizeof of_b};
    if (!gap_runs_pair(&this->gaps, this->pair[k].a, this->pair[k].b, &this->studies.plan, scratch, &pair))
        return 0;
    one->pairing = (pairing){.n_both = pair.n_both, .n_a_only = pair.n_a_only, .n_b_only = pair.n_b_only};
    if (comparison_pairing(one) != WHISKER_PAIRED || !run_studies_plan(&this->studies, &pair.a, &plan))
        return 0;
    pair.a.plan.known = pair.b.plan.known = plan.difference.known;
    pair.a.plan.known_half_width = pair.b.plan.known_half_width = plan.difference.known_half_width;
    if (mean_conclude(&pair.a, 0, scratch, &of_a, NULL) != WHISKER_OK ||
        mean_conclude(&pair.b, 0, scratch, &of_b, NULL) != WHISKER_OK)
        return 0;
    runs->a = &pair.a;
    runs->b = &pair.b;
    runs->estimate_a = &of_a;
    runs->estimate_b = &of_b;
    runs->plan = &plan;
    runs->n_a_only = pair.n_a_only;
    runs->n_b_only = pair.n_b_only;
    return compare_two(this, runs, one, scratch, status);
}

/* From sums; 0: there is no way. */
static int compare_sums(const work *this, int64_t k, comparison *one, scratch *scratch, int32_t *status)
{
    int32_t class = this->class_of[k];
    if (class == DIRECT)
        return 0;
    two_runs runs = {.kind = (product_kind)(class % PRODUCT_KINDS), .product = &this->products[class][this->place[k]]};
    return class / PRODUCT_KINDS == this->studies.groups.n ? compare_with_gaps(this, k, &runs, one, scratch, status)
                                                           : compare_alike(this, k, &runs, one, scratch, status);
}

static whisker_comparison nothing_compared(const comparison *one)
{
    whisker_comparison out = {.status = WHISKER_NO_DATA, .pairing = one->out.pairing, .mean_a = NAN, .mean_b = NAN,
                              .correlation = NAN, .covariance = NAN, .se_unpaired = NAN, .minimum_detectable = NAN,
                              .exact_p = NAN, .mid_p = NAN, .n_a_only = one->pairing.n_a_only,
                              .n_b_only = one->pairing.n_b_only, .only_a = -1, .only_b = -1};
    out.difference = (whisker_estimate){.value = NAN, .standard_error = NAN, .lower = NAN, .upper = NAN, .level = NAN,
                                        .df = NAN, .p = NAN, .se_clt = NAN, .icc = NAN, .design_effect = NAN,
                                        .effective_n = NAN, .largest_share = NAN};
    return out;
}

static void store(const work *this, int64_t k, comparison *one, int32_t status)
{
    whisker_comparison *out = (whisker_comparison *)(void *)(this->out + k * this->stride);
    if (status != WHISKER_OK && status != WHISKER_NO_DATA)
        return;
    if (status == WHISKER_NO_DATA)
        one->out = nothing_compared(one);
    one->out.difference.size = this->estimate_size;
    out->size = this->stride;
    struct_store(out, &one->out, sizeof one->out);
}

static int32_t compare_items(const work *this, int64_t k, comparison *one, scratch *scratch, whisker_error *error)
{
    const double *a = run_scores(&this->studies, this->pair[k].a), *b = run_scores(&this->studies, this->pair[k].b);
    return comparison_of(one, a, b, scratch, error);
}

static void compare_pair(const work *this, int64_t k, whisker_arena *arena)
{
    comparison one = {.items = this->studies.items, .options = this->studies.options};
    scratch scratch;
    scratch_open(&scratch, arena, NULL);
    if (!compare_sums(this, k, &one, &scratch, &this->status[k])) {
        scratch_close(&scratch);
        scratch_open(&scratch, arena, NULL);
        one = (comparison){.items = this->studies.items, .options = this->studies.options};
        this->status[k] = compare_items(this, k, &one, &scratch, NULL);
    }
    store(this, k, &one, this->status[k]);
    scratch_close(&scratch);
}

/* ---- all pairs ---- */

static void compare_task(void *context, int64_t index)
{
    work *this = context;
    whisker_arena *arena = arena_pool_take(&this->pool);
    for (int64_t k = index * PAIRS_A_TASK; k < this->n_pairs && k < (index + 1) * PAIRS_A_TASK; k++)
        compare_pair(this, k, arena);
    arena_pool_give(&this->pool, arena);
}

/* What comparison_of takes at most, an item; more than that, with several keys and strata, is had afterwards. */
static size_t bytes_for_one(const work *this)
{
    size_t n = (size_t)this->studies.items.n, an_item = 200 + (this->studies.items.weight != NULL ? 200 : 0);
    return n * (this->studies.items.n_keys > 1 ? 3 * an_item : an_item) + 4096;
}

/* Pairs that found no room, and the first that failed, once more on the caller's scratch: the one for its result, the
 * other for its message. */
static int32_t compare_rest(const work *this, scratch *scratch, whisker_error *error)
{
    for (int64_t k = 0; k < this->n_pairs; k++) {
        int32_t status = this->status[k];
        comparison one = {.items = this->studies.items, .options = this->studies.options};
        struct scratch inner;
        if (status == WHISKER_OK || status == WHISKER_NO_DATA)
            continue;
        scratch_open(&inner, scratch->arena, NULL);
        status = compare_items(this, k, &one, &inner, error);
        scratch_close(&inner);
        store(this, k, &one, status);
        if (status != WHISKER_OK && status != WHISKER_NO_DATA)
            return status;
    }
    return WHISKER_OK;
}

static int32_t compare_all(work *this, scratch *scratch, whisker_error *error)
{
    const whisker_difference_options *options = &this->studies.options;
    int64_t n_tasks = (this->n_pairs + PAIRS_A_TASK - 1) / PAIRS_A_TASK;
    if (this->pair == NULL && !take_all_pairs(this, scratch))
        return error_memory(error);
    this->status = arena_take_zeroed(scratch->arena, this->n_pairs, sizeof *this->status);
    if (this->status == NULL || !study(this, scratch) || !study_gaps(this, scratch) || !multiply(this, scratch) ||
        !arena_pool_open(&this->pool, scratch->arena, workers_at_once(options->threads, n_tasks), bytes_for_one(this)))
        return error_memory(error);
    if (!workers_watch(options->threads, n_tasks, compare_task, this, options->watch, options->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the comparisons were stopped");
    return compare_rest(this, scratch, error);
}

int32_t whisker_differences(const whisker_items *items, int32_t n_runs, const double *score, int64_t n_pairs,
                            const whisker_run_pair *pair, const whisker_difference_options *options,
                            whisker_arena *arena, whisker_comparison *out, whisker_error *error)
{
    work this = {.studies = {.n_runs = n_runs, .score = score}, .n_pairs = n_pairs, .pair = pair};
    scratch scratch;
    int32_t status = check_input(items, options, out, &this, error);
    if (status != WHISKER_OK || n_pairs == 0)
        return status;
    status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = compare_all(&this, &scratch, error);
    scratch_close(&scratch);
    return status;
}
