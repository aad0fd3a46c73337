/* The smallest p of many pairs (M9.2; Westfall and Young 1993, section 2.6). The p-value of a pair in a replicate comes from
 * flip_tail.h: counted over 10^4 replicates it would be no smaller than 10^-4, and among thousands of pairs one has that in
 * nearly every replicate. */
#include "resample/max_t.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/workers.h"
#include "resample/slots.h"

#include <string.h>

typedef struct calculation {
    const max_t_columns *columns;
    const max_t_pair *pairs;
    const whisker_max_t_options *options;
    double critical;
    max_t_tails *tails;
    slots *slots;
    int64_t n_places; /* of the hash table: a power of two */
} calculation;

/* ---- like units together ---- */

typedef struct memory {
    tail_units units;
    int32_t *place; /* place[n_places]: of a unit, from 1 */
} memory;

static int64_t memory_size(const calculation *this)
{
    return this->columns->n * 3 * (int64_t)sizeof(double) + this->n_places * (int64_t)sizeof(int32_t);
}

static memory lay_out(const calculation *this, void *bytes)
{
    int64_t n = this->columns->n;
    double *sum = bytes;
    return (memory){{0, sum, sum + n, sum + 2 * n}, (int32_t *)(void *)(sum + 3 * n)};
}

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* 0/1 scores without clusters have three kinds of units, whatever their number. */
static void add_unit(const calculation *this, memory *memory, double sum, double size)
{
    tail_units *units = &memory->units;
    uint64_t at = hash_mix(bits_of(sum) + hash_mix(bits_of(size)));
    for (;; at++) {
        int32_t *place = &memory->place[at & (uint64_t)(this->n_places - 1)];
        if (*place == 0) {
            *place = (int32_t)(units->n + 1);
            units->sum[units->n] = sum;
            units->size[units->n] = size;
            units->count[units->n++] = 1;
            return;
        }
        if (units->sum[*place - 1] == sum && units->size[*place - 1] == size) {
            units->count[*place - 1]++;
            return;
        }
    }
}

/* With their levers, or as they are. */
static tail_units *collect(const calculation *this, const max_t_pair *pair, int levered, memory *memory)
{
    const max_t_columns *columns = this->columns;
    int64_t n = columns->n;
    const int64_t *first = columns->unit + pair->first * n, *second = columns->unit + pair->second * n;
    const int64_t *size = columns->size + pair->size * n;
    const double *lever = columns->lever + pair->size * n;
    memset(memory->place, 0, (size_t)this->n_places * sizeof *memory->place);
    memory->units.n = 0;
    for (int64_t u = 0; u < n; u++)
        if (size[u] > 0) {
            double w = levered ? lever[u] : 1;
            add_unit(this, memory, w * (double)(first[u] - second[u]), w * (double)size[u]);
        }
    return &memory->units;
}

/* ---- pair by pair ---- */

static void make_tails(void *context, int64_t index)
{
    const calculation *this = context;
    const max_t_pair *pair = &this->pairs[index];
    if (pair->n_items == 0)
        return;
    void *bytes = slots_take(this->slots);
    memory memory = lay_out(this, bytes);
    flip_tail_make(collect(this, pair, 0, &memory), 0, &this->tails[index].of_d);
    if (this->columns->uneven)
        collect(this, pair, 1, &memory);
    flip_tail_make(&memory.units, pair->mean, &this->tails[index].of_e);
    slots_give(this->slots, bytes);
}

static void invert(void *context, int64_t index)
{
    const calculation *this = context;
    const max_t_pair *pair = &this->pairs[index];
    if (pair->n_items == 0)
        return;
    void *bytes = slots_take(this->slots);
    memory memory = lay_out(this, bytes);
    const tail_units *units = collect(this, pair, 0, &memory);
    this->tails[index].lower = flip_tail_reach(units, pair->mean, -1, this->critical);
    this->tails[index].upper = flip_tail_reach(units, pair->mean, 1, this->critical);
    slots_give(this->slots, bytes);
}

/* The replicates in between are what progress is told of. */
static int32_t ask(void *context, double done)
{
    const calculation *this = context;
    (void)done;
    return this->options->watch(this->options->watch_context, isnan(this->critical) ? 0 : 1);
}

