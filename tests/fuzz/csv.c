/* CSV of any bytes into a table. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "item"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "score"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "*", .name = "all:*"},
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "@", .name = "record"},
    };
    const whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_CSV};
    fuzz_scan((const char *)data, size, sizeof fields / sizeof *fields, fields, &options);
    return 0;
}
