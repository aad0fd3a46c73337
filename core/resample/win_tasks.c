#include "resample/win_tasks.h"

#include "base/error.h"
#include "base/structs.h"

#include <math.h>
#include <string.h>

/* ---- which tasks share clusters ---- */

static int32_t find_party(int32_t *party, int32_t task)
{
    while (party[task] != task)
        task = party[task] = party[party[task]];
    return task;
}

/* The smaller name stays, so that parties are named by their first task. */
static void join(int32_t *party, int32_t a, int32_t b)
{
    a = find_party(party, a);
    b = find_party(party, b);
    party[a < b ? b : a] = a < b ? a : b;
}

static int join_parties(win_scores *this, scratch *scratch)
{
    int64_t n = this->items.n;
    int32_t *met_in = arena_take(scratch->arena, n, sizeof *met_in);
    this->party = arena_take(scratch->arena, this->n_tasks, sizeof *this->party);
    if (met_in == NULL || this->party == NULL)
        return 0;
    for (int32_t t = 0; t < this->n_tasks; t++)
        this->party[t] = t;
    memset(met_in, 0xff, (size_t)n * sizeof *met_in);
    for (int64_t i = 0; this->items.n_keys == 1 && i < n; i++) {
        int32_t code = this->items.cluster[i];
        if (met_in[code] >= 0)
            join(this->party, met_in[code], this->task[i]);
        met_in[code] = this->task[i];
    }
    for (int32_t t = 0; t < this->n_tasks; t++)
        this->party[t] = find_party(this->party, t);
    return 1;
}

/* ---- input ---- */

static int32_t check(const win_scores *this, whisker_error *error)
{
    const whisker_items *items = &this->items;
    if (items->n < 1 || items->n > INT32_MAX || this->score == NULL || this->task == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "scores and tasks of 1 to 2147483647 items are needed");
    if (this->n_runs < 2 || this->n_tasks < 1)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a win rate needs at least two runs and one task");
    if (items->n_keys < 0 || (items->n_keys > 0 && items->cluster == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "cluster keys are announced and no codes are given");
    if (items->n_keys > 1 || items->stratum != NULL || items->population > 0)
        return error_set(error, WHISKER_BAD_OPTION, "win rates take one cluster key, no strata, no finite population");
    for (int64_t i = 0; i < items->n; i++) {
        if (this->task[i] < 0 || this->task[i] >= this->n_tasks)
            return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld is in task %d of %d", (long long)i,
                             (int)this->task[i], (int)this->n_tasks);
        if (items->n_keys == 1 && (items->cluster[i] < 0 || items->cluster[i] >= items->n))
            return error_set(error, WHISKER_BAD_ARGUMENT, "a code of the cluster key is outside 0 .. n-1");
        if (items->weight != NULL && (!(items->weight[i] >= 0) || isinf(items->weight[i])))
            return error_set(error, WHISKER_BAD_ARGUMENT, "weight %lld is not a finite number of at least 0",
                             (long long)i);
    }
    return WHISKER_OK;
}

int32_t win_scores_load(const whisker_items *items, int32_t n_runs, const double *score, int32_t n_tasks,
                        const int32_t *task, scratch *scratch, win_scores *out, whisker_error *error)
{
    *out = (win_scores){.n_runs = n_runs, .n_tasks = n_tasks, .score = score, .task = task};
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&out->items, sizeof out->items, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = check(out, error);
    if (status != WHISKER_OK)
        return status;
    out->items.size = sizeof out->items;
    return join_parties(out, scratch) ? WHISKER_OK : error_memory(error);
}

/* ---- one party ---- */

/* Its items by task, and how many of them each run has a score for. */
typedef struct entries {
    int64_t n;
    int64_t *item;      /* item[n] */
    int32_t *place;     /* place[n_tasks]: of a task among those of the party, -1 outside */
    int64_t *n_scored;  /* n_scored[place * n_runs + run] */
    int64_t *n_items;   /* n_items[place] */
} entries;

static int counts(const win_scores *this, int64_t item)
{
    return this->items.weight == NULL || this->items.weight[item] > 0;
}

static int list_entries(const win_scores *this, int32_t name, scratch *scratch, entries *out, win_party *party)
{
    *out = (entries){.place = arena_take(scratch->arena, this->n_tasks, sizeof *out->place)};
    party->task = arena_take(scratch->arena, this->n_tasks, sizeof *party->task);
    if (out->place == NULL || party->task == NULL)
        return 0;
    for (int32_t t = 0; t < this->n_tasks; t++) {
        out->place[t] = this->party[t] == name ? party->n_tasks : -1;
        if (out->place[t] >= 0)
            party->task[party->n_tasks++] = t;
    }
    for (int64_t i = 0; i < this->items.n; i++)
        out->n += out->place[this->task[i]] >= 0 && counts(this, i);
    out->item = arena_take(scratch->arena, out->n, sizeof *out->item);
    out->n_items = arena_take_zeroed(scratch->arena, party->n_tasks, sizeof *out->n_items);
    out->n_scored = arena_take_zeroed(scratch->arena, (int64_t)party->n_tasks * this->n_runs, sizeof *out->n_scored);
    if (out->item == NULL || out->n_items == NULL || out->n_scored == NULL)
        return 0;
    for (int64_t i = 0, k = 0; i < this->items.n; i++) {
        int32_t place = out->place[this->task[i]];
        if (place < 0 || !counts(this, i))
            continue;
        out->item[k++] = i;
        out->n_items[place]++;
        for (int32_t run = 0; run < this->n_runs; run++)
            out->n_scored[place * this->n_runs + run] += isfinite(this->score[run * this->items.n + i]) != 0;
    }
    return 1;
}

