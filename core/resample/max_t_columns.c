/* The columns that max_t flips. */
#include "resample/max_t.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/workers.h"
#include "resample/units.h"
#include "stat/cut_sum.h"

#include <string.h>

/* On the way. Columns of sums are those of the runs, then of the pairs that have their own, then zeros if there are such
 * pairs; columns of sizes are those of the kinds of runs, then of these pairs. */
typedef struct building {
    whisker_items items;
    int32_t n_runs;
    const double *scores;
    int64_t n_pairs;
    max_t_pair *pairs;
    units units;
    int32_t *kind;      /* kind[run]: runs of one kind have the same items */
    int32_t *model;     /* model[kind]: the first run of it */
    int32_t n_kinds, n_own;
    double *sum;        /* sum[column * n + u] */
    double *size;       /* size[column * n + u] */
    int32_t *size_of;   /* size_of[column of sums] */
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

static int has_own(const building *this, const max_t_pair *pair)
{
    return this->kind[pair->a] != this->kind[pair->b];
}

static int32_t find_kinds(building *this, scratch *scratch, whisker_error *error)
{
    this->kind = arena_take(scratch->arena, this->n_runs, sizeof *this->kind);
    this->model = arena_take(scratch->arena, this->n_runs, sizeof *this->model);
    if (this->kind == NULL || this->model == NULL)
        return error_memory(error);
    for (int32_t run = 0; run < this->n_runs; run++) {
        int32_t kind = 0;
        while (kind < this->n_kinds && !same_items(this, run, this->model[kind]))
            kind++;
        if (kind == this->n_kinds)
            this->model[this->n_kinds++] = run;
        this->kind[run] = kind;
    }
    for (int64_t p = 0; p < this->n_pairs; p++)
        this->n_own += has_own(this, &this->pairs[p]);
    this->out->n_sums = this->n_runs + this->n_own + (this->n_own > 0);
    this->out->n_sizes = this->n_kinds + this->n_own;
    return WHISKER_OK;
}

/* ---- sums and sizes ---- */

static double weight_of(const building *this, int64_t item)
{
    return this->items.weight != NULL ? this->items.weight[item] : 1;
}

typedef struct cells {
    sum *sum, *size;
} cells;

/* Differences on the items that both runs have, added up as units_reduce does. */
static void add_own(building *this, max_t_pair *pair, int32_t own, cells cells)
{
    const double *a = this->scores + pair->a * this->items.n, *b = this->scores + pair->b * this->items.n;
    int64_t n = this->units.n;
    double largest = 0, largest_weight = 1;
    memset(cells.sum, 0, (size_t)n * sizeof *cells.sum);
    memset(cells.size, 0, (size_t)n * sizeof *cells.size);
    for (int64_t i = 0; i < this->items.n; i++) {
        if (!counts(this, pair->a, i) || !counts(this, pair->b, i))
            continue;
        largest = fmax(largest, fabs((a[i] - b[i]) * weight_of(this, i)));
        largest_weight = fmax(largest_weight, weight_of(this, i));
    }
    cut place = cut_for(this->items.n, largest), size_place = cut_for(this->items.n, largest_weight);
    for (int64_t i = 0; i < this->items.n; i++) {
        if (!counts(this, pair->a, i) || !counts(this, pair->b, i))
            continue;
        cut_add(&cells.sum[this->units.of_item[i]], place, (a[i] - b[i]) * weight_of(this, i));
        cut_add(&cells.size[this->units.of_item[i]], size_place, weight_of(this, i));
        pair->n_items++;
    }
    for (int64_t u = 0; u < n; u++) {
        this->sum[(this->n_runs + own) * n + u] = sum_value(cells.sum[u]);
        this->size[(this->n_kinds + own) * n + u] = sum_value(cells.size[u]);
    }
}

static void name_columns(building *this, max_t_pair *pair, int32_t own)
{
    pair->first = this->n_runs + own;
    pair->second = this->out->n_sums - 1;
    pair->size = this->n_kinds + own;
    this->size_of[pair->first] = pair->size;
}

static int32_t fill_sums(building *this, scratch *scratch, whisker_error *error)
{
    int64_t n = this->units.n;
    int32_t own = 0;
    cells cells = {arena_take(scratch->arena, n, sizeof(sum)), arena_take(scratch->arena, n, sizeof(sum))};
    this->sum = arena_take_zeroed(scratch->arena, n * this->out->n_sums, sizeof *this->sum);
    this->size = arena_take_zeroed(scratch->arena, n * this->out->n_sizes, sizeof *this->size);
    this->size_of = arena_take_zeroed(scratch->arena, this->out->n_sums, sizeof *this->size_of);
    if (cells.sum == NULL || cells.size == NULL || this->sum == NULL || this->size == NULL || this->size_of == NULL)
        return error_memory(error);
    memcpy(this->sum, this->units.sum, (size_t)(n * this->n_runs) * sizeof *this->sum);
    for (int32_t kind = 0; kind < this->n_kinds; kind++)
        memcpy(this->size + kind * n, this->units.size + this->model[kind] * n, (size_t)n * sizeof *this->size);
    memcpy(this->size_of, this->kind, (size_t)this->n_runs * sizeof *this->size_of);
    for (int64_t p = 0; p < this->n_pairs; p++) {
        max_t_pair *pair = &this->pairs[p];
        pair->first = pair->a;
        pair->second = pair->b;
        pair->size = this->kind[pair->a];
        pair->n_items = this->units.n_items[pair->a];
        if (!has_own(this, pair))
            continue;
        pair->n_items = 0;
        pair->dropped = 1;
        add_own(this, pair, own, cells);
        name_columns(this, pair, own++);
    }
    return WHISKER_OK;
}

/* ---- the order of units ---- */

static int by_columns(const void *context, int64_t first, int64_t second)
{
    const building *this = context;
    int64_t n = this->units.n;
    for (int32_t c = 0; c < this->out->n_sums; c++)
        if (this->sum[c * n + first] != this->sum[c * n + second])
            return this->sum[c * n + first] < this->sum[c * n + second] ? -1 : 1;
    for (int32_t c = 0; c < this->out->n_sizes; c++)
        if (this->size[c * n + first] != this->size[c * n + second])
            return this->size[c * n + first] < this->size[c * n + second] ? -1 : 1;
    return 0;
}

static void reorder(int64_t n, int32_t n_columns, const sort_key *keys, double *columns, double *before)
{
    for (int32_t c = 0; c < n_columns; c++) {
        memcpy(before, columns + c * n, (size_t)n * sizeof *before);
        for (int64_t u = 0; u < n; u++)
            columns[c * n + u] = before[keys[u].index];
    }
}

/* units_reduce has put units in an order that rows do not change, but it knows nothing of the pairs' own columns. */
static int32_t order_units(building *this, scratch *scratch, whisker_error *error)
{
    int64_t n = this->units.n;
    sort_key *keys = arena_take(scratch->arena, n, sizeof *keys), *spare = arena_take(scratch->arena, n, sizeof *spare);
    double *before = arena_take(scratch->arena, n, sizeof *before);
    if (keys == NULL || spare == NULL || before == NULL)
        return error_memory(error);
    for (int64_t u = 0; u < n; u++)
        keys[u] = (sort_key){sort_head_of_real(this->sum[u] + 0.0), u};
    sort_keys(n, keys, spare, by_columns, this);
    reorder(n, this->out->n_sums, keys, this->sum, before);
    reorder(n, this->out->n_sizes, keys, this->size, before);
    return WHISKER_OK;
}

/* ---- levers ---- */

static int is_even(int64_t n, const double *size)
{
    double first = 0;
    for (int64_t u = 0; u < n; u++) {
        if (size[u] > 0 && first > 0 && size[u] != first)
            return 0;
        first = size[u] > 0 ? size[u] : first;
    }
    return 1;
}

static double total_of(int64_t n, const double *x)
{
    double total = 0;
    for (int64_t u = 0; u < n; u++)
        total += fabs(x[u]);
    return total;
}

static int32_t fill_levers(building *this, scratch *scratch, whisker_error *error)
{
    max_t_columns *out = this->out;
    int64_t n = out->n = this->units.n;
    out->lever = arena_take(scratch->arena, n * out->n_sizes, sizeof *out->lever);
    if (out->lever == NULL)
        return error_memory(error);
    for (int32_t c = 0; c < out->n_sizes; c++) {
        const double *size = this->size + c * n;
        double total = total_of(n, size);
        for (int64_t u = 0; u < n; u++)
            out->lever[c * n + u] = size[u] < total ? 1 / (1 - size[u] / total) : 0;
        out->uneven |= !is_even(n, size);
    }
    return WHISKER_OK;
}

/* ---- families in fixed point ---- */

/* One exponent for all columns of a family, so that they can be subtracted. */
static int fix(int64_t n, int32_t n_columns, const double *columns, int64_t *unit)
{
    double largest = 0;
    for (int32_t c = 0; c < n_columns; c++)
        largest = fmax(largest, total_of(n, columns + c * n));
    int exponent = fixed_exponent(largest);
    fixed_units(n * n_columns, columns, exponent, unit);
    return exponent;
}

/* Sums times a power of the lever, and the size if it is crossed. */
static int fix_sums(const building *this, int power, int crossed, double *made, int64_t *unit)
{
    int64_t n = this->units.n;
    for (int32_t c = 0; c < this->out->n_sums; c++) {
        const double *lever = this->out->lever + this->size_of[c] * n, *size = this->size + this->size_of[c] * n;
        for (int64_t u = 0; u < n; u++)
            made[c * n + u] = this->sum[c * n + u] * (power == 2 ? lever[u] * lever[u] : lever[u]) *
                              (crossed ? size[u] : 1);
    }
    return fix(n, this->out->n_sums, made, unit);
}

/* Sizes times the lever, or the square of that. */
static int fix_sizes(const building *this, int squared, double *made, int64_t *unit)
{
    int64_t n = this->units.n, count = n * this->out->n_sizes;
    for (int64_t i = 0; i < count; i++) {
        double lean = this->size[i] * this->out->lever[i];
        made[i] = squared ? lean * lean : lean;
    }
    return fix(n, this->out->n_sizes, made, unit);
}

static void fill_families(const building *this, double *made)
{
    max_t_columns *out = this->out;
    int64_t family = out->n * out->n_sums, sizes = out->n * out->n_sizes;
    int64_t *unit = out->unit + family;
    int sums = out->exponent, size = out->size_exponent;
    out->cross_scale = ldexp(1, sums + size - fix_sums(this, 1, 1, made, unit));
    out->lean_scale = ldexp(1, sums - fix_sums(this, 1, 0, made, unit + family));
    out->lean_cross_scale = ldexp(1, sums + size - fix_sums(this, 2, 1, made, unit + 2 * family));
    out->lean_size_scale = ldexp(1, size - fix_sizes(this, 0, made, unit + 3 * family));
    out->lean_square_scale = ldexp(1, 2 * size - fix_sizes(this, 1, made, unit + 3 * family + sizes));
}

static int32_t fill_columns(building *this, scratch *scratch, whisker_error *error)
{
    max_t_columns *out = this->out;
    int64_t n = out->n, largest = n * (out->n_sums > out->n_sizes ? out->n_sums : out->n_sizes);
    out->n_columns = out->uneven ? MAX_T_FAMILIES * out->n_sums + 2 * out->n_sizes : out->n_sums + out->n_sizes;
    out->unit = arena_take(scratch->arena, n * out->n_columns, sizeof *out->unit);
    out->size = arena_take(scratch->arena, n * out->n_sizes, sizeof *out->size);
    double *made = arena_take(scratch->arena, out->uneven ? largest : 0, sizeof *made);
    if (out->unit == NULL || out->size == NULL || made == NULL)
        return error_memory(error);
    out->exponent = fix(n, out->n_sums, this->sum, out->unit);
    out->size_exponent = fix(n, out->n_sizes, this->size, out->size);
    if (out->uneven)
        fill_families(this, made);
    else
        memcpy(out->unit + n * out->n_sums, out->size, (size_t)(n * out->n_sizes) * sizeof *out->unit);
    return WHISKER_OK;
}

/* ---- the whole ---- */

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
    pair->identical = is_identical(this, pair);
    if (pair->n_items > 0)
        max_t_add_up(this->out, pair);
}

int32_t max_t_prepare(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                      max_t_pair *pairs, int32_t threads, scratch *scratch, max_t_columns *out, whisker_error *error)
{
    building this = {.items = *items, .n_runs = n_runs, .scores = scores, .n_pairs = n_pairs, .pairs = pairs, .out = out};
    *out = (max_t_columns){0};
    int32_t status = units_reduce(items, n_runs, scores, NULL, UNITS_EACH_COLUMN, scratch, &this.units, error);
    if (status == WHISKER_OK)
        status = find_kinds(&this, scratch, error);
    if (status == WHISKER_OK)
        status = fill_sums(&this, scratch, error);
    if (status == WHISKER_OK && this.n_own > 0)
        status = order_units(&this, scratch, error);
    if (status == WHISKER_OK)
        status = fill_levers(&this, scratch, error);
    if (status == WHISKER_OK)
        status = fill_columns(&this, scratch, error);
    if (status == WHISKER_OK)
        workers_run(threads, n_pairs, describe_pair, &this);
    return status;
}
