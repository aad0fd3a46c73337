/* Columns that wildcards name: "score:*" with what the star met. */
#ifndef WHISKER_SCAN_COLUMNS_H
#define WHISKER_SCAN_COLUMNS_H

#include "scan/json_state.h"

/* The column of the field whose value the walk has in hand. WHISKER_NO_COLUMN: it exists not yet and `make` is 0, or
 * it may not be, which is noted as a problem. Statuses: NO_MEMORY. */
int32_t columns_find(json_walk *walk, const selection_field *field, int make, int32_t *column, whisker_error *error);

/* What that column is called; name[LONGEST_COLUMN_NAME]. Returns the length; a longer name is cut, and the length
 * then is LONGEST_COLUMN_NAME. */
size_t columns_name(const json_walk *walk, const selection_field *field, char *name);

#endif
