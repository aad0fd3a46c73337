/* The columns that max_t flips, and what the units of each pair add up to. */
#include "resample/max_t.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/workers.h"
#include "resample/units.h"
#include "stat/cut_sum.h"

#include <math.h>
#include <string.h>

enum { LANES = 8 };

/* On the way: columns of the runs, then of the pairs that have their own, then zeros if there are such pairs, then the
 * sizes of as many kinds of items as there are, then those of the pairs. */
typedef struct building {
    whisker_items items;
    int32_t n_runs;
    const double *scores;
    int64_t n_pairs;
    max_t_pair *pairs;
    units units;
    int32_t *kind;           /* kind[run]: runs of one kind have the same items */
    int32_t *model;          /* model[kind]: the first run of it */
    int32_t n_kinds, n_own;
    double *sum, *size;      /* of the pairs that have their own columns, [own * n + u] */
    max_t_columns *out;
} building;

/* ---- runs with the same items ---- */

static int counts(const building *this, int32_t run, int64_t item)
{
    const double *weight = this->items.weight;
    return isfinite(this->scores[run * this->items.n + item]) && (weight == NULL || weight[item] > 0);
}

static int same_items(const building *this, int32_t run, int32_t other)
{
    for (int64_t i = 0; i < this->items.n; i++)
        if (counts(this, run, i) != counts(this, other, i))
            return 0;
    return 1;
}

static void find_kinds(building *this)
{
    for (int32_t run = 0; run < this->n_runs; run++) {
        int32_t kind = 0;
        while (kind < this->n_kinds && !same_items(this, run, this->model[kind]))
            kind++;
        if (kind == this->n_kinds)
            this->model[this->n_kinds++] = run;
        this->kind[run] = kind;
    }
}

static int has_own(const building *this, const max_t_pair *pair)
{
    return this->kind[pair->a] != this->kind[pair->b];
}

static int32_t own_size_column(const building *this, int32_t own)
{
    return this->n_runs + this->n_own + 1 + this->n_kinds + own;
}

static void name_columns(building *this)
{
    int32_t own = 0, zeros = this->n_runs + this->n_own, sizes = zeros + (this->n_own > 0);
    for (int64_t p = 0; p < this->n_pairs; p++) {
        max_t_pair *pair = &this->pairs[p];
        pair->first = pair->a;
        pair->second = pair->b;
        pair->size = sizes + this->kind[pair->a];
        if (!has_own(this, pair))
            continue;
        pair->size = own_size_column(this, own);
        pair->first = this->n_runs + own++;
        pair->second = zeros;
    }
}

/* ---- pairs with items of their own ---- */

typedef struct cells {
    sum *sum, *size;
} cells;

/* Differences on the items that both runs have, added up as units_reduce does. */
static void add_own(building *this, max_t_pair *pair, int32_t own, cells cells)
{
    const double *a = this->scores + pair->a * this->items.n, *b = this->scores + pair->b * this->items.n;
    const double *weight = this->items.weight;
    double largest = 0, largest_weight = 1;
    memset(cells.sum, 0, (size_t)this->units.n * sizeof *cells.sum);
    memset(cells.size, 0, (size_t)this->units.n * sizeof *cells.size);
    for (int64_t i = 0; i < this->items.n; i++) {
        if (!counts(this, pair->a, i) || !counts(this, pair->b, i))
            continue;
        largest = fmax(largest, fabs((a[i] - b[i]) * (weight != NULL ? weight[i] : 1)));
        largest_weight = fmax(largest_weight, weight != NULL ? weight[i] : 1);
    }
    cut place = cut_for(this->items.n, largest), size_place = cut_for(this->items.n, largest_weight);
    for (int64_t i = 0; i < this->items.n; i++) {
        if (!counts(this, pair->a, i) || !counts(this, pair->b, i))
            continue;
        double w = weight != NULL ? weight[i] : 1;
        cut_add(&cells.sum[this->units.of_item[i]], place, (a[i] - b[i]) * w);
        cut_add(&cells.size[this->units.of_item[i]], size_place, w);
        pair->n_items++;
    }
    for (int64_t u = 0; u < this->units.n; u++) {
        this->sum[own * this->units.n + u] = sum_value(cells.sum[u]);
        this->size[own * this->units.n + u] = sum_value(cells.size[u]);
    }
}

