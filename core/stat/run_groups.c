#include "stat/run_groups.h"

#include "base/hash.h"
#include "base/workers.h"
#include "stat/kept_items.h"
#include "stat/sampling.h"

/* What a run misses, in short. */
typedef struct gaps {
    int64_t n;            /* finite scores */
    int usable;           /* some score, and none infinite */
    uint64_t hash;
} gaps;

static int64_t count_infinite(int64_t n, const double *score)
{
    int64_t count = 0;
    for (int64_t i = 0; i < n; i++)
        count += isinf(score[i]) != 0;
    return count;
}

static uint64_t hash_of(int64_t n, const double *score)
{
    uint64_t hash = 0;
    for (int64_t i = 0; i < n; i++)
        if (isnan(score[i]))
            hash = hash_mix(hash ^ (uint64_t)i);
    return hash;
}

static gaps gaps_of(int64_t n, const double *score, const score_range *range)
{
    gaps out = {.n = range->n_finite, .usable = 1};
    if (out.n < n) {
        out.usable = out.n > 0 && count_infinite(n, score) == 0;
        out.hash = hash_of(n, score);
    }
    return out;
}

static int same_gaps(int64_t n, const double *a, const double *b)
{
    int64_t different = 0;
    for (int64_t i = 0; i < n; i++)
        different += isnan(a[i]) != isnan(b[i]);
    return different == 0;
}

/* The group of a run, a new one when no other run has its gaps. */
static int32_t join(run_groups *out, const gaps *gaps, int64_t n, const double *score, int32_t run)
{
    const struct gaps *own = &gaps[run];
    for (int32_t g = 0; g < out->n; g++) {
        const struct gaps *other = &gaps[out->groups[g].first];
        const double *first = score + (int64_t)out->groups[g].first * n;
        if (own->n == other->n && own->hash == other->hash && (own->n == n || same_gaps(n, first, score + run * n))) {
            out->groups[g].n_runs++;
            return g;
        }
    }
    out->groups[out->n] = (run_group){.n_runs = 1, .first = run, .n = own->n};
    return out->n++;
}

/* ---- the items of a group ---- */

static void keep(int64_t n, const double *score, int32_t *kept)
{
    for (int64_t i = 0, j = 0; i < n; i++)
        if (!isnan(score[i]))
            kept[j++] = (int32_t)i;
}

static int take_items(const whisker_items *items, const double *score, run_group *group, scratch *scratch)
{
    group->items = *items;
    if (group->n == items->n)
        return 1;
    group->kept = arena_take(scratch->arena, group->n, sizeof *group->kept);
    if (group->kept == NULL)
        return 0;
    keep(items->n, score, group->kept);
    return items_keep(items, group->kept, group->n, scratch, &group->items);
}

/* ---- all of it ---- */

typedef struct look {
    int64_t n;
    const double *score;
    const char *needed;
    gaps *gaps;
    score_range *range;
} look;

static void look_at(void *context, int64_t run)
{
    const look *look = context;
    const double *score = look->score + run * look->n;
    look->gaps[run] = (gaps){.n = 0};
    if (!look->needed[run])
        return;
    look->range[run] = range_of(look->n, score);
    look->gaps[run] = gaps_of(look->n, score, &look->range[run]);
}

int run_groups_find(const whisker_items *items, int32_t n_runs, const double *score, const char *needed,
                    int32_t threads, scratch *scratch, run_groups *out)
{
    gaps *gaps = arena_take(scratch->arena, n_runs, sizeof *gaps);
    *out = (run_groups){.groups = arena_take(scratch->arena, n_runs, sizeof *out->groups),
                        .range = arena_take(scratch->arena, n_runs, sizeof *out->range),
                        .group_of = arena_take(scratch->arena, n_runs, sizeof *out->group_of)};
    if (gaps == NULL || out->groups == NULL || out->range == NULL || out->group_of == NULL)
        return 0;
    workers_run(threads, n_runs, look_at, &(look){items->n, score, needed, gaps, out->range});
    for (int32_t run = 0; run < n_runs; run++)
        out->group_of[run] = gaps[run].usable ? join(out, gaps, items->n, score, run) : -1;
    for (int32_t run = 0; run < n_runs; run++)
        if (out->group_of[run] >= 0 && out->groups[out->group_of[run]].n_runs < 2)
            out->group_of[run] = -1;
    for (int32_t g = 0; g < out->n; g++)
        if (out->groups[g].n_runs > 1 &&
            !take_items(items, score + out->groups[g].first * items->n, &out->groups[g], scratch))
            return 0;
    return 1;
}
