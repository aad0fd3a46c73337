/* A zip archive from inside, and one member of it in memory. */
#ifndef WHISKER_SCAN_ARCHIVE_H
#define WHISKER_SCAN_ARCHIVE_H

#include "base/arena.h"

typedef struct archive_member {
    const char *name;
    uint64_t index;  /* in the zip */
} archive_member;

struct whisker_archive {
    whisker_allocator allocator;
    whisker_arena *arena;      /* names */
    struct zip *zip;
    const char *path;
    archive_member *members;   /* by name, each once */
    int64_t n_members;
    int64_t file_bytes;
    int64_t budget;            /* bytes that may still be unpacked in the scan at work */
};

/* Bytes that grow as a member is unpacked; reused for the next. */
typedef struct member_bytes {
    const whisker_allocator *allocator;
    char *bytes;
    int64_t length;
    int64_t capacity;
} member_bytes;

/* Let a new scan unpack: a thousand times what the file holds and 16 MiB in all, which real logs, at less than a
 * hundred times, stay far below. Members that share their packed bytes pass the limit of each, and not this one. */
void archive_renew_budget(struct whisker_archive *archive);

/* Unpack a member. Sizes that the archive declares are not believed: `most`, the budget and the limit of a member (a
 * thousand times the packed bytes used so far, from 8 MiB on) hold for what comes out, while it does. Bytes declared
 * beyond the end of a deflated stream are not looked at, as by other readers.
 * Statuses: MALFORMED (damaged, or its checksum does not fit), TOO_LARGE, UNSUPPORTED (encrypted, or a compression that
 * is neither deflate nor zstd), NO_MEMORY. */
int32_t member_unpack(struct whisker_archive *archive, uint64_t index, int64_t most, member_bytes *into,
                      whisker_error *error);

#endif
