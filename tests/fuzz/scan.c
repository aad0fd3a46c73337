#include "fuzz.h"

#include <stdlib.h>

void fuzz_require(int holds)
{
    if (!holds)
        abort();
}

static void check_cells(const whisker_table *table)
{
    int32_t n_symbols = whisker_table_symbols(table);
    for (int32_t column = 0; column < whisker_table_columns(table); column++) {
        const int32_t *symbols = whisker_table_column_symbols(table, column);
        for (int64_t row = 0; symbols != NULL && row < whisker_table_rows(table); row++)
            fuzz_require(symbols[row] == WHISKER_NO_SYMBOL || (symbols[row] >= 0 && symbols[row] < n_symbols));
    }
    for (int32_t symbol = 0; symbol < n_symbols; symbol++)
        fuzz_require(whisker_table_text(table, symbol, NULL) != NULL);
}

void fuzz_scan(const char *text, size_t length, int32_t n_fields, const whisker_field *fields,
               const whisker_scan_options *options)
{
    whisker_table *table = NULL;
    whisker_scan_result result = {.size = sizeof result};
    whisker_error error = {0};
    if (whisker_table_new(NULL, &table, NULL) != WHISKER_OK)
        return;
    int32_t status = whisker_scan_text(table, "fuzz", text, length, n_fields, fields, options, &result, &error);
    int64_t rows = whisker_table_rows(table);
    fuzz_require(status == WHISKER_OK ? result.last_row - result.first_row == rows : rows == 0 && error.text[0] != '\0');
    check_cells(table);
    whisker_table_free(table);
}
