#include "resample/contents.h"

#include <math.h>
#include <string.h>

typedef struct ordering {
    const whisker_items *items;
    int64_t *rank;  /* rank[items->n]: items of one rank are interchangeable */
    int64_t *start; /* start[items->n + 1]: where the items of a code begin in `place` */
    int64_t *place; /* items by code, each code's in ascending order */
    sort_key *keys, *spare;
} ordering;

static int take(int64_t n, scratch *scratch, ordering *this, contents *out)
{
    this->rank = arena_take(scratch->arena, n, sizeof *this->rank);
    this->start = arena_take_zeroed(scratch->arena, n + 2, sizeof *this->start);
    this->place = arena_take(scratch->arena, n, sizeof *this->place);
    this->keys = arena_take(scratch->arena, n, sizeof *this->keys);
    this->spare = arena_take(scratch->arena, n, sizeof *this->spare);
    out->first = arena_take(scratch->arena, n + 1, sizeof *out->first);
    out->item = arena_take(scratch->arena, n, sizeof *out->item);
    out->ranked = arena_take(scratch->arena, n, sizeof *out->ranked);
    return this->rank != NULL && this->start != NULL && this->place != NULL && this->keys != NULL &&
           this->spare != NULL && out->first != NULL && out->item != NULL && out->ranked != NULL;
}

/* ---- items ---- */

static void rank_items(const ordering *this, const double *score, sort_tie *tie, const void *context, contents *out)
{
    sort_key *keys = this->keys;
    for (int64_t i = 0; i < this->items->n; i++)
        if (isfinite(score[i]))
            keys[out->n_items++] = (sort_key){sort_head_of_real(score[i] + 0.0), i}; /* + 0: no -0 */
    sort_keys(out->n_items, keys, this->spare, tie, context);
    int64_t rank = 0;
    for (int64_t i = 0; i < out->n_items; i++) {
        if (i > 0 && (keys[i].head != keys[i - 1].head ||
                      (tie != NULL && tie(context, keys[i - 1].index, keys[i].index) != 0)))
            rank++;
        this->rank[keys[i].index] = rank;
        out->ranked[i] = keys[i].index;
    }
}

/* ---- units ---- */

static int64_t code_of(const ordering *this, int64_t item)
{
    return this->items->n_keys == 1 ? this->items->cluster[item] : item;
}

/* By counting; what stands in ascending order stays so. */
static void gather_by_code(const ordering *this, const contents *out)
{
    for (int64_t i = 0; i < out->n_items; i++)
        this->start[code_of(this, out->ranked[i]) + 2]++;
    for (int64_t code = 0; code < this->items->n; code++)
        this->start[code + 2] += this->start[code + 1];
    for (int64_t i = 0; i < out->n_items; i++)
        this->place[this->start[code_of(this, out->ranked[i]) + 1]++] = out->ranked[i];
}

/* Ranks one after the other; sort_keys has compared the first. The shorter unit first. */
static int by_ranks(const void *context, int64_t first, int64_t second)
{
    const ordering *this = context;
    int64_t n_first = this->start[first + 1] - this->start[first];
    int64_t n_second = this->start[second + 1] - this->start[second];
    for (int64_t i = 0; i < n_first && i < n_second; i++) {
        int64_t a = this->rank[this->place[this->start[first] + i]];
        int64_t b = this->rank[this->place[this->start[second] + i]];
        if (a != b)
            return a < b ? -1 : 1;
    }
    return (n_first > n_second) - (n_first < n_second);
}

static void order_units(const ordering *this, contents *out)
{
    for (int64_t code = 0; code < this->items->n; code++)
        if (this->start[code + 1] > this->start[code])
            this->keys[out->n++] = (sort_key){(uint64_t)this->rank[this->place[this->start[code]]], code};
    sort_keys(out->n, this->keys, this->spare, by_ranks, this);
    out->first[0] = 0;
    for (int64_t u = 0; u < out->n; u++) {
        int64_t code = this->keys[u].index, count = this->start[code + 1] - this->start[code];
        memcpy(out->item + out->first[u], this->place + this->start[code], (size_t)count * sizeof *out->item);
        out->first[u + 1] = out->first[u] + count;
    }
}

int contents_order(const whisker_items *items, const double *score, sort_tie *tie, const void *context,
                   scratch *scratch, contents *out)
{
    ordering this = {.items = items};
    *out = (contents){0};
    if (!take(items->n, scratch, &this, out))
        return 0;
    rank_items(&this, score, tie, context, out);
    gather_by_code(&this, out);
    order_units(&this, out);
    return 1;
}
