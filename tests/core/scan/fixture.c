#define _XOPEN_SOURCE 700
#include "fixture.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- scans ---- */

static scanned begin(void)
{
    scanned made = {.result = {.size = sizeof made.result}};
    cr_assert_eq(whisker_table_new(NULL, &made.table, NULL), WHISKER_OK);
    return made;
}

scanned scan_bytes(const char *text, size_t length, const whisker_scan_options *options, const whisker_field *fields,
                   int32_t n_fields)
{
    scanned made = begin();
    /* A block of exactly this size, so that a sanitizer sees a step beyond it. */
    char *exact = malloc(length > 0 ? length : 1);
    memcpy(exact, text, length);
    made.status = whisker_scan_text(made.table, "text", exact, length, n_fields, fields, options, &made.result,
                                    &made.error);
    free(exact);
    return made;
}

scanned scan_text(const char *text, const whisker_scan_options *options, const whisker_field *fields, int32_t n_fields)
{
    return scan_bytes(text, strlen(text), options, fields, n_fields);
}

scanned scan_file(const char *path, const whisker_scan_options *options, const whisker_field *fields, int32_t n_fields)
{
    scanned made = begin();
    made.status = whisker_scan_file(made.table, path, n_fields, fields, options, &made.result, &made.error);
    return made;
}

scanned scan_archive(const char *path, const char *pattern, const whisker_scan_options *options,
                     const whisker_field *fields, int32_t n_fields)
{
    scanned made = begin();
    whisker_archive *archive = NULL;
    made.status = whisker_archive_open(NULL, path, &archive, &made.error);
    if (made.status == WHISKER_OK)
        made.status = whisker_scan_archive(made.table, archive, pattern, n_fields, fields, options, &made.result,
                                           &made.error);
    whisker_archive_free(archive);
    return made;
}

void scanned_free(scanned *scanned)
{
    whisker_table_free(scanned->table);
    scanned->table = NULL;
}

/* ---- a table as text ---- */

static void write_cell(FILE *stream, const whisker_table *table, int32_t column, int64_t row)
{
    const int32_t *symbols = whisker_table_column_symbols(table, column);
    const double *reals = whisker_table_column_reals(table, column);
    if (symbols != NULL && symbols[row] != WHISKER_NO_SYMBOL) {
        size_t length;
        const char *text = whisker_table_text(table, symbols[row], &length);
        fputs(reals != NULL ? "<" : "", stream);
        fwrite(text, 1, length, stream);
        fputs(reals != NULL ? ">" : "", stream);
    } else if (reals != NULL && !isnan(reals[row])) {
        char digits[32];
        whisker_number_text(reals[row], 0, digits);
        fputs(digits, stream);
    }
}

static char *table_text(const whisker_table *table)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    for (int32_t column = 0; column < whisker_table_columns(table); column++)
        fprintf(stream, "%s%s", column > 0 ? "|" : "", whisker_table_column_name(table, column, NULL));
    fputc('\n', stream);
    for (int64_t row = 0; row < whisker_table_rows(table); row++) {
        for (int32_t column = 0; column < whisker_table_columns(table); column++) {
            fputs(column > 0 ? "|" : "", stream);
            write_cell(stream, table, column, row);
        }
        fputc('\n', stream);
    }
    fclose(stream);
    return text;
}

void expect_table(scanned scanned, const char *expected)
{
    cr_expect_eq(scanned.status, WHISKER_OK, "%s: line %lld: %s", whisker_status_text(scanned.status),
                 (long long)scanned.error.line, scanned.error.text);
    char *text = table_text(scanned.table);
    cr_expect_str_eq(text, expected, "the table is\n%sand should be\n%s", text, expected);
    free(text);
    scanned_free(&scanned);
}

void expect_failure(scanned scanned, int32_t status, int64_t line, const char *text)
{
    cr_expect_eq(scanned.status, status, "%s", whisker_status_text(scanned.status));
    cr_expect_eq(scanned.error.status, status);
    cr_expect_eq(scanned.error.line, line, "line %lld: %s", (long long)scanned.error.line, scanned.error.text);
    cr_expect_str_eq(scanned.error.text, text);
    cr_expect_eq(whisker_table_rows(scanned.table), 0);
    cr_expect_eq(whisker_table_problems(scanned.table), 0, "what a failed scan has to say is in its error");
    scanned_free(&scanned);
}

void expect_problem(const scanned *scanned, int32_t index, int32_t status, const char *expected)
{
    char text[700];
    whisker_problem problem = {.size = sizeof problem};
    cr_assert_eq(whisker_table_problem(scanned->table, index, &problem), WHISKER_OK, "no problem number %d", (int)index);
    snprintf(text, sizeof text, "%lld x%lld: %s", (long long)problem.line, (long long)problem.count, problem.text);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(problem.status, status, "%s", whisker_status_text(problem.status));
}

void expect_problems(const scanned *scanned, int32_t count)
{
    cr_expect_eq(whisker_table_problems(scanned->table), count, "%d problems", (int)whisker_table_problems(scanned->table));
}

/* ---- memory ---- */

static void *reallocate(void *context, void *block, size_t old_size, size_t new_size)
{
    peak_allocator *peak = context;
    const whisker_allocator *inner = &peak->counting.allocator;
    void *made = inner->reallocate(inner->context, block, old_size, new_size);
    if (peak->counting.live_bytes > peak->peak)
        peak->peak = peak->counting.live_bytes;
    return made;
}

void peak_allocator_start(peak_allocator *peak)
{
    *peak = (peak_allocator){.allocator = {reallocate, peak}};
    counting_allocator_start(&peak->counting);
}

/* ---- files ---- */

void temporary_folder(char *folder)
{
    const char *place = getenv("TMPDIR");
    snprintf(folder, 256, "%.200s/whisker-test-XXXXXX", place != NULL ? place : P_tmpdir);
    cr_assert_not_null(mkdtemp(folder));
}

temporary temporary_file(const char *name, const char *bytes, size_t length)
{
    temporary made;
    temporary_folder(made.folder);
    snprintf(made.path, sizeof made.path, "%s/%s", made.folder, name);
    FILE *file = fopen(made.path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
    return made;
}

void temporary_remove(const temporary *temporary)
{
    unlink(temporary->path);
    rmdir(temporary->folder);
}

const char *shared_file(const char *name)
{
    static char path[512];
    const char *root = getenv("WHISKER_SHARED");
    snprintf(path, sizeof path, "%s/data/%s", root != NULL ? root : "../shared", name);
    if (access(path, R_OK) != 0)
        cr_skip_test("%s is not there", path);
    return path;
}
