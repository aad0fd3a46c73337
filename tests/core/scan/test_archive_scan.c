/* The members of an archive on several threads: the table of one thread, symbol by symbol and problem by problem. */
#include "fixture.h"
#include "same.h"
#include "zip_writer.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS = 200 };

static void add_member(zip_writer *zip, random_stream *stream, int number, uint32_t one_fault_in)
{
    static const char *const faults[] = {
        "", "{\"id\": 1", "[]", "[{\"id\": 1}, 7, {\"id\": [2]}]", "{\"id\": \"caf\xe9\"}", "nonsense",
    };
    static const int methods[] = {ZIP_STORED, ZIP_DEFLATED, ZIP_ZSTD, ZIP_LZMA};
    char name[32], text[200];
    int is_fault = one_fault_in > 0 && random_below(stream, one_fault_in) == 0;
    snprintf(name, sizeof name, "s/%03d.json", number);
    if (is_fault)
        snprintf(text, sizeof text, "%s", faults[random_below(stream, 6)]);
    else
        snprintf(text, sizeof text, "{\"id\": \"item %d\", \"score\": %u, \"meta\": {\"%c\": \"t\\u00e9xt %u\"}}",
                 number / 3, (unsigned)random_below(stream, 2), 'a' + (char)random_below(stream, 6),
                 (unsigned)random_below(stream, 9));
    zip->wrong_crc = is_fault && random_below(stream, 4) == 0;
    zip_add(zip, name, methods[random_below(stream, is_fault ? 4 : 3)], text, strlen(text), 64);
    zip->wrong_crc = 0;
}

static void expect_threads_change_nothing(uint32_t one_fault_in, whisker_scan_options options)
{
    const whisker_field fields[] = {SYMBOL("id"), REAL("score"), SYMBOL_AS("meta.*", "meta:*")};
    const int32_t n_fields = sizeof fields / sizeof *fields;
    random_stream stream = random_open(3, one_fault_in);
    zip_writer zip = {0};
    for (int i = 0; i < MEMBERS; i++)
        add_member(&zip, &stream, i, one_fault_in);
    zip_finish(&zip);
    temporary file = temporary_file("log.eval", zip.bytes, zip.length);
    options.size = sizeof options;
    options.threads = 1;
    scanned one = scan_archive(file.path, "s/*.json", &options, fields, n_fields);
    for (options.threads = 2; options.threads <= 5; options.threads += 3) {
        scanned several = scan_archive(file.path, "s/*.json", &options, fields, n_fields);
        expect_same(&one, &several);
        scanned_free(&several);
    }
    scanned_free(&one);
    temporary_remove(&file);
    free(zip.bytes);
}

Test(archive_scan, threads_change_nothing)
{
    for (uint32_t one_fault_in = 0; one_fault_in <= 100; one_fault_in = one_fault_in * 4 + 1) {
        expect_threads_change_nothing(one_fault_in, (whisker_scan_options){0});
        expect_threads_change_nothing(one_fault_in, (whisker_scan_options){.strict = 1});
        expect_threads_change_nothing(one_fault_in, (whisker_scan_options){.max_columns = 3});
    }
}

/* Members that are small enough each and too much together: the limit is met at the same one. */
Test(archive_scan, threads_meet_the_limit_of_all_members_where_one_does)
{
    enum { LENGTH = 7 << 20 };
    char *text = malloc(LENGTH), name[32];
    const whisker_field fields[] = {SYMBOL("id")};
    zip_writer zip = {0};
    memset(text, ' ', LENGTH);
    memcpy(text, "{\"id\": 1}", 9);
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "s/%03d.json", i);
        zip_add(&zip, name, ZIP_ZSTD, text, LENGTH, LENGTH);
    }
    zip_finish(&zip);
    temporary file = temporary_file("log.eval", zip.bytes, zip.length);
    whisker_scan_options options = {.size = sizeof options, .threads = 1};
    scanned one = scan_archive(file.path, "s/*.json", &options, fields, 1);
    options.threads = 3;
    scanned several = scan_archive(file.path, "s/*.json", &options, fields, 1);
    expect_same(&one, &several);
    cr_expect(one.result.skipped > 0 && whisker_table_rows(one.table) > 0, "%d skipped", (int)one.result.skipped);
    scanned_free(&one);
    scanned_free(&several);
    temporary_remove(&file);
    free(zip.bytes);
    free(text);
}
