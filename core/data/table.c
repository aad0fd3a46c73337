#include "data/table.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* ---- life ---- */

int32_t whisker_table_new(const whisker_allocator *allocator, whisker_table **table, whisker_error *error)
{
    if (table == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the table");
    *table = NULL;
    if (allocator == NULL)
        allocator = &allocator_default;
    whisker_table *made = allocator_take(allocator, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_table){.allocator = *allocator};
    made->texts.allocator = made->names.allocator = made->problems.texts.allocator = &made->allocator;
    *table = made;
    return WHISKER_OK;
}

static void column_free(const whisker_allocator *allocator, table_column *column)
{
    allocator_give(allocator, column->symbols, (size_t)column->symbol_capacity * sizeof *column->symbols);
    allocator_give(allocator, column->reals, (size_t)column->real_capacity * sizeof *column->reals);
}

void whisker_table_free(whisker_table *table)
{
    if (table == NULL)
        return;
    whisker_allocator allocator = table->allocator;
    for (int32_t i = 0; i < table->names.count; i++)
        column_free(&allocator, &table->columns[i]);
    allocator_give(&allocator, table->columns, (size_t)table->column_capacity * sizeof *table->columns);
    problems_free(&table->problems);
    symbols_free(&table->names);
    symbols_free(&table->texts);
    allocator_give(&allocator, table, sizeof *table);
}

/* ---- growth ---- */

static int reserve_symbols(whisker_table *table, table_column *column, int64_t rows)
{
    return allocator_grow(&table->allocator, (void **)&column->symbols, &column->symbol_capacity, rows,
                          sizeof *column->symbols);
}

static int reserve_reals(whisker_table *table, table_column *column, int64_t rows)
{
    return allocator_grow(&table->allocator, (void **)&column->reals, &column->real_capacity, rows,
                          sizeof *column->reals);
}

/* Room for `rows` cells; at least one, so that a column without rows has an array as well. */
static int column_reserve(whisker_table *table, table_column *column, int64_t rows)
{
    if (rows < 1)
        rows = 1;
    if ((column->kind == WHISKER_SYMBOL || column->symbols != NULL) && !reserve_symbols(table, column, rows))
        return 0;
    return column->kind == WHISKER_SYMBOL || reserve_reals(table, column, rows);
}

static void clear_symbols(table_column *column, int64_t first, int64_t last)
{
    for (int64_t row = first; row < last; row++)
        column->symbols[row] = WHISKER_NO_SYMBOL;
}

static void column_clear(table_column *column, int64_t first, int64_t last)
{
    if (column->symbols != NULL)
        clear_symbols(column, first, last);
    if (column->kind == WHISKER_REAL)
        for (int64_t row = first; row < last; row++)
            column->reals[row] = NAN;
}

static int32_t existing_column(const whisker_table *table, const char *name, size_t length, int32_t kind, int32_t *column,
                           whisker_error *error)
{
    *column = symbols_find(&table->names, name, length);
    if (*column != WHISKER_NO_COLUMN && table->columns[*column].kind != kind)
        return error_set(error, WHISKER_CONFLICT, "column \"%.*s\" holds %s already",
                         error_name_length(name, length), name, kind == WHISKER_REAL ? "text" : "numbers");
    return WHISKER_OK;
}

int32_t whisker_table_add_column(whisker_table *table, const char *name, size_t length, int32_t kind, int32_t *column,
                                 whisker_error *error)
{
    if (table == NULL || column == NULL || (name == NULL && length > 0) ||
        (kind != WHISKER_SYMBOL && kind != WHISKER_REAL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a column needs a table, a name and a kind");
    int32_t status = existing_column(table, name, length, kind, column, error);
    if (status != WHISKER_OK || *column != WHISKER_NO_COLUMN)
        return status;
    if (table->names.count == MOST_COLUMNS)
        return error_set(error, WHISKER_TOO_LARGE, "a table has at most %d columns", MOST_COLUMNS);
    table_column made = {.kind = kind};
    if (!allocator_grow(&table->allocator, (void **)&table->columns, &table->column_capacity,
                        table->names.count + INT64_C(1), sizeof made) ||
        !column_reserve(table, &made, table->rows)) {
        column_free(&table->allocator, &made);
        return error_memory(error);
    }
    status = symbols_intern(&table->names, name, length, column, error);
    if (status != WHISKER_OK) {
        column_free(&table->allocator, &made);
        return status;
    }
    column_clear(&made, 0, table->rows);
    table->columns[*column] = made;
    table->room = 0;
    return WHISKER_OK;
}

/* The least capacity of the arrays that column_reserve looks after. */
static int64_t column_room(const table_column *column)
{
    int64_t reals = column->kind == WHISKER_REAL ? column->real_capacity : INT64_MAX;
    int64_t symbols = column->symbols != NULL ? column->symbol_capacity : INT64_MAX;
    return reals < symbols ? reals : symbols;
}

static int reserve_rows(whisker_table *table, int64_t rows)
{
    if (rows <= table->room)
        return 1;
    for (int32_t i = 0; i < table->names.count; i++)
        if (!column_reserve(table, &table->columns[i], rows))
            return 0;
    table->room = INT64_MAX;
    for (int32_t i = 0; i < table->names.count; i++) {
        int64_t room = column_room(&table->columns[i]);
        table->room = room < table->room ? room : table->room;
    }
    return 1;
}

int32_t whisker_table_add_rows(whisker_table *table, int64_t count, int64_t *first, whisker_error *error)
{
    if (table == NULL || count < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "rows are added to a table, and not fewer than none");
    if (count > INT64_MAX - table->rows || !reserve_rows(table, table->rows + count))
        return error_memory(error);
    for (int32_t i = 0; i < table->names.count; i++)
        column_clear(&table->columns[i], table->rows, table->rows + count);
    if (first != NULL)
        *first = table->rows;
    table->rows += count;
    return WHISKER_OK;
}

void whisker_table_truncate(whisker_table *table, int64_t rows)
{
    if (rows >= 0 && rows < table->rows)
        table->rows = rows;
}

/* ---- shape and text ---- */

int64_t whisker_table_rows(const whisker_table *table)
{
    return table->rows;
}

int32_t whisker_table_columns(const whisker_table *table)
{
    return table->names.count;
}

int32_t whisker_table_find(const whisker_table *table, const char *name, size_t length)
{
    return symbols_find(&table->names, name, length);
}

static const char *text_of(const symbols *symbols, int32_t symbol, size_t *length)
{
    int known = symbols_has(symbols, symbol);
    if (length != NULL)
        *length = known ? symbols->entries[symbol].length : 0;
    return known ? symbols->entries[symbol].text : NULL;
}

const char *whisker_table_column_name(const whisker_table *table, int32_t column, size_t *length)
{
    return text_of(&table->names, column, length);
}

int32_t whisker_table_column_kind(const whisker_table *table, int32_t column)
{
    return table_has_column(table, column) ? table->columns[column].kind : 0;
}

int32_t whisker_table_intern(whisker_table *table, const char *text, size_t length, int32_t *symbol,
                             whisker_error *error)
{
    if (table == NULL || symbol == NULL || (text == NULL && length > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no text to intern, or no place for its symbol");
    return symbols_intern(&table->texts, text, length, symbol, error);
}

int32_t whisker_table_symbol(const whisker_table *table, const char *text, size_t length)
{
    return symbols_find(&table->texts, text, length);
}

int32_t whisker_table_symbols(const whisker_table *table)
{
    return table->texts.count;
}

const char *whisker_table_text(const whisker_table *table, int32_t symbol, size_t *length)
{
    return text_of(&table->texts, symbol, length);
}

/* ---- cells ---- */

int32_t table_check_rows(const whisker_table *table, int32_t column, int64_t first, int64_t last,
                         whisker_error *error)
{
    if (table == NULL || !table_has_column(table, column))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no column has the number %d", (int)column);
    if (first < 0 || last < first || last > table->rows)
        return error_set(error, WHISKER_BAD_ARGUMENT, "rows %lld to %lld are not in a table of %lld rows",
                         (long long)first, (long long)last, (long long)table->rows);
    return WHISKER_OK;
}

/* Make the symbols beside a real column's numbers, at its first text. */
static int make_side_symbols(whisker_table *table, table_column *column)
{
    if (column->symbols != NULL)
        return 1;
    if (!reserve_symbols(table, column, column->real_capacity))
        return 0;
    table->room = 0;
    clear_symbols(column, 0, table->rows);
    return 1;
}

int32_t whisker_table_fill(whisker_table *table, int32_t column, int64_t first, int64_t last, int32_t symbol,
                           whisker_error *error)
{
    int32_t status = table_check_rows(table, column, first, last, error);
    if (status != WHISKER_OK)
        return status;
    if (symbol != WHISKER_NO_SYMBOL && !symbols_has(&table->texts, symbol))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no text has the symbol %d", (int)symbol);
    table_column *cells = &table->columns[column];
    if (symbol != WHISKER_NO_SYMBOL && !make_side_symbols(table, cells))
        return error_memory(error);
    column_clear(cells, first, last);
    if (symbol != WHISKER_NO_SYMBOL)
        for (int64_t row = first; row < last; row++)
            cells->symbols[row] = symbol;
    return WHISKER_OK;
}

int32_t whisker_table_set_symbol(whisker_table *table, int64_t row, int32_t column, int32_t symbol,
                                 whisker_error *error)
{
    if (row == INT64_MAX)
        row = -1;
    return whisker_table_fill(table, column, row, row + 1, symbol, error);
}

int32_t whisker_table_set_real(whisker_table *table, int64_t row, int32_t column, double value, whisker_error *error)
{
    if (row == INT64_MAX)
        row = -1;
    int32_t status = table_check_rows(table, column, row, row + 1, error);
    if (status != WHISKER_OK)
        return status;
    table_column *cells = &table->columns[column];
    if (cells->kind != WHISKER_REAL) {
        size_t length;
        const char *name = whisker_table_column_name(table, column, &length);
        return error_set(error, WHISKER_BAD_ARGUMENT, "column \"%.*s\" holds text, not numbers",
                         error_name_length(name, length), name);
    }
    cells->reals[row] = value;
    if (cells->symbols != NULL)
        cells->symbols[row] = WHISKER_NO_SYMBOL;
    return WHISKER_OK;
}

const int32_t *whisker_table_column_symbols(const whisker_table *table, int32_t column)
{
    return table_has_column(table, column) ? table->columns[column].symbols : NULL;
}

const double *whisker_table_column_reals(const whisker_table *table, int32_t column)
{
    return table_has_column(table, column) ? table->columns[column].reals : NULL;
}
