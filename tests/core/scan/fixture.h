/* What the tests of this room share: fields in one word, tables as text, files that last as long as a test. */
#ifndef WHISKER_TESTS_SCAN_FIXTURE_H
#define WHISKER_TESTS_SCAN_FIXTURE_H

#include "whisker.h"

#include "counting_allocator.h"

/* ---- fields ---- */

#define SYMBOL(path_) {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = (path_)}
#define REAL(path_) {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = (path_)}
#define SYMBOL_AS(path_, name_) {.size = sizeof(whisker_field), .kind = WHISKER_SYMBOL, .path = (path_), .name = (name_)}
#define REAL_AS(path_, name_) {.size = sizeof(whisker_field), .kind = WHISKER_REAL, .path = (path_), .name = (name_)}
#define FIELDS(...) (const whisker_field[]){__VA_ARGS__}, \
                    (int32_t)(sizeof((const whisker_field[]){__VA_ARGS__}) / sizeof(whisker_field))

/* ---- a scan and all that comes of it ---- */

typedef struct scanned {
    whisker_table *table;
    whisker_scan_result result;
    whisker_error error;
    int32_t status;
} scanned;

scanned scan_text(const char *text, const whisker_scan_options *options, const whisker_field *fields, int32_t n_fields);
scanned scan_bytes(const char *text, size_t length, const whisker_scan_options *options, const whisker_field *fields,
                   int32_t n_fields);
scanned scan_file(const char *path, const whisker_scan_options *options, const whisker_field *fields, int32_t n_fields);
scanned scan_archive(const char *path, const char *pattern, const whisker_scan_options *options,
                     const whisker_field *fields, int32_t n_fields);
/* The scan succeeded and the table reads so: names joined by "|", then a line for each row; an empty cell is nothing,
 * text in a column of numbers stands in <>. Frees the table. */
void expect_table(scanned scanned, const char *expected);
/* The scan failed so, and left no rows. Frees the table. */
void expect_failure(scanned scanned, int32_t status, int64_t line, const char *text);
/* The table has exactly this problem at `index`: "line xcount: text". */
void expect_problem(const scanned *scanned, int32_t index, int32_t status, const char *expected);
void expect_problems(const scanned *scanned, int32_t count);
void scanned_free(scanned *scanned);

/* ---- memory ---- */

/* Counts, and remembers the most that was ever live. */
typedef struct peak_allocator {
    whisker_allocator allocator;
    counting_allocator counting;
    int64_t peak;
} peak_allocator;
void peak_allocator_start(peak_allocator *peak);

/* ---- files ---- */

/* A file in a folder of its own; removed by temporary_remove. */
typedef struct temporary {
    char folder[256];
    char path[512];
} temporary;
/* Make a folder of its own below $TMPDIR or the system's place for such. folder[256]. */
void temporary_folder(char *folder);
temporary temporary_file(const char *name, const char *bytes, size_t length);
void temporary_remove(const temporary *temporary);
/* $WHISKER_SHARED/data/<name>, ../shared/data otherwise; skips the test, visibly, when it is not there. */
const char *shared_file(const char *name);

#endif