static int32_t add_owns(building *this, scratch *scratch, whisker_error *error)
{
    int64_t n = this->units.n;
    int32_t own = 0;
    cells cells = {arena_take(scratch->arena, n, sizeof(sum)), arena_take(scratch->arena, n, sizeof(sum))};
    this->sum = arena_take(scratch->arena, n * this->n_own, sizeof *this->sum);
    this->size = arena_take(scratch->arena, n * this->n_own, sizeof *this->size);
    if (cells.sum == NULL || cells.size == NULL || this->sum == NULL || this->size == NULL)
        return error_memory(error);
    for (int64_t p = 0; p < this->n_pairs; p++) {
        if (has_own(this, &this->pairs[p]))
            add_own(this, &this->pairs[p], own++, cells);
        else
            this->pairs[p].n_items = this->units.n_items[this->pairs[p].a];
    }
    return WHISKER_OK;
}

/* ---- fixed point ---- */

static double magnitude_of(int64_t n, const double *x)
{
    double magnitude = 0;
    for (int64_t i = 0; i < n; i++)
        magnitude += fabs(x[i]);
    return magnitude;
}

/* One exponent for all columns, so that they can be subtracted. */
static int exponent_of(int64_t n, int32_t n_columns, const double *columns, int32_t n_own, const double *own)
{
    double largest = 0;
    for (int32_t c = 0; c < n_columns; c++)
        largest = fmax(largest, magnitude_of(n, columns + c * n));
    for (int32_t c = 0; c < n_own; c++)
        largest = fmax(largest, magnitude_of(n, own + c * n));
    return fixed_exponent(largest);
}

static int32_t fill_columns(building *this, scratch *scratch, whisker_error *error)
{
    max_t_columns *out = this->out;
    int64_t n = out->n = this->units.n;
    int zeros = this->n_own > 0;
    out->n_columns = this->n_runs + 2 * this->n_own + zeros + this->n_kinds;
    out->unit = arena_take_zeroed(scratch->arena, n * out->n_columns, sizeof *out->unit);
    if (out->unit == NULL)
        return error_memory(error);
    out->exponent = exponent_of(n, this->n_runs, this->units.sum, this->n_own, this->sum);
    out->size_exponent = exponent_of(n, this->n_runs, this->units.size, 0, NULL);
    int64_t *column = out->unit;
    fixed_units(n * this->n_runs, this->units.sum, out->exponent, column);
    column += n * this->n_runs;
    fixed_units(n * this->n_own, this->sum, out->exponent, column);
    column += n * (this->n_own + zeros);
    for (int32_t kind = 0; kind < this->n_kinds; kind++, column += n)
        fixed_units(n, this->units.size + this->model[kind] * n, out->size_exponent, column);
    fixed_units(n * this->n_own, this->size, out->size_exponent, column);
    return WHISKER_OK;
}

/* ---- the order of units ---- */

static int by_columns(const void *context, int64_t first, int64_t second)
{
    const max_t_columns *columns = context;
    for (int32_t c = 0; c < columns->n_columns; c++) {
        const int64_t *unit = columns->unit + c * columns->n;
        if (unit[first] != unit[second])
            return unit[first] < unit[second] ? -1 : 1;
    }
    return 0;
}

/* units_reduce has put units in an order that rows do not change, but it knows nothing of the pairs' own columns. */
static int32_t order_units(const building *this, scratch *scratch, whisker_error *error)
{
    max_t_columns *out = this->out;
    int64_t n = out->n;
    sort_key *keys = arena_take(scratch->arena, n, sizeof *keys), *spare = arena_take(scratch->arena, n, sizeof *spare);
    int64_t *before = arena_take(scratch->arena, n, sizeof *before);
    if (keys == NULL || spare == NULL || before == NULL)
        return error_memory(error);
    for (int64_t u = 0; u < n; u++)
        keys[u] = (sort_key){(uint64_t)out->unit[u] ^ UINT64_C(1) << 63, u};
    sort_keys(n, keys, spare, by_columns, out);
    for (int32_t c = 0; c < out->n_columns; c++) {
        memcpy(before, out->unit + c * n, (size_t)n * sizeof *before);
        for (int64_t u = 0; u < n; u++)
            out->unit[c * n + u] = before[keys[u].index];
    }
    return WHISKER_OK;
}

