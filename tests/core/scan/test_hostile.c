/* Files that are broken or mean harm: each ends with a clear status and message, and memory stays bounded. */
#include "fixture.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEBIBYTE ((int64_t)1024 * 1024)
#define LITTLE (2 * MEBIBYTE) /* one piece of a file and what a scan needs besides */

/* Scan a file of these bytes and expect this end, within `most` bytes of memory. */
static void expect_end(const char *bytes, size_t length, whisker_scan_options options, int64_t most, int32_t status,
                       int64_t line, const char *text)
{
    temporary file = temporary_file("hostile", bytes, length);
    peak_allocator peak;
    peak_allocator_start(&peak);
    whisker_table *table = NULL;
    whisker_error error = {.text = ""};
    whisker_scan_result result = {.size = sizeof result};
    const whisker_field fields[] = {REAL("x"), SYMBOL("doc.**"), SYMBOL("@")};
    options.size = sizeof options;
    cr_assert_eq(whisker_table_new(&peak.allocator, &table, NULL), WHISKER_OK);
    cr_expect_eq(whisker_scan_file(table, file.path, 3, fields, &options, &result, &error), status, "%s", error.text);
    cr_expect_str_eq(error.text, text);
    cr_expect_eq(error.line, line);
    cr_expect_eq(whisker_table_rows(table), 0);
    whisker_table_free(table);
    cr_expect_leq(peak.peak, most, "%lld bytes of memory", (long long)peak.peak);
    cr_expect_eq(peak.counting.live_blocks, 0);
    temporary_remove(&file);
}

static void expect_text_end(const char *text, int32_t status, int64_t line, const char *message)
{
    expect_end(text, strlen(text), (whisker_scan_options){0}, LITTLE, status, line, message);
}

Test(hostile, file_cut_in_the_middle)
{
    expect_text_end("{\"x\": 1, \"doc\": {\"que", WHISKER_MALFORMED, 1, "file ends inside a string (was the run cut off?)");
    expect_text_end("[\n{\"x\": 1, \"doc\": {", WHISKER_MALFORMED, 2, "file ends inside an object (was the run cut off?)");
}

Test(hostile, wrong_encoding)
{
    expect_text_end("{\"x\": 1, \"doc\": {\"q\": \"caf\xe9\"}}\n{\"x\": 0, \"doc\": {\"q\": \"na\xefve\"}}\n", WHISKER_BAD_ENCODING, 1,
                    "text that is not UTF-8 (is the file in Latin-1 or Windows-1252?)");
    static const char little[] = "\xff\xfe{\0\"\0x\0\"\0:\0" "1\0}\0", big[] = "\xfe\xff\0{\0\"\0x", bare[] = "{\0\"\0x\0\"\0";
    static const char utf_16[] = "is UTF-16 or UTF-32, not UTF-8; save it again as UTF-8";
    whisker_scan_options any = {0};
    expect_end(little, sizeof little - 1, any, LITTLE, WHISKER_BAD_ENCODING, 0, utf_16);
    expect_end(big, sizeof big - 1, any, LITTLE, WHISKER_BAD_ENCODING, 0, utf_16);
    expect_end(bare, sizeof bare - 1, any, LITTLE, WHISKER_BAD_ENCODING, 0,
               "holds NUL bytes at its start: UTF-16, or no text at all");
}

Test(hostile, line_of_a_hundred_megabytes)
{
    size_t length = 100 * (size_t)MEBIBYTE;
    char *text = malloc(length);
    memset(text, 'a', length);
    memcpy(text, "{\"x\": 1, \"t\": \"", 15);
    memcpy(text + length - 3, "\"}\n", 3);
    whisker_scan_options lines = {.syntax = WHISKER_JSON_LINES}, value = {.syntax = WHISKER_JSON, .max_value_bytes = MEBIBYTE};
    whisker_scan_options csv = {.syntax = WHISKER_CSV};
    expect_end(text, length, lines, 130 * MEBIBYTE, WHISKER_TOO_LARGE, 1,
               "a line of more than the limit of 67108864 bytes for one record");
    lines.max_record_bytes = MEBIBYTE;
    expect_end(text, length, lines, 4 * MEBIBYTE, WHISKER_TOO_LARGE, 1,
               "a line of more than the limit of 1048576 bytes for one record");
    expect_end(text, length, value, LITTLE, WHISKER_TOO_LARGE, 0, "more than the limit of 1048576 bytes for one value");
    csv.max_record_bytes = MEBIBYTE;
    text[0] = '"';
    expect_end(text, length, csv, 4 * MEBIBYTE, WHISKER_MALFORMED, 1, "text after the quote that closes a field");
    memset(text, 'b', 20);
    memset(text + length - 20, 'b', 20);
    text[0] = '"';
    expect_end(text, length, csv, 4 * MEBIBYTE, WHISKER_TOO_LARGE, 1,
               "a record beyond the limit of bytes for one record (is a quote missing?)");
    free(text);
}

