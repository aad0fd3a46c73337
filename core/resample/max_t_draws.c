/* All replicates of max_t, a block of them a task. */
#include "resample/max_t.h"

#include "base/error.h"
#include "base/workers.h"

enum { TASKS = 16 }; /* blocks between two looks at the watch, each with places of its own to write to */

typedef struct place {
    int64_t *sums;
    max_t_counts counts;
} place;

typedef struct drawing {
    const max_t_columns *columns;
    flips flips;
    const flips_kernel *kernel;
    max_t_block *look;
    int64_t n_entries;
    const max_t_entry *entries;
    max_t_draws *draws;
    int64_t first_block, n_blocks;
    place place[TASKS];
} drawing;

/* ---- memory ---- */

static int make_places(drawing *this, scratch *scratch)
{
    for (int64_t t = 0; t < TASKS && t < this->n_blocks; t++) {
        place *place = &this->place[t];
        place->sums = arena_take(scratch->arena, (int64_t)this->flips.n_columns * FLIPS_BLOCK, sizeof *place->sums);
        place->counts.alone = arena_take_zeroed(scratch->arena, this->n_entries, sizeof *place->counts.alone);
        place->counts.stepped = arena_take_zeroed(scratch->arena, this->n_entries, sizeof *place->counts.stepped);
        if (place->sums == NULL || place->counts.alone == NULL || place->counts.stepped == NULL)
            return 0;
    }
    return 1;
}

static int make_results(drawing *this, scratch *scratch)
{
    max_t_draws *draws = this->draws;
    draws->largest = arena_take(scratch->arena, draws->n, sizeof *draws->largest);
    draws->centred = arena_take(scratch->arena, draws->n, sizeof *draws->centred);
    draws->alone = arena_take_zeroed(scratch->arena, this->n_entries, sizeof *draws->alone);
    draws->stepped = arena_take_zeroed(scratch->arena, this->n_entries, sizeof *draws->stepped);
    draws->single = arena_take_zeroed(scratch->arena, this->n_entries, sizeof *draws->single);
    return draws->largest != NULL && draws->centred != NULL && draws->alone != NULL && draws->stepped != NULL &&
           draws->single != NULL;
}

/* ---- blocks ---- */

static void draw_block(void *context, int64_t task)
{
    const drawing *this = context;
    int64_t first = (this->first_block + task) * FLIPS_BLOCK, left = this->draws->n - first;
    const place *place = &this->place[task];
    flips_sum(&this->flips, this->kernel, (uint64_t)first, place->sums);
    this->look(this->columns, this->n_entries, this->entries, place->sums, left < FLIPS_BLOCK ? left : FLIPS_BLOCK,
               this->draws->largest + first, this->draws->centred + first, &place->counts);
}

static int32_t report(void *context, double done)
{
    const drawing *this = context;
    const max_t_draws *draws = this->draws;
    double blocks = (double)this->first_block + done * TASKS;
    return draws->watch == NULL ? 0 : draws->watch(draws->watch_context, fmin(1, blocks / (double)this->n_blocks));
}

static int draw_all(drawing *this)
{
    for (; this->first_block < this->n_blocks; this->first_block += TASKS) {
        int64_t left = this->n_blocks - this->first_block;
        if (!workers_watch(this->draws->threads, left < TASKS ? left : TASKS, draw_block, this, report, this))
            return 0;
    }
    return 1;
}

/* ---- counts ---- */

static void gather(drawing *this)
{
    for (int64_t t = 0; t < TASKS && t < this->n_blocks; t++) {
        for (int64_t k = 0; k < this->n_entries; k++) {
            this->draws->alone[k] += this->place[t].counts.alone[k];
            this->draws->stepped[k] += this->place[t].counts.stepped[k];
        }
    }
}

/* How many entries a statistic reaches: they are in ascending order. */
static int64_t reached_by(const drawing *this, double statistic)
{
    int64_t low = 0, high = this->n_entries;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (this->entries[middle].observed <= statistic)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void count_single(drawing *this)
{
    int64_t *single = this->draws->single;
    for (int64_t r = 0; r < this->draws->n; r++) {
        int64_t reached = reached_by(this, this->draws->largest[r]);
        if (reached > 0)
            single[reached - 1]++;
    }
    for (int64_t k = this->n_entries - 1; k > 0; k--) /* what reaches one entry reaches all before it */
        single[k - 1] += single[k];
}

double max_t_share(const max_t_draws *draws, int64_t count)
{
    if (draws->enumerated)
        return (double)count / (double)draws->n;
    return (1 + (double)count) / (1 + (double)draws->n);
}

int32_t max_t_draw(const max_t_columns *columns, max_t_block *look, int64_t n_entries, const max_t_entry *entries,
                   scratch *scratch, max_t_draws *draws, whisker_error *error)
{
    drawing this = {.columns = columns,
                    .flips = {.n = columns->n, .n_columns = columns->n_columns, .enumerated = draws->enumerated,
                              .seed = draws->seed, .unit = columns->unit},
                    .kernel = flips_kernel_for(processor_here()),
                    .look = look,
                    .n_entries = n_entries,
                    .entries = entries,
                    .draws = draws,
                    .n_blocks = (draws->n + FLIPS_BLOCK - 1) / FLIPS_BLOCK};
    if (!make_places(&this, scratch) || !make_results(&this, scratch))
        return error_memory(error);
    if (!draw_all(&this))
        return error_set(error, WHISKER_CANCELLED, "the permutation test was stopped");
    gather(&this);
    count_single(&this);
    return WHISKER_OK;
}
