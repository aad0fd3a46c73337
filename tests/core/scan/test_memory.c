/* Memory that runs out at every single request: a clear status, no row, nothing left behind. */
#include "fixture.h"
#include "zip_writer.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

typedef int32_t attempt(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                        whisker_error *error);

static int64_t expect_survival(attempt *attempt, int64_t rows)
{
    for (int64_t fail_at = 1;; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        whisker_table *table = NULL;
        cr_assert_eq(whisker_table_new(&counting.allocator, &table, NULL), WHISKER_OK);
        counting.fail_at = counting.requests + fail_at;
        whisker_error error = {.text = ""};
        whisker_scan_result result = {.size = sizeof result};
        int32_t status = attempt(table, &counting.allocator, &result, &error);
        int64_t left = whisker_table_rows(table);
        whisker_table_free(table);
        cr_assert_eq(counting.live_blocks, 0, "request %lld", (long long)fail_at);
        cr_assert_eq(counting.live_bytes, 0);
        if (status == WHISKER_OK) {
            cr_expect_eq(left, rows);
            return fail_at - 1;
        }
        cr_assert_eq(status, WHISKER_NO_MEMORY, "request %lld: %s", (long long)fail_at, error.text);
        cr_assert_str_eq(error.text, "out of memory");
        cr_assert_eq(left, 0);
    }
}

static int32_t lines(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                     whisker_error *error)
{
    (void)allocator;
    static const char text[] = "{\"id\": \"caf\\u00e9 \\ud800\", \"acc\": 1, \"doc\": {\"a\": [1, \"x\"], \"b\\u0020\": \"C\"}, \"f\": []}\n"
                               "broken\n{\"id\": 2, \"acc\": \"C\", \"doc\": {\"z\": 1}}\n";
    const whisker_field fields[] = {SYMBOL("id"), REAL("acc"), SYMBOL("doc.**"), REAL("f"), SYMBOL("@")};
    return whisker_scan_text(table, "t", text, strlen(text), 5, fields, NULL, result, error);
}

static int32_t value(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                     whisker_error *error)
{
    (void)allocator;
    static const char text[] = "{\"r\": [{\"d\": {\"i1\": {\"x\": 1}, \"i2\": {\"x\": 0}, \"i1\": {\"x\": 2}}, \"name\": \"m\"}], \"t\": 5}";
    const whisker_field fields[] = {SYMBOL("@"), REAL("x"), SYMBOL_AS("^.^.name", "run"), REAL_AS("^.^.^.^.t", "t")};
    const whisker_scan_options options = {.size = sizeof options, .rows = "r.*.d.*"};
    return whisker_scan_text(table, "t", text, strlen(text), 4, fields, &options, result, error);
}

static int32_t csv(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                   whisker_error *error)
{
    (void)allocator;
    static const char text[] = "id,x,\"a \"\"b\"\"\"\n1,2,\"c \"\"d\"\"\"\n3\n4,NA,e\n";
    const whisker_field fields[] = {SYMBOL("id"), REAL("x"), SYMBOL_AS("*", "m:*")};
    const whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_CSV};
    return whisker_scan_text(table, "t", text, strlen(text), 3, fields, &options, result, error);
}

static temporary file;

static int32_t from_file(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                         whisker_error *error)
{
    (void)allocator;
    const whisker_field fields[] = {SYMBOL("id")};
    return whisker_scan_file(table, file.path, 1, fields, NULL, result, error);
}

static int32_t archive(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                       whisker_error *error)
{
    whisker_archive *archive = NULL;
    const whisker_field fields[] = {SYMBOL("id")};
    int32_t status = whisker_archive_open(allocator, file.path, &archive, error);
    if (status == WHISKER_OK)
        status = whisker_scan_archive(table, archive, "*", 1, fields, NULL, result, error);
    whisker_archive_free(archive);
    return status;
}

static int32_t listing(whisker_table *table, const whisker_allocator *allocator, whisker_scan_result *result,
                       whisker_error *error)
{
    (void)table;
    (void)result;
    whisker_listing *listing = NULL;
    int32_t status = whisker_list_files(allocator, file.folder, &listing, error);
    whisker_listing_free(listing);
    return status;
}

Test(memory, runs_out_while_text_is_scanned)
{
    cr_expect_gt(expect_survival(lines, 2), 20);
    cr_expect_gt(expect_survival(value, 2), 10);
    cr_expect_gt(expect_survival(csv, 2), 10);
}

Test(memory, runs_out_while_files_are_scanned)
{
    static const char text[] = "{\"id\": 1}\n{\"id\": \"b\"}\n";
    file = temporary_file("lines.jsonl", text, strlen(text));
    cr_expect_gt(expect_survival(from_file, 2), 5);
    cr_expect_gt(expect_survival(listing, 0), 2);
    temporary_remove(&file);
    zip_writer zip = {0};
    zip_add(&zip, "a", ZIP_STORED, text, strlen(text), 0);
    zip_add(&zip, "b", ZIP_ZSTD, text, strlen(text), 5);
    zip_finish(&zip);
    file = temporary_file("log.eval", zip.bytes, zip.length);
    cr_expect_gt(expect_survival(archive, 4), 8);
    temporary_remove(&file);
    free(zip.bytes);
}
