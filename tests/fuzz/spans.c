/* JSON Lines on several threads beside one thread: two megabytes of clean lines with the input between them, again and
 * again, give the same table, the same problems and the same status. The first byte chooses strictness and how often. The
 * clean lines are long and mostly skipped, so that a round is short. */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "{\"id\":\"q17\",\"score\":1,\"scores\":{\"a\":{\"value\":0.5}},\"metadata\":{\"topic\":\"rivers\"},\"prompt\":\"";
static const char tail[] = "\"}\n";
enum { LENGTH = 2200000, LONGEST = 1 << 16, PROMPT = 16000 };

typedef struct reading {
    whisker_table *table;
    int32_t status;
    whisker_scan_result result;
} reading;

static size_t put(char *text, const char *part, size_t size)
{
    memcpy(text, part, size);
    return size;
}

static size_t put_clean_line(char *text)
{
    size_t length = put(text, head, sizeof head - 1);
    memset(text + length, 'x', PROMPT);
    length += PROMPT;
    return length + put(text + length, tail, sizeof tail - 1);
}

/* Clean lines, and after every `gap` of them the input. */
static size_t fill(char *text, const uint8_t *data, size_t size, int gap)
{
    size_t length = 0;
    for (int line = 1; length + sizeof head + PROMPT + sizeof tail + size < LENGTH; line++) {
        length += put_clean_line(text + length);
        if (line % gap == 0) {
            length += put(text + length, (const char *)data, size);
        }
    }
    return length;
}

static reading read_with(int32_t threads, const char *text, size_t length, int32_t strict)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "id", .name = "item"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "scores.*.value", .name = "score:*"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "score"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "metadata.**"},
    };
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON_LINES, .strict = strict,
                                    .threads = threads, .max_columns = 100};
    reading reading = {.result = {.size = sizeof(whisker_scan_result)}};
    fuzz_require(whisker_table_new(NULL, &reading.table, NULL) == WHISKER_OK);
    reading.status = whisker_scan_text(reading.table, "fuzz", text, length, sizeof fields / sizeof *fields, fields, &options,
                                       &reading.result, NULL);
    return reading;
}

static void require_same_column(const whisker_table *a, const whisker_table *b, int32_t column)
{
    int64_t rows = whisker_table_rows(a);
    const int32_t *these = whisker_table_column_symbols(a, column), *those = whisker_table_column_symbols(b, column);
    fuzz_require((these == NULL) == (those == NULL));
    for (int64_t row = 0; these != NULL && row < rows; row++) {
        size_t length = 0, other = 0;
        const char *text = these[row] < 0 ? "" : whisker_table_text(a, these[row], &length);
        const char *same = those[row] < 0 ? "" : whisker_table_text(b, those[row], &other);
        fuzz_require(length == other && memcmp(text, same, length) == 0);
    }
    const double *numbers = whisker_table_column_reals(a, column), *others = whisker_table_column_reals(b, column);
    fuzz_require((numbers == NULL) == (others == NULL));
    for (int64_t row = 0; numbers != NULL && row < rows; row++)
        fuzz_require(numbers[row] == others[row] || (isnan(numbers[row]) && isnan(others[row])));
}

static void require_same_problems(const whisker_table *a, const whisker_table *b)
{
    fuzz_require(whisker_table_problems(a) == whisker_table_problems(b));
    for (int32_t i = 0; i < whisker_table_problems(a); i++) {
        whisker_problem this = {.size = sizeof this}, that = {.size = sizeof that};
        fuzz_require(whisker_table_problem(a, i, &this) == WHISKER_OK && whisker_table_problem(b, i, &that) == WHISKER_OK);
        fuzz_require(this.status == that.status && this.line == that.line && this.count == that.count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > LONGEST)
        return 0;
    char *text = malloc(LENGTH);
    fuzz_require(text != NULL);
    size_t length = fill(text, data + 1, size - 1, 1 << (data[0] & 7));
    reading one = read_with(1, text, length, data[0] >> 7), several = read_with(3, text, length, data[0] >> 7);
    fuzz_require(one.status == several.status && one.result.skipped == several.result.skipped);
    fuzz_require(whisker_table_rows(one.table) == whisker_table_rows(several.table));
    fuzz_require(whisker_table_columns(one.table) == whisker_table_columns(several.table));
    for (int32_t column = 0; column < whisker_table_columns(one.table); column++)
        require_same_column(one.table, several.table, column);
    require_same_problems(one.table, several.table);
    whisker_table_free(one.table);
    whisker_table_free(several.table);
    free(text);
    return 0;
}
