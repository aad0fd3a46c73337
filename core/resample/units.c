#include "resample/units.h"

#include "base/error.h"
#include "base/simd.h"
#include "base/sort.h"
#include "base/structs.h"
#include "stat/cut_sum.h"

#include <float.h>
#include <string.h>

/* What is being reduced. */
typedef struct reduction {
    whisker_items items;
    int32_t n_columns;
    units_missing missing;
    const double *columns;
    const double *about;
    int64_t n_codes; /* units before the empty ones are left out */
} reduction;

/* ---- input ---- */

static int32_t check_clusters(reduction *this, whisker_error *error)
{
    const whisker_items *items = &this->items;
    this->n_codes = items->n;
    if (items->n_keys == 0)
        return WHISKER_OK;
    if (items->n_keys != 1)
        return error_set(error, WHISKER_BAD_OPTION, "resampling takes one cluster key, not %d: with several there is no "
                         "one unit to draw", (int)items->n_keys);
    if (items->cluster == NULL && items->n > 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a cluster key is announced and no codes are given");
    int64_t largest = -1;
    for (int64_t i = 0; i < items->n; i++) {
        if (items->cluster[i] < 0 || items->cluster[i] >= items->n)
            return error_set(error, WHISKER_BAD_ARGUMENT, "a code of the cluster key is outside 0 .. n-1");
        largest = items->cluster[i] > largest ? items->cluster[i] : largest;
    }
    this->n_codes = largest + 1;
    return WHISKER_OK;
}

static int32_t check_weights(const whisker_items *items, whisker_error *error)
{
    for (int64_t i = 0; items->weight != NULL && i < items->n; i++)
        if (!(items->weight[i] >= 0) || !isfinite(items->weight[i]))
            return error_set(error, WHISKER_BAD_ARGUMENT, "weight %lld is not a finite number of at least 0",
                             (long long)i);
    return WHISKER_OK;
}

static int32_t load_items(const whisker_items *given, reduction *this, whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&this->items, sizeof this->items, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    if (this->items.n < 0 || this->items.n > INT32_MAX)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the number of items must lie in 0 .. 2147483647");
    if (this->n_columns < 1 || (this->columns == NULL && this->items.n > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no scores were given");
    if (this->items.stratum != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "resampling does not look at strata; the linearized variance does");
    status = check_clusters(this, error);
    return status != WHISKER_OK ? status : check_weights(&this->items, error);
}

/* ---- sums ---- */

static double score_at(const reduction *this, int32_t column, int64_t item)
{
    return this->columns[column * this->items.n + item];
}

static double weight_of(const reduction *this, int64_t item)
{
    return this->items.weight != NULL ? this->items.weight[item] : 1;
}

static int is_complete(const reduction *this, int64_t item)
{
    int complete = 1;
    for (int32_t c = 0; c < this->n_columns; c++)
        complete &= isfinite(score_at(this, c, item)) != 0;
    return complete;
}

static int counts(const reduction *this, int32_t column, int64_t item)
{
    int present = this->missing == UNITS_COMPLETE ? is_complete(this, item) : isfinite(score_at(this, column, item));
    return present && weight_of(this, item) > 0;
}

static double term_at(const reduction *this, int32_t column, int64_t item)
{
    double about = this->about != NULL ? this->about[column] : 0;
    return weight_of(this, item) * (score_at(this, column, item) - about);
}

/* Of scores without weights, in wide registers; those that are not finite do not count. */
SIMD_CLONES
static double largest_distance(int64_t n, const double *score, double about)
{
    double largest = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t i = 0; i < n; i++) {
        double distance = fabs(score[i] - about), kept = fabs(score[i]) <= DBL_MAX ? distance : 0;
        largest = kept > largest ? kept : largest;
    }
    return largest;
}

static double largest_term(const reduction *this, int32_t column)
{
    double largest = 0;
    if (this->items.weight == NULL && (this->missing != UNITS_COMPLETE || this->n_columns == 1))
        return largest_distance(this->items.n, this->columns + column * this->items.n,
                                this->about != NULL ? this->about[column] : 0);
    for (int64_t i = 0; i < this->items.n; i++)
        if (counts(this, column, i))
            largest = fmax(largest, fabs(term_at(this, column, i)));
    return largest;
}

static double largest_weight(const reduction *this)
{
    double largest = 1;
    for (int64_t i = 0; this->items.weight != NULL && i < this->items.n; i++)
        largest = fmax(largest, this->items.weight[i]);
    return largest;
}

/* One column into its cells: compensated at fixed places, so that the order of the rows leaves no trace. */
static void add_column(const reduction *this, int32_t column, sum *sums, sum *sizes, units *out)
{
    const cut place = cut_for(this->items.n, largest_term(this, column));
    const cut weight_place = cut_for(this->items.n, largest_weight(this));
    sum total = {0, 0};
    for (int64_t i = 0; i < this->items.n; i++) {
        if (!counts(this, column, i)) {
            out->n_missing[column] += weight_of(this, i) > 0;
            continue;
        }
        int64_t unit = this->items.n_keys == 1 ? this->items.cluster[i] : i;
        cut_add(&sums[unit], place, term_at(this, column, i));
        cut_add(&sizes[unit], weight_place, weight_of(this, i));
        cut_add(&total, weight_place, weight_of(this, i));
        out->n_items[column]++;
    }
    out->total[column] = sum_value(total);
}

static int32_t add_columns(const reduction *this, scratch *scratch, sum *sums, sum *sizes, units *out,
                           whisker_error *error)
{
    out->n_columns = this->n_columns;
    out->total = arena_take_zeroed(scratch->arena, this->n_columns, sizeof *out->total);
    out->n_items = arena_take_zeroed(scratch->arena, this->n_columns, sizeof *out->n_items);
    out->n_missing = arena_take_zeroed(scratch->arena, this->n_columns, sizeof *out->n_missing);
    if (out->total == NULL || out->n_items == NULL || out->n_missing == NULL)
        return error_memory(error);
    for (int32_t c = 0; c < this->n_columns; c++) {
        add_column(this, c, sums + c * this->n_codes, sizes + c * this->n_codes, out);
        if (out->n_items[c] == 0)
            return error_set(error, WHISKER_NO_DATA, "no item has a score");
    }
    return WHISKER_OK;
}

/* ---- order ---- */

typedef struct order {
    const sum *sums, *sizes;
    int64_t n_codes;
    int32_t n_columns;
} order;

static int by_number(double first, double second)
{
    return (first > second) - (first < second);
}

/* Lexicographic over the columns; sort_keys has compared the first sum. */
static int by_columns(const void *context, int64_t first, int64_t second)
{
    const order *this = context;
    for (int32_t c = 0; c < this->n_columns; c++) {
        const sum *sums = this->sums + c * this->n_codes, *sizes = this->sizes + c * this->n_codes;
        int order = by_number(sum_value(sums[first]), sum_value(sums[second]));
        if (order == 0)
            order = by_number(sum_value(sizes[first]), sum_value(sizes[second]));
        if (order != 0)
            return order;
    }
    return 0;
}

static int is_empty(const order *this, int64_t code)
{
    for (int32_t c = 0; c < this->n_columns; c++)
        if (sum_value(this->sizes[c * this->n_codes + code]) > 0)
            return 0;
    return 1;
}

static int32_t order_units(const order *this, scratch *scratch, int32_t *unit_of_code, units *out,
                           whisker_error *error)
{
    sort_key *keys = arena_take(scratch->arena, this->n_codes, sizeof *keys);
    sort_key *spare = arena_take(scratch->arena, this->n_codes, sizeof *spare);
    if (keys == NULL || spare == NULL)
        return error_memory(error);
    out->n = 0;
    for (int64_t code = 0; code < this->n_codes; code++)
        if (!is_empty(this, code))
            keys[out->n++] = (sort_key){sort_head_of_real(sum_value(this->sums[code]) + 0.0), code}; /* + 0: no -0 */
    sort_keys(out->n, keys, spare, by_columns, this);
    memset(unit_of_code, 0xff, (size_t)this->n_codes * sizeof *unit_of_code);
    for (int64_t u = 0; u < out->n; u++)
        unit_of_code[keys[u].index] = (int32_t)u;
    out->sum = arena_take(scratch->arena, out->n * this->n_columns, sizeof *out->sum);
    out->size = arena_take(scratch->arena, out->n * this->n_columns, sizeof *out->size);
    if (out->sum == NULL || out->size == NULL)
        return error_memory(error);
    for (int32_t c = 0; c < this->n_columns; c++) {
        for (int64_t u = 0; u < out->n; u++) {
            out->sum[c * out->n + u] = sum_value(this->sums[c * this->n_codes + keys[u].index]) + 0.0;
            out->size[c * out->n + u] = sum_value(this->sizes[c * this->n_codes + keys[u].index]);
        }
    }
    return WHISKER_OK;
}

static int32_t place_items(const reduction *this, const int32_t *unit_of_code, scratch *scratch, units *out,
                           whisker_error *error)
{
    out->of_item = arena_take(scratch->arena, this->items.n, sizeof *out->of_item);
    if (out->of_item == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < this->items.n; i++)
        out->of_item[i] = unit_of_code[this->items.n_keys == 1 ? this->items.cluster[i] : i];
    return WHISKER_OK;
}

int32_t units_reduce(const whisker_items *items, int32_t n_columns, const double *columns, const double *about,
                     units_missing missing, scratch *scratch, units *out, whisker_error *error)
{
    reduction this = {.n_columns = n_columns, .missing = missing, .columns = columns, .about = about};
    int32_t status = load_items(items, &this, error);
    if (status != WHISKER_OK)
        return status;
    sum *sums = arena_take_zeroed(scratch->arena, this.n_codes * n_columns, sizeof *sums);
    sum *sizes = arena_take_zeroed(scratch->arena, this.n_codes * n_columns, sizeof *sizes);
    if (sums == NULL || sizes == NULL)
        return error_memory(error);
    status = add_columns(&this, scratch, sums, sizes, out, error);
    if (status != WHISKER_OK)
        return status;
    int32_t *unit_of_code = arena_take(scratch->arena, this.n_codes, sizeof *unit_of_code);
    if (unit_of_code == NULL)
        return error_memory(error);
    order order = {sums, sizes, this.n_codes, n_columns};
    status = order_units(&order, scratch, unit_of_code, out, error);
    return status != WHISKER_OK ? status : place_items(&this, unit_of_code, scratch, out, error);
}
