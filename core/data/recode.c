/* Whole columns read or rewritten: by symbol (distinct, recode, replace), by number (scale, blank), by texts together
 * (match, join). */
#include "data/table.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- distinct ---- */

/* One bit for each symbol of the table; 1 when the bit was not set before. */
static int first_sight(unsigned char *seen, int32_t symbol)
{
    unsigned char bit = (unsigned char)(1u << (symbol & 7));
    int first = (seen[symbol >> 3] & bit) == 0;
    seen[symbol >> 3] |= bit;
    return first;
}

int32_t whisker_table_distinct(const whisker_table *table, int32_t column, int64_t first, int64_t last,
                               int32_t *symbols, int32_t capacity, int32_t *count, whisker_error *error)
{
    int32_t status = table_check_rows(table, column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    if (count == NULL || (symbols == NULL && capacity > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the distinct texts");
    *count = 0;
    const int32_t *cells = table->columns[column].symbols;
    if (cells == NULL)
        return WHISKER_OK;
    size_t bytes = (size_t)table->texts.count / 8 + 1;
    unsigned char *seen = allocator_take(&table->allocator, bytes);
    if (seen == NULL)
        return error_memory(error);
    memset(seen, 0, bytes);
    for (int64_t row = first; row < last; row++) {
        if (cells[row] == WHISKER_NO_SYMBOL || !first_sight(seen, cells[row]))
            continue;
        if (*count < capacity)
            symbols[*count] = cells[row];
        ++*count;
    }
    allocator_give(&table->allocator, seen, bytes);
    return WHISKER_OK;
}

/* ---- a map from symbols to their place in a list ---- */

/* Dense from the lowest to the highest symbol of the list, -1 for those between; of equal ones the first counts. */
typedef struct symbol_map {
    int32_t *place;
    int32_t lowest;
    int64_t span;
} symbol_map;

static int32_t map_check(const whisker_table *table, int32_t count, const int32_t *symbols, const void *replacement,
                         whisker_error *error)
{
    if (count < 0 || (count > 0 && (symbols == NULL || replacement == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no list of symbols, or none of what to put in their place");
    for (int32_t i = 0; i < count; i++)
        if (!symbols_has(&table->texts, symbols[i]))
            return error_set(error, WHISKER_BAD_ARGUMENT, "no text has the symbol %d", (int)symbols[i]);
    return WHISKER_OK;
}

static int map_open(symbol_map *map, const whisker_table *table, int32_t count, const int32_t *symbols)
{
    int32_t lowest = symbols[0], highest = symbols[0];
    for (int32_t i = 1; i < count; i++) {
        lowest = symbols[i] < lowest ? symbols[i] : lowest;
        highest = symbols[i] > highest ? symbols[i] : highest;
    }
    *map = (symbol_map){.lowest = lowest, .span = (int64_t)highest - lowest + 1};
    map->place = allocator_take(&table->allocator, (size_t)map->span * sizeof *map->place);
    if (map->place == NULL)
        return 0;
    memset(map->place, 0xff, (size_t)map->span * sizeof *map->place);
    for (int32_t i = count - 1; i >= 0; i--)
        map->place[symbols[i] - lowest] = i;
    return 1;
}

static void map_close(symbol_map *map, const whisker_table *table)
{
    allocator_give(&table->allocator, map->place, (size_t)map->span * sizeof *map->place);
}

static int32_t map_find(const symbol_map *map, int32_t symbol)
{
    int64_t offset = (int64_t)symbol - map->lowest;
    return offset < 0 || offset >= map->span ? -1 : map->place[offset];
}

/* ---- counting ---- */

static int has_cell(const whisker_table *table, const table_column *column, int64_t row)
{
    if (column->kind == WHISKER_REAL)
        return isfinite(column->reals[row]);
    size_t length = 0;
    if (column->symbols[row] != WHISKER_NO_SYMBOL)
        whisker_table_text(table, column->symbols[row], &length);
    return length > 0;
}

static int has_any_cell(const whisker_table *table, int32_t count, const int32_t *columns, int64_t row)
{
    for (int32_t c = 0; c < count; c++)
        if (has_cell(table, &table->columns[columns[c]], row))
            return 1;
    return 0;
}

int32_t whisker_table_count_empty(const whisker_table *table, int32_t count, const int32_t *columns, int64_t first,
                                  int64_t last, int64_t *empty, whisker_error *error)
{
    if (count < 0 || (count > 0 && columns == NULL) || empty == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no columns to look into, or no place for their count");
    for (int32_t c = 0; c < count; c++) {
        int32_t status = table_check_rows(table, columns[c], first, last, error);
        if (status != WHISKER_OK)
            return status;
    }
    *empty = 0;
    for (int64_t row = first; row < last; row++)
        *empty += !has_any_cell(table, count, columns, row);
    return WHISKER_OK;
}

/* ---- recode and replace ---- */

static int64_t recode_cells(table_column *cells, int64_t first, int64_t last, const symbol_map *map,
                            const double *values)
{
    int64_t changed = 0;
    for (int64_t row = first; row < last; row++) {
        int32_t place = map_find(map, cells->symbols[row]);
        if (place < 0)
            continue;
        cells->reals[row] = values[place];
        cells->symbols[row] = WHISKER_NO_SYMBOL;
        changed++;
    }
    return changed;
}

int32_t whisker_table_recode(whisker_table *table, int32_t column, int64_t first, int64_t last, int32_t count,
                             const int32_t *symbols, const double *values, int64_t *changed, whisker_error *error)
{
    int32_t status = table_check_rows(table, column, first, last, error);
    if (status == WHISKER_OK)
        status = map_check(table, count, symbols, values, error);
    if (status != WHISKER_OK)
        return status;
    table_column *cells = &table->columns[column];
    if (cells->kind != WHISKER_REAL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "only a column of numbers can have its texts recoded");
    int64_t n_changed = 0;
    if (count > 0 && cells->symbols != NULL) {
        symbol_map map;
        if (!map_open(&map, table, count, symbols))
            return error_memory(error);
        n_changed = recode_cells(cells, first, last, &map, values);
        map_close(&map, table);
    }
    if (changed != NULL)
        *changed = n_changed;
    return WHISKER_OK;
}

int32_t whisker_table_replace(whisker_table *table, int32_t column, int32_t count, const int32_t *from,
                              const int32_t *to, whisker_error *error)
{
    int32_t status = table_check_rows(table, column, 0, 0, error);
    if (status == WHISKER_OK)
        status = map_check(table, count, from, to, error);
    for (int32_t i = 0; status == WHISKER_OK && i < count; i++)
        if (to[i] != WHISKER_NO_SYMBOL && !symbols_has(&table->texts, to[i]))
            status = error_set(error, WHISKER_BAD_ARGUMENT, "no text has the symbol %d", (int)to[i]);
    if (status != WHISKER_OK)
        return status;
    table_column *cells = &table->columns[column];
    if (cells->kind != WHISKER_SYMBOL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "only in a column of texts can texts be replaced");
    if (count == 0)
        return WHISKER_OK;
    symbol_map map;
    if (!map_open(&map, table, count, from))
        return error_memory(error);
    for (int64_t row = 0; row < table->rows; row++) {
        int32_t place = map_find(&map, cells->symbols[row]);
        if (place >= 0)
            cells->symbols[row] = to[place];
    }
    map_close(&map, table);
    return WHISKER_OK;
}

/* ---- numbers ---- */

static int32_t check_reals(const whisker_table *table, int32_t column, int64_t first, int64_t last, whisker_error *error)
{
    int32_t status = table_check_rows(table, column, first, last, error);
    if (status == WHISKER_OK && table->columns[column].kind != WHISKER_REAL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "only a column of numbers has numbers to change");
    return status;
}

int32_t whisker_table_scale(whisker_table *table, int32_t column, int64_t first, int64_t last, double factor, double offset,
                            whisker_error *error)
{
    int32_t status = check_reals(table, column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    if (!isfinite(factor) || !isfinite(offset))
        return error_set(error, WHISKER_BAD_ARGUMENT, "numbers are scaled by a finite factor and offset");
    double *reals = table->columns[column].reals;
    for (int64_t row = first; row < last; row++)
        reals[row] = factor * reals[row] + offset;
    return WHISKER_OK;
}

int32_t whisker_table_blank(whisker_table *table, int32_t column, int64_t first, int64_t last, double number,
                            int64_t *changed, whisker_error *error)
{
    int32_t status = check_reals(table, column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    double *reals = table->columns[column].reals;
    int64_t n_changed = 0;
    for (int64_t row = first; row < last; row++) {
        if (reals[row] != number)
            continue;
        reals[row] = NAN;
        n_changed++;
    }
    if (changed != NULL)
        *changed = n_changed;
    return WHISKER_OK;
}

int32_t whisker_table_clear(whisker_table *table, int32_t column, int32_t where_column, int32_t where_symbol, int64_t first,
                            int64_t last, int64_t *changed, whisker_error *error)
{
    int32_t status = table_check_rows(table, column, first, last, error);
    if (status == WHISKER_OK)
        status = table_check_rows(table, where_column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    if (table->columns[where_column].kind != WHISKER_SYMBOL || !symbols_has(&table->texts, where_symbol))
        return error_set(error, WHISKER_BAD_ARGUMENT, "cells are cleared where a column of texts has a known one");
    int64_t n_changed = 0;
    for (int64_t row = first; row < last; row++) {
        if (table->columns[where_column].symbols[row] != where_symbol)
            continue;
        n_changed++;
        if (table->columns[column].reals != NULL)
            table->columns[column].reals[row] = NAN;
        if (table->columns[column].symbols != NULL)
            table->columns[column].symbols[row] = WHISKER_NO_SYMBOL;
    }
    if (changed != NULL)
        *changed = n_changed;
    return WHISKER_OK;
}

int32_t whisker_table_match(whisker_table *table, int32_t first_column, int32_t second_column, int32_t into, int64_t first,
                            int64_t last, whisker_error *error)
{
    int32_t status = check_reals(table, into, first, last, error);
    if (status == WHISKER_OK)
        status = table_check_rows(table, first_column, first, last, error);
    if (status == WHISKER_OK)
        status = table_check_rows(table, second_column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    const table_column *a = &table->columns[first_column], *b = &table->columns[second_column];
    if (a->kind != WHISKER_SYMBOL || b->kind != WHISKER_SYMBOL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "only columns of texts can be matched");
    double *reals = table->columns[into].reals;
    for (int64_t row = first; row < last; row++) {
        int empty = a->symbols[row] == WHISKER_NO_SYMBOL || b->symbols[row] == WHISKER_NO_SYMBOL;
        reals[row] = empty ? NAN : a->symbols[row] == b->symbols[row];
    }
    return WHISKER_OK;
}

/* ---- joining texts ---- */

enum { MOST_JOINED = 8 };

/* A text that grows. */
typedef struct joined {
    const whisker_allocator *allocator;
    char *text;
    int64_t length, capacity;
} joined;

static int append(joined *joined, const char *text, size_t length)
{
    if (!allocator_grow(joined->allocator, (void **)&joined->text, &joined->capacity, joined->length + (int64_t)length + 1,
                        1))
        return 0;
    memcpy(joined->text + joined->length, text, length);
    joined->length += (int64_t)length;
    return 1;
}

static int32_t join_row(whisker_table *table, int32_t count, const int32_t *columns, const char *separator, int64_t row,
                        joined *joined, int32_t *symbol, whisker_error *error)
{
    int32_t n_texts = 0;
    joined->length = 0;
    *symbol = WHISKER_NO_SYMBOL;
    for (int32_t c = 0; c < count; c++) {
        int32_t part = table->columns[columns[c]].symbols[row];
        if (part == WHISKER_NO_SYMBOL)
            continue;
        size_t length;
        const char *text = whisker_table_text(table, part, &length);
        if (length == 0)
            continue;
        if ((n_texts++ > 0 && !append(joined, separator, strlen(separator))) || !append(joined, text, length))
            return error_memory(error);
    }
    if (n_texts == 0)
        return WHISKER_OK;
    return whisker_table_intern(table, joined->text, (size_t)joined->length, symbol, error);
}

static int32_t check_joined(const whisker_table *table, int32_t count, const int32_t *columns, int32_t into, int64_t first,
                            int64_t last, whisker_error *error)
{
    if (count < 1 || count > MOST_JOINED || columns == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "one to %d columns can be joined", MOST_JOINED);
    for (int32_t c = 0; c < count; c++) {
        int32_t status = table_check_rows(table, columns[c], first, last, error);
        if (status != WHISKER_OK)
            return status;
        if (table->columns[columns[c]].kind != WHISKER_SYMBOL)
            return error_set(error, WHISKER_BAD_ARGUMENT, "only columns of texts can be joined");
    }
    return table_check_rows(table, into, first, last, error);
}

int32_t whisker_table_join(whisker_table *table, int32_t count, const int32_t *columns, const char *separator, int32_t into,
                           int64_t first, int64_t last, whisker_error *error)
{
    int32_t status = check_joined(table, count, columns, into, first, last, error);
    if (status != WHISKER_OK)
        return status;
    joined joined = {.allocator = &table->allocator};
    for (int64_t row = first; status == WHISKER_OK && row < last; row++) {
        int32_t symbol;
        status = join_row(table, count, columns, separator != NULL ? separator : "", row, &joined, &symbol, error);
        if (status == WHISKER_OK)
            status = whisker_table_set_symbol(table, row, into, symbol, error);
    }
    allocator_give(&table->allocator, joined.text, (size_t)joined.capacity);
    return status;
}