static int32_t run(calculation *this, workers_task *task, int64_t n_pairs, scratch *scratch, whisker_error *error)
{
    this->n_places = 2;
    while (this->n_places < 2 * this->columns->n)
        this->n_places *= 2;
    this->slots = slots_open(this->options->threads, n_pairs, memory_size(this), scratch);
    if (this->slots == NULL)
        return error_memory(error);
    if (!workers_watch(this->options->threads, n_pairs, task, this, this->options->watch != NULL ? ask : NULL, this))
        return error_set(error, WHISKER_CANCELLED, "the permutation test was stopped");
    return WHISKER_OK;
}

int32_t max_t_tails_make(const max_t_columns *columns, int64_t n_pairs, const max_t_pair *pairs,
                         const whisker_max_t_options *options, scratch *scratch, max_t_tails **tails,
                         whisker_error *error)
{
    *tails = arena_take_zeroed(scratch->arena, n_pairs, sizeof **tails);
    if (*tails == NULL)
        return error_memory(error);
    calculation this = {.columns = columns, .pairs = pairs, .options = options, .critical = NAN, .tails = *tails};
    return run(&this, make_tails, n_pairs, scratch, error);
}

int32_t max_t_tails_invert(const max_t_columns *columns, int64_t n_pairs, const max_t_pair *pairs,
                           const whisker_max_t_options *options, double critical, scratch *scratch, max_t_tails *tails,
                           whisker_error *error)
{
    calculation this = {.columns = columns, .pairs = pairs, .options = options, .critical = critical, .tails = tails};
    return run(&this, invert, n_pairs, scratch, error);
}

/* ---- replicates ---- */

/* A group of replicates whose sums stand side by side; the largest so far runs along with the entries. */
typedef struct seen {
    double largest[FLIPS_GROUP], centred[FLIPS_GROUP];
    int64_t n;
} seen;

/* Sums of e: of w e with its own columns, or of d less mean times n. */
static double centred_sum(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums, int64_t i)
{
    const int64_t *first = sums + entry->first * FLIPS_GROUP, *second = sums + entry->second * FLIPS_GROUP;
    const int64_t *size = sums + entry->size * FLIPS_GROUP;
    int64_t family = (int64_t)columns->n_sums * FLIPS_GROUP;
    if (!columns->uneven)
        return (double)(first[i] - second[i]) - entry->mean * (double)size[family + i];
    int64_t lean = MAX_T_LEAN * family + i;
    return (double)(first[lean] - second[lean]) * columns->lean_scale -
           entry->mean * ((double)size[MAX_T_FAMILIES * family + i] * columns->lean_size_scale);
}

static void look_at(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums, seen *seen,
                    int32_t *alone, int32_t *stepped)
{
    const int64_t *first = sums + entry->first * FLIPS_GROUP, *second = sums + entry->second * FLIPS_GROUP;
    for (int64_t i = 0; i < seen->n; i++) {
        double d = fabs((double)(first[i] - second[i])), of_d = flip_tail_at(entry->tail, d);
        double e = fabs(centred_sum(columns, entry, sums, i));
        double of_e = entry->centred_weight > 0 ? flip_tail_at(entry->centred_tail, e) : 0;
        seen->largest[i] = of_d > seen->largest[i] ? of_d : seen->largest[i];
        seen->centred[i] = of_e > seen->centred[i] ? of_e : seen->centred[i];
        *alone += d >= entry->least;
        *stepped += seen->largest[i] >= entry->observed;
    }
}

void max_t_min_p(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries, const int64_t *sums,
                      int64_t count, double *largest, double *centred, const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += FLIPS_GROUP) {
        seen seen = {{0}, {0}, count - i < FLIPS_GROUP ? count - i : FLIPS_GROUP};
        for (int64_t k = 0; k < n_entries; k++)
            look_at(columns, &entries[k], sums + flips_place(columns->n_columns, 0, i), &seen, &counts->alone[k],
                    &counts->stepped[k]);
        memcpy(largest + i, seen.largest, (size_t)seen.n * sizeof *largest);
        memcpy(centred + i, seen.centred, (size_t)seen.n * sizeof *centred);
    }
}
