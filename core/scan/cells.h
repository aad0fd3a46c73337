/* One value of the text on its way into one cell. */
#ifndef WHISKER_SCAN_CELLS_H
#define WHISKER_SCAN_CELLS_H

#include "scan/context.h"

/* In a symbol column only `symbol` counts; in a real column a symbol stands for text that is no number. */
typedef struct cell {
    double real;
    int32_t symbol;
    int32_t is_empty;
} cell;

/* Where in the input a value stands and which declaration asks for it. */
typedef struct cell_place {
    const selection_field *field;
    int64_t line;
} cell_place;

/* Text as it is meant, without quotes and escapes. Statuses: BAD_ENCODING, NO_MEMORY. */
int32_t cell_of_text(scan *scan, cell_place place, const char *text, size_t length, cell *cell, whisker_error *error);

/* A number, true, false, null or NaN as written; number NULL: none that a double holds. Statuses: NO_MEMORY. */
int32_t cell_of_word(scan *scan, cell_place place, const char *word, size_t length, const double *number, cell *cell,
                     whisker_error *error);

/* A JSON string, quotes included. Statuses: MALFORMED (an escape that is none), BAD_ENCODING, NO_MEMORY. */
int32_t cell_of_string(scan *scan, cell_place place, const char *span, size_t length, int escaped, cell *cell,
                       whisker_error *error);

cell cell_empty(void);

int32_t cell_write(scan *scan, int64_t row, int32_t column, cell cell, whisker_error *error);

#endif
