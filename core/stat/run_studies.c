#include "stat/run_studies.h"

#include "base/workers.h"
#include "stat/noncentrality.h"

#include <math.h>
#include <string.h>

typedef struct studying {
    run_studies *studies;
    arena_pool pool;
    double **sums;               /* sums[n_runs]: where a run's sums over clusters will stay */
} studying;

/* A variance that needs no more than sums over clusters, or over items where there are none. */
static int is_plain(const run_studies *studies)
{
    const whisker_items *items = &studies->items;
    int32_t variance = studies->options.variance;
    if (items->weight != NULL || items->stratum != NULL || items->population > 0 || items->n_keys > 1 ||
        studies->options.pairing == WHISKER_UNPAIRED)
        return 0;
    if (variance == WHISKER_BERNOULLI || variance == WHISKER_LINEARIZED)
        return 0;
    return items->n_keys > 0 || variance == WHISKER_VARIANCE_DEFAULT || variance == WHISKER_CLT ||
           variance == WHISKER_CR2;
}

/* ---- one run ---- */

static product_kind kind_of(const sample *sample)
{
    if (!sample->on_grid)
        return PRODUCT_RESIDUALS;
    return sample->binary ? PRODUCT_BITS : PRODUCT_GRID;
}

static const double *scores_in_group(const run_studies *studies, const run_group *group, int32_t run, scratch *scratch)
{
    const double *score = run_scores(studies, run);
    if (group->kept == NULL)
        return score;
    double *kept = arena_take(scratch->arena, group->n, sizeof *kept);
    for (int64_t i = 0; kept != NULL && i < group->n; i++)
        kept[i] = score[group->kept[i]];
    return kept;
}

/* The first of a group finds out what its items say; the others have their scores only. */
static int examine(const run_studies *studies, const run_group *group, int32_t run, const double *score, scratch *scratch,
                   mean_study *out)
{
    if (run == group->first)
        return mean_examine(&group->items, score, &studies->plan, scratch, out, NULL) == WHISKER_OK;
    score_range range = group->kept == NULL ? studies->groups.range[run] : range_of(group->n, score);
    return mean_examine_alike(&studies->runs[group->first].study, score, &range, &studies->plan, scratch, out);
}

static void study_run(const studying *this, int32_t run, scratch *scratch)
{
    const run_group *group = &this->studies->groups.groups[this->studies->groups.group_of[run]];
    studied_run *out = &this->studies->runs[run];
    const double *score = scores_in_group(this->studies, group, run, scratch);
    out->known = score != NULL && group->n > 1 && examine(this->studies, group, run, score, scratch, &out->study) &&
                 mean_conclude(&out->study, 0, scratch, &out->estimate, NULL) == WHISKER_OK;
    if (out->known)
        out->kind = kind_of(&out->study.sample);
}

/* ---- the first run of a group ---- */

int run_studies_plan(const run_studies *studies, const mean_study *one, group_plan *out)
{
    const whisker_difference_options *options = &studies->options;
    whisker_mean_options of_difference = comparison_difference_options(options);
    double df = options->interval == WHISKER_NORMAL ? INFINITY : one->spread.df;
    if (mean_load_plan(&of_difference, &out->difference, NULL) != WHISKER_OK)
        return 0;
    out->difference.variance = one->plan.variance;
    out->difference.clustered = one->plan.clustered;
    out->difference.known = student_of(df);
    out->difference.known_half_width = mean_half_width(options->level, df);
    out->noncentrality = noncentrality(1 - options->level, options->power, df);
    return 1;
}

/* On the caller's scratch, so that what the group shares stays there. */
static void study_first(const studying *this, int32_t group, scratch *scratch)
{
    int32_t first = this->studies->groups.groups[group].first;
    studied_run *run = &this->studies->runs[first];
    study_run(this, first, scratch);
    run->known = run->known && run_studies_plan(this->studies, &run->study, &this->studies->plans[group]);
}

/* ---- the others ---- */