/* ---- what a pair adds up to ---- */

typedef struct lanes {
    double lane[LANES];
} lanes;

static double sum_of(const lanes *lanes)
{
    const double *lane = lanes->lane;
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static void add_up(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = columns->unit + pair->first * columns->n, *second = columns->unit + pair->second * columns->n;
    const int64_t *size = columns->unit + pair->size * columns->n;
    for (int64_t u = 0; u < columns->n; u++) {
        pair->sum += first[u] - second[u];
        pair->total_size += size[u];
        pair->n_units += size[u] > 0;
        pair->n_flipped += first[u] != second[u];
    }
    pair->mean = (double)pair->sum / (double)pair->total_size;
}

/* Fixed lanes, so that a compiler may take several at once without changing a digit. */
static void add_squares(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = columns->unit + pair->first * columns->n, *second = columns->unit + pair->second * columns->n;
    const int64_t *size = columns->unit + pair->size * columns->n;
    lanes magnitude = {{0}}, square = {{0}}, centred = {{0}}, cross = {{0}}, size_square = {{0}};
    for (int64_t begin = 0; begin < columns->n; begin += LANES) {
        int64_t left = columns->n - begin < LANES ? columns->n - begin : LANES;
        for (int64_t lane = 0; lane < left; lane++) {
            double d = (double)(first[begin + lane] - second[begin + lane]), n = (double)size[begin + lane];
            double e = d - pair->mean * n;
            magnitude.lane[lane] += fabs(d);
            square.lane[lane] += d * d;
            centred.lane[lane] += e * e;
            cross.lane[lane] += e * n;
            size_square.lane[lane] += n * n;
        }
    }
    pair->magnitude = sum_of(&magnitude);
    pair->square = sum_of(&square);
    pair->centred = sum_of(&centred);
    pair->cross = sum_of(&cross);
    pair->size_square = sum_of(&size_square);
}

static int is_identical(const building *this, const max_t_pair *pair)
{
    for (int64_t i = 0; i < this->items.n; i++)
        if (counts(this, pair->a, i) && counts(this, pair->b, i) &&
            this->scores[pair->a * this->items.n + i] != this->scores[pair->b * this->items.n + i])
            return 0;
    return 1;
}

static void describe_pair(void *context, int64_t index)
{
    const building *this = context;
    max_t_pair *pair = &this->pairs[index];
    if (pair->n_items == 0)
        return;
    pair->dropped = has_own(this, pair);
    pair->identical = is_identical(this, pair);
    add_up(this->out, pair);
    add_squares(this->out, pair);
}

/* ---- the whole ---- */

static int32_t find_columns(building *this, scratch *scratch, whisker_error *error)
{
    this->kind = arena_take(scratch->arena, this->n_runs, sizeof *this->kind);
    this->model = arena_take(scratch->arena, this->n_runs, sizeof *this->model);
    if (this->kind == NULL || this->model == NULL)
        return error_memory(error);
    find_kinds(this);
    for (int64_t p = 0; p < this->n_pairs; p++)
        this->n_own += has_own(this, &this->pairs[p]);
    return WHISKER_OK;
}

int32_t max_t_prepare(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                      max_t_pair *pairs, int32_t threads, scratch *scratch, max_t_columns *out, whisker_error *error)
{
    building this = {.items = *items, .n_runs = n_runs, .scores = scores, .n_pairs = n_pairs, .pairs = pairs, .out = out};
    *out = (max_t_columns){0};
    int32_t status = units_reduce(items, n_runs, scores, NULL, UNITS_EACH_COLUMN, scratch, &this.units, error);
    if (status == WHISKER_OK)
        status = find_columns(&this, scratch, error);
    if (status == WHISKER_OK)
        status = add_owns(&this, scratch, error);
    if (status == WHISKER_OK)
        status = fill_columns(&this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    name_columns(&this);
    if (this.n_own > 0)
        status = order_units(&this, scratch, error);
    if (status == WHISKER_OK)
        workers_run(threads, n_pairs, describe_pair, &this);
    return status;
}
