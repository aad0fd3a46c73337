/* What the rows say of an item beside its score: weight, stratum, and the values that become clusters. */
#include "data/design.h"

#include "base/error.h"
#include "data/codes.h"

#include <math.h>
#include <string.h>

/* Texts in a column of numbers take the keys of NaNs, which no number has. */
static uint64_t real_key(double value)
{
    uint64_t bits;
    if (isnan(value))
        return CODES_ALONE;
    if (value == 0)
        value = 0; /* -0 is 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

uint64_t fact_key(const table_column *column, int64_t row)
{
    if (column->symbols != NULL && column->symbols[row] != WHISKER_NO_SYMBOL)
        return column->kind == WHISKER_SYMBOL ? (uint64_t)column->symbols[row]
                                              : UINT64_C(0x7ff8000100000000) | (uint64_t)column->symbols[row];
    return column->kind == WHISKER_SYMBOL ? CODES_ALONE : real_key(column->reals[row]);
}

int64_t fact_row(const whisker_design *design, const table_column *column, int64_t item, int *conflict)
{
    int64_t earliest = -1;
    uint64_t said = CODES_ALONE;
    *conflict = 0;
    for (int64_t i = design->first[item]; i < design->first[item + 1]; i++) {
        int64_t row = design->rows[i];
        uint64_t key = fact_key(column, row);
        if (key == CODES_ALONE)
            continue;
        *conflict |= said != CODES_ALONE && key != said;
        said = key;
        if (earliest < 0 || row < earliest)
            earliest = row;
    }
    return earliest;
}

/* ---- weights and strata ---- */

static int32_t refuse_weights(const whisker_design *design, const whisker_table *table, int64_t n_refused,
                              int64_t first, whisker_error *error)
{
    size_t length;
    const char *item = whisker_table_text(table, design->item_symbol[first], &length);
    return error_set(error, WHISKER_MISSING, "%lld items have no weight of 0 or more, the first of them \"%.*s\"",
                     (long long)n_refused, error_name_length(item, length), item);
}

static int32_t fill_weights(whisker_design *design, const whisker_table *table, const table_column *column,
                            unsigned char *conflicts, whisker_error *error)
{
    int64_t n_refused = 0, first = -1;
    design->weight = arena_take(design->arena, design->n_items, sizeof *design->weight);
    if (design->weight == NULL)
        return error_memory(error);
    for (int64_t item = design->n_items - 1; item >= 0; item--) {
        int conflict;
        int64_t row = fact_row(design, column, item, &conflict);
        design->weight[item] = row < 0 ? NAN : column->reals[row];
        conflicts[item] |= (unsigned char)conflict;
        if (design->weight[item] >= 0 && isfinite(design->weight[item]))
            continue;
        n_refused++;
        first = item;
    }
    return n_refused == 0 ? WHISKER_OK : refuse_weights(design, table, n_refused, first, error);
}

static int32_t fill_strata(whisker_design *design, const table_column *column, unsigned char *conflicts,
                           whisker_arena *scratch, whisker_error *error)
{
    const uint64_t no_stratum = CODES_ALONE - 1;
    uint64_t *keys = arena_take(scratch, design->n_items, sizeof *keys);
    design->stratum = arena_take(design->arena, design->n_items, sizeof *design->stratum);
    if (keys == NULL || design->stratum == NULL)
        return error_memory(error);
    for (int64_t item = 0; item < design->n_items; item++) {
        int conflict;
        int64_t row = fact_row(design, column, item, &conflict);
        keys[item] = row < 0 ? no_stratum : fact_key(column, row);
        conflicts[item] |= (unsigned char)conflict;
    }
    int32_t n_strata;
    return codes_encode(design->n_items, keys, design->stratum, &n_strata, scratch) ? WHISKER_OK : error_memory(error);
}

int32_t facts_fill(whisker_design *design, const whisker_table *table, const whisker_roles *roles,
                   whisker_arena *scratch, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    unsigned char *conflicts = arena_take_zeroed(scratch, design->n_items, sizeof *conflicts);
    if (conflicts == NULL)
        return error_memory(error);
    if (roles->weight != WHISKER_NO_COLUMN)
        status = fill_weights(design, table, &table->columns[roles->weight], conflicts, error);
    if (status == WHISKER_OK && roles->stratum != WHISKER_NO_COLUMN)
        status = fill_strata(design, &table->columns[roles->stratum], conflicts, scratch, error);
    for (int64_t item = 0; item < design->n_items; item++)
        design->counts.n_conflicts += conflicts[item];
    return status;
}