static void expect_too_deep(const char *before, char bracket, const char *message)
{
    enum { LEVELS = 10000 };
    char *text = malloc(strlen(before) + LEVELS * 6 + 1), *end = text + sprintf(text, "%s", before);
    for (int i = 0; i < LEVELS; i++)
        end += sprintf(end, "%s", bracket == '[' ? "[" : "{\"a\":");
    expect_end(text, (size_t)(end - text), (whisker_scan_options){.syntax = WHISKER_JSON}, LITTLE, WHISKER_TOO_DEEP, 1, message);
    expect_end(text, (size_t)(end - text), (whisker_scan_options){0}, LITTLE, WHISKER_TOO_DEEP, 1, message);
    expect_end(text, (size_t)(end - text), (whisker_scan_options){.syntax = WHISKER_JSON_LINES, .max_depth = 9}, LITTLE,
               WHISKER_TOO_DEEP, 1, "nested more than 9 levels deep");
    free(text);
}

Test(hostile, nesting_of_ten_thousand_levels)
{
    static const char message[] = "nested more than 256 levels deep";
    expect_too_deep("{\"skipped\": ", '[', message);
    expect_too_deep("{\"skipped\": ", '{', message);
    expect_too_deep("{\"doc\": ", '{', message);
    expect_too_deep("{\"doc\": ", '[', message);
}

Test(hostile, nesting_as_deep_as_allowed_is_read)
{
    char text[20000], *end = text + sprintf(text, "{\"doc\": ");
    for (int i = 0; i < 2000; i++)
        end += sprintf(end, "[");
    end += sprintf(end, "7");
    for (int i = 0; i < 2000; i++)
        end += sprintf(end, "]");
    sprintf(end, "}");
    whisker_scan_options options = {.size = sizeof options, .max_depth = 2001};
    scanned made = scan_text(text, &options, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_OK, "%s", made.error.text);
    cr_expect_eq(made.result.last_row, 1);
    scanned_free(&made);
    options.max_depth = 2000;
    expect_failure(scan_text(text, &options, FIELDS(REAL("x"))), WHISKER_TOO_DEEP, 1, "nested more than 2000 levels deep");
}

Test(hostile, no_text_at_all)
{
    char junk[4096];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)((state = state * 1664525u + 1013904223u) >> 24);
    junk[0] = 'J';
    junk[1] = 'U';
    whisker_scan_options any = {0};
    expect_end(junk, sizeof junk, any, LITTLE, WHISKER_MALFORMED, 1, "not JSON: \"J\" where a value should stand");
    expect_text_end("", WHISKER_MALFORMED, 0, "is empty");
    expect_end("\x1f\x8b\x08\0", 4, any, LITTLE, WHISKER_UNSUPPORTED, 0, "is compressed with gzip; unpack it first");
    expect_end("\x28\xb5\x2f\xfd", 4, any, LITTLE, WHISKER_UNSUPPORTED, 0, "is compressed with zstd; unpack it first");
    expect_end("PK\x03\x04", 4, any, LITTLE, WHISKER_UNSUPPORTED, 0, "is a zip archive, not text");
}

Test(hostile, things_that_are_no_files)
{
    expect_failure(scan_file("/", NULL, FIELDS(REAL("x"))), WHISKER_CANNOT_READ, 0, "is a folder, not a file");
    expect_failure(scan_file("/nonexistent/file", NULL, FIELDS(REAL("x"))), WHISKER_CANNOT_READ, 0,
                   "cannot be read: No such file or directory");
    scanned made = scan_file(NULL, NULL, FIELDS(REAL("x")));
    cr_expect_eq(made.status, WHISKER_BAD_ARGUMENT);
    scanned_free(&made);
}

/* A million values under names that wildcards could take, and as many equal names around rows. */
Test(hostile, names_without_end)
{
    size_t room = 32 * (size_t)MEBIBYTE, length = 0;
    char *text = malloc(room);
    length += (size_t)sprintf(text, "{\"doc\": {");
    for (int i = 0; i < 1000000; i++)
        length += (size_t)sprintf(text + length, "%s\"n%d\": %d", i > 0 ? "," : "", i, i);
    length += (size_t)sprintf(text + length, "}}");
    peak_allocator peak;
    peak_allocator_start(&peak);
    whisker_table *table = NULL;
    whisker_scan_result result = {.size = sizeof result};
    const whisker_field fields[] = {REAL("doc.**")};
    cr_assert_eq(whisker_table_new(&peak.allocator, &table, NULL), WHISKER_OK);
    cr_expect_eq(whisker_scan_text(table, "t", text, length, 1, fields, NULL, &result, NULL), WHISKER_OK);
    cr_expect_eq(whisker_table_columns(table), 1024);
    whisker_table_free(table);
    cr_expect_lt(peak.peak, MEBIBYTE);
    length = (size_t)sprintf(text, "{\"r\": [{}]");
    for (int i = 0; i < 1000000; i++)
        length += (size_t)sprintf(text + length, ", \"m\": %d", i);
    length += (size_t)sprintf(text + length, "}");
    peak_allocator_start(&peak);
    cr_assert_eq(whisker_table_new(&peak.allocator, &table, NULL), WHISKER_OK);
    const whisker_field outer[] = {REAL_AS("^.^.m", "m")};
    whisker_scan_options options = {.size = sizeof options, .rows = "r.*"};
    cr_expect_eq(whisker_scan_text(table, "t", text, length, 1, outer, &options, &result, NULL), WHISKER_OK);
    cr_expect_eq(whisker_table_column_reals(table, 0)[0], 999999);
    whisker_table_free(table);
    cr_expect_lt(peak.peak, MEBIBYTE);
    free(text);
}