static const studied_run *first_of_group(const run_studies *studies, int32_t run)
{
    int32_t group = studies->groups.group_of[run];
    return group < 0 ? NULL : &studies->runs[studies->groups.groups[group].first];
}

static int is_another(const run_studies *studies, int32_t run)
{
    const studied_run *first = first_of_group(studies, run);
    return first != NULL && first->known && first != &studies->runs[run];
}

static int make_room(studying *this, scratch *scratch)
{
    run_studies *studies = this->studies;
    this->sums = arena_take_zeroed(scratch->arena, studies->n_runs, sizeof *this->sums);
    for (int32_t run = 0; this->sums != NULL && run < studies->n_runs; run++) {
        if (studies->items.n_keys == 0 || !is_another(studies, run))
            continue;
        int64_t n_clusters = first_of_group(studies, run)->study.found.first.n;
        this->sums[run] = arena_take(scratch->arena, 2 * n_clusters, sizeof **this->sums);
        if (this->sums[run] == NULL)
            return 0;
    }
    return this->sums != NULL;
}

/* Sums go where they outlive the task. */
static void keep_sums(clusters *own, double *place)
{
    size_t bytes = (size_t)own->n * sizeof *place;
    memcpy(place, own->residual, bytes);
    own->residual = place;
    if (own->grid_sum != NULL)
        own->grid_sum = memcpy(place + own->n, own->grid_sum, bytes);
}

static void study_task(void *context, int64_t index)
{
    studying *this = context;
    int32_t run = (int32_t)index;
    studied_run *out = &this->studies->runs[run];
    scratch scratch;
    if (!is_another(this->studies, run))
        return;
    whisker_arena *arena = arena_pool_take(&this->pool);
    scratch_open(&scratch, arena, NULL);
    study_run(this, run, &scratch);
    if (out->known && this->studies->items.n_keys > 0)
        keep_sums(&out->study.found.first, this->sums[run]);
    scratch_close(&scratch);
    arena_pool_give(&this->pool, arena);
}

/* ---- all of them ---- */

static void number_places(run_studies *studies, int32_t *next)
{
    for (int32_t run = 0; run < studies->n_runs; run++) {
        int32_t group = studies->groups.group_of[run];
        studies->runs[run].place = group < 0 ? -1 : next[group]++;
    }
}

/* What clusters_sum and the copy of a run take at most, an item. */
enum { BYTES_AN_ITEM = 96, BYTES_MORE = 4096 };

static int study_all(studying *this, scratch *scratch)
{
    run_studies *studies = this->studies;
    int32_t threads = studies->options.threads, *next;
    size_t bytes = (size_t)studies->items.n * BYTES_AN_ITEM + BYTES_MORE;
    for (int32_t group = 0; group < studies->groups.n; group++)
        if (studies->groups.groups[group].n_runs > 1)
            study_first(this, group, scratch);
    next = arena_take_zeroed(scratch->arena, studies->groups.n, sizeof *next);
    if (next == NULL || !make_room(this, scratch) ||
        !arena_pool_open(&this->pool, scratch->arena, workers_at_once(threads, studies->n_runs), bytes))
        return 0;
    number_places(studies, next);
    workers_run(threads, studies->n_runs, study_task, this);
    return 1;
}

int run_studies_make(const char *needed, scratch *scratch, run_studies *out)
{
    studying this = {.studies = out};
    whisker_mean_options of_run = comparison_run_options(&out->options);
    out->runs = arena_take_zeroed(scratch->arena, out->n_runs, sizeof *out->runs);
    if (out->runs == NULL)
        return 0;
    out->plain = is_plain(out) && mean_load_plan(&of_run, &out->plan, NULL) == WHISKER_OK;
    if (!out->plain)
        return 1;
    if (!run_groups_find(&out->items, out->n_runs, out->score, needed, out->options.threads, scratch, &out->groups))
        return 0;
    out->plans = arena_take(scratch->arena, out->groups.n, sizeof *out->plans);
    return out->plans != NULL && study_all(&this, scratch);
}
