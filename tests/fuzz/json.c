/* JSON and JSON Lines of any bytes into a table, by paths of every kind. The first byte chooses syntax and rows. */
#include "fuzz.h"

static const char *const rows[] = {NULL, "", "*", "samples.*", "a.*.*", "**", "[0]"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "id", .name = "item"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "scores.*.value", .name = "score:*"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "score"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "metadata.**"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "list[3]"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "@", .name = "position"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "^.name", .name = "above"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "text", .max_text = 8},
    };
    if (size < 1)
        return 0;
    whisker_scan_options options = {.size = sizeof options, .syntax = data[0] % 3, .strict = data[0] >> 7,
                                    .rows = rows[data[0] / 3 % (sizeof rows / sizeof *rows)]};
    fuzz_scan((const char *)data + 1, size - 1, sizeof fields / sizeof *fields, fields, &options);
    if (options.syntax == WHISKER_JSON_LINES)
        fuzz_lines_twice((const char *)data + 1, size - 1, sizeof fields / sizeof *fields, fields, &options);
    return 0;
}
