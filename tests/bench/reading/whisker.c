/* whisker PATH: the fields of this comparison into a table, by whisker_scan_file. */
#include "whisker.h"

#include <stdio.h>

static double sum_of(const whisker_table *table, const char *name, size_t length)
{
    const double *cells = whisker_table_column_reals(table, whisker_table_find(table, name, length));
    double sum = 0;
    for (int64_t row = 0; row < whisker_table_rows(table); row++)
        sum += cells[row];
    return sum;
}

int main(int argc, char **argv)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "acc"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc_id"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc.subject"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "doc.passage_id"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[0][0]", .name = "a"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[1][0]", .name = "b"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[2][0]", .name = "c"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "filtered_resps[3][0]", .name = "d"},
    };
    whisker_table *table;
    whisker_scan_result result = {.size = sizeof result};
    whisker_error error = {0};
    if (argc != 2 || whisker_table_new(NULL, &table, NULL) != WHISKER_OK)
        return 2;
    if (whisker_scan_file(table, argv[1], sizeof fields / sizeof *fields, fields, NULL, &result, &error) != WHISKER_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], error.text);
        return 1;
    }
    double logprobs = 0;
    for (const char *option = "abcd"; *option != '\0'; option++)
        logprobs += sum_of(table, option, 1);
    printf("%lld %.0f %.6f\n", (long long)whisker_table_rows(table), sum_of(table, "acc", 3), logprobs);
    whisker_table_free(table);
    return 0;
}