static int32_t runs_in(const win_scores *this, const entries *entries, int32_t place)
{
    int32_t count = 0;
    for (int32_t run = 0; run < this->n_runs; run++)
        count += entries->n_scored[place * this->n_runs + run] > 0;
    return count;
}

static int list_contestants(const win_scores *this, const entries *entries, scratch *scratch, win_party *out)
{
    int64_t most = (int64_t)out->n_tasks * this->n_runs;
    out->first = arena_take_zeroed(scratch->arena, (int64_t)out->n_tasks + 1, sizeof *out->first);
    out->run = arena_take(scratch->arena, most, sizeof *out->run);
    out->n_scored = arena_take(scratch->arena, most, sizeof *out->n_scored);
    out->n_missing = arena_take(scratch->arena, most, sizeof *out->n_missing);
    if (out->first == NULL || out->run == NULL || out->n_scored == NULL || out->n_missing == NULL)
        return 0;
    for (int32_t place = 0; place < out->n_tasks; place++) {
        int has_two = runs_in(this, entries, place) > 1;
        for (int32_t run = 0; has_two && run < this->n_runs; run++) {
            int64_t scored = entries->n_scored[place * this->n_runs + run];
            if (scored == 0)
                continue;
            int32_t c = out->n_contestants++;
            out->run[c] = run;
            out->n_scored[c] = scored;
            out->n_missing[c] = entries->n_items[place] - scored;
        }
        out->first[place + 1] = out->n_contestants;
    }
    return 1;
}

/* ---- its items ---- */

/* Codes below the number of the party's items. */
static int32_t *own_codes(const win_scores *this, const entries *entries, scratch *scratch, win_party *out)
{
    int32_t *number = arena_take(scratch->arena, this->items.n, sizeof *number);
    int32_t *codes = arena_take(scratch->arena, entries->n, sizeof *codes);
    if (number == NULL || codes == NULL)
        return NULL;
    memset(number, 0xff, (size_t)this->items.n * sizeof *number);
    out->n_units = 0;
    for (int64_t k = 0; k < entries->n; k++) {
        int32_t code = this->items.cluster[entries->item[k]];
        if (number[code] < 0)
            number[code] = (int32_t)out->n_units++;
        codes[k] = number[code];
    }
    return codes;
}

static int own_items(const win_scores *this, const entries *entries, scratch *scratch, win_party *out)
{
    out->items = (whisker_items){.size = sizeof out->items, .n = entries->n, .n_keys = this->items.n_keys};
    out->n_units = entries->n;
    if (this->items.n_keys == 1) {
        out->items.cluster = own_codes(this, entries, scratch, out);
        if (out->items.cluster == NULL)
            return 0;
    }
    if (this->items.weight == NULL)
        return 1;
    double *weight = arena_take(scratch->arena, entries->n, sizeof *weight);
    for (int64_t k = 0; weight != NULL && k < entries->n; k++)
        weight[k] = this->items.weight[entries->item[k]];
    out->items.weight = weight;
    return weight != NULL;
}

static int own_columns(const win_scores *this, const entries *entries, scratch *scratch, win_party *out)
{
    out->column = arena_take(scratch->arena, out->n_contestants * entries->n, sizeof *out->column);
    for (int32_t place = 0; out->column != NULL && place < out->n_tasks; place++) {
        for (int32_t c = out->first[place]; c < out->first[place + 1]; c++) {
            const double *score = this->score + out->run[c] * this->items.n;
            for (int64_t k = 0; k < entries->n; k++) {
                int64_t i = entries->item[k];
                out->column[c * entries->n + k] = entries->place[this->task[i]] == place ? score[i] : NAN;
            }
        }
    }
    return out->column != NULL;
}

int32_t win_party_of(const win_scores *scores, int32_t name, scratch *scratch, win_party *out, whisker_error *error)
{
    entries entries;
    *out = (win_party){.n_tasks = 0};
    int complete = list_entries(scores, name, scratch, &entries, out) &&
                   list_contestants(scores, &entries, scratch, out);
    if (complete && out->n_contestants > 0)
        complete = own_items(scores, &entries, scratch, out) && own_columns(scores, &entries, scratch, out);
    return complete ? WHISKER_OK : error_memory(error);
}
