/* The table from inside: a growing array for each column, read directly by scan and design. */
#ifndef WHISKER_DATA_TABLE_H
#define WHISKER_DATA_TABLE_H

#include "data/problems.h"
#include "data/symbols.h"

enum { MOST_COLUMNS = 4096 };

/* A symbol column has `symbols`; a real column has `reals`, and `symbols` beside them from the first cell on that
 * held text and no number. Each array knows its own capacity, so that growth may stop halfway and do no harm. */
typedef struct table_column {
    int32_t kind; /* whisker_column_kind */
    int32_t *symbols;
    int64_t symbol_capacity;
    double *reals;
    int64_t real_capacity;
} table_column;

struct whisker_table {
    whisker_allocator allocator;
    symbols texts;
    symbols names; /* of columns: the symbol is the column's number */
    table_column *columns;
    int64_t column_capacity;
    int64_t rows;
    int64_t room; /* rows for which every column is known to have cells */
    problems problems;
};

static inline int table_has_column(const whisker_table *table, int32_t column)
{
    return symbols_has(&table->names, column);
}

/* BAD_ARGUMENT unless the column exists and rows first .. last-1 lie in the table. */
int32_t table_check_rows(const whisker_table *table, int32_t column, int64_t first, int64_t last,
                         whisker_error *error);

/* Append the rows of another table, its columns matched by name and added where they are missing. Its texts are interned
 * in their order. Statuses: CONFLICT, TOO_LARGE, NO_MEMORY; columns and texts may then be there, not the rows' cells. */
int32_t table_append(whisker_table *table, const whisker_table *from, whisker_arena *scratch, whisker_error *error);

#endif
