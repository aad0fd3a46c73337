/* A zip archive of any bytes, opened, listed and scanned. */
#define _GNU_SOURCE
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const whisker_field fields[] = {
        {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = "id", .name = "item"},
        {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = "scores.*.value", .name = "score:*"},
    };
    char path[64];
    int file = memfd_create("archive", 0);
    if (file < 0 || write(file, data, size) != (ssize_t)size)
        return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    whisker_archive *archive = NULL;
    whisker_table *table = NULL;
    if (whisker_table_new(NULL, &table, NULL) == WHISKER_OK
        && whisker_archive_open(NULL, path, &archive, NULL) == WHISKER_OK) {
        const whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "",
                                              .max_value_bytes = 1 << 20};
        whisker_scan_result result = {.size = sizeof result};
        for (int64_t i = 0; i < whisker_archive_members(archive); i++)
            fuzz_require(whisker_archive_member(archive, i) != NULL);
        whisker_scan_archive(table, archive, "*.json", sizeof fields / sizeof *fields, fields, &options, &result, NULL);
    }
    whisker_archive_free(archive);
    whisker_table_free(table);
    close(file);
    return 0;
}
