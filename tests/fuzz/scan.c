#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

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

/* Every cell of the first half of the rows stands in the second as well. */
static void check_halves(const whisker_table *table, int64_t half)
{
    for (int32_t column = 0; column < whisker_table_columns(table); column++) {
        const int32_t *symbols = whisker_table_column_symbols(table, column);
        const double *reals = whisker_table_column_reals(table, column);
        if (strcmp(whisker_table_column_name(table, column, NULL), "position") == 0)
            continue;
        for (int64_t row = 0; row < half; row++)
            fuzz_require((symbols == NULL || symbols[row] == symbols[row + half]) &&
                         (reals == NULL || memcmp(&reals[row], &reals[row + half], sizeof *reals) == 0));
    }
}

void fuzz_lines_twice(const char *text, size_t length, int32_t n_fields, const whisker_field *fields,
                      const whisker_scan_options *options)
{
    whisker_table *table = NULL;
    whisker_scan_result result = {.size = sizeof result};
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return; /* a byte-order mark stands at the beginning alone */
    char *twice = malloc(2 * length + 1);
    if (twice == NULL || whisker_table_new(NULL, &table, NULL) != WHISKER_OK)
        abort();
    memcpy(twice, text, length);
    twice[length] = '\n';
    memcpy(twice + length + 1, text, length);
    int32_t status = whisker_scan_text(table, "fuzz", twice, 2 * length + 1, n_fields, fields, options, &result, NULL);
    if (status == WHISKER_OK) {
        fuzz_require(result.last_row % 2 == 0 && result.skipped % 2 == 0);
        check_halves(table, result.last_row / 2);
    }
    whisker_table_free(table);
    free(twice);
}
