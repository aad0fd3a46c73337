/* The rows of one table behind those of another. */
#include "data/table.h"

#include "base/error.h"

#include <string.h>

static int32_t map_columns(whisker_table *table, const whisker_table *from, int32_t *map, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; i < from->names.count && status == WHISKER_OK; i++) {
        const symbol_entry *name = &from->names.entries[i];
        status = whisker_table_add_column(table, name->text, name->length, from->columns[i].kind, &map[i], error);
    }
    return status;
}

/* Text where a number should be: rare. */
static int32_t copy_texts(whisker_table *table, int64_t first, int32_t into, const table_column *column, int64_t rows,
                          const int32_t *text_map, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    for (int64_t row = 0; row < rows && status == WHISKER_OK; row++)
        if (column->symbols[row] != WHISKER_NO_SYMBOL)
            status = whisker_table_set_symbol(table, first + row, into, text_map[column->symbols[row]], error);
    return status;
}

static int32_t copy_column(whisker_table *table, int64_t first, int32_t into, const table_column *column, int64_t rows,
                           const int32_t *text_map, whisker_error *error)
{
    if (column->kind == WHISKER_REAL) {
        memcpy(table->columns[into].reals + first, column->reals, (size_t)rows * sizeof *column->reals);
        return column->symbols == NULL ? WHISKER_OK : copy_texts(table, first, into, column, rows, text_map, error);
    }
    int32_t *cells = table->columns[into].symbols + first;
    for (int64_t row = 0; row < rows; row++)
        cells[row] = column->symbols[row] == WHISKER_NO_SYMBOL ? WHISKER_NO_SYMBOL : text_map[column->symbols[row]];
    return WHISKER_OK;
}

int32_t table_append(whisker_table *table, const whisker_table *from, whisker_arena *arena, whisker_error *error)
{
    scratch maps;
    int64_t first;
    int32_t status = scratch_open(&maps, arena, error);
    if (status != WHISKER_OK)
        return status;
    int32_t *text_map = arena_take(maps.arena, from->texts.count, sizeof *text_map);
    int32_t *column_map = arena_take(maps.arena, from->names.count, sizeof *column_map);
    if (text_map == NULL || column_map == NULL)
        status = error_memory(error);
    if (status == WHISKER_OK)
        status = symbols_adopt(&table->texts, &from->texts, text_map, error);
    if (status == WHISKER_OK)
        status = map_columns(table, from, column_map, error);
    if (status == WHISKER_OK)
        status = whisker_table_add_rows(table, from->rows, &first, error);
    for (int32_t i = 0; i < from->names.count && status == WHISKER_OK && from->rows > 0; i++)
        status = copy_column(table, first, column_map[i], &from->columns[i], from->rows, text_map, error);
    scratch_close(&maps);
    return status;
}
