/* JSON Lines on several threads: the table of one thread, symbol by symbol and problem by problem. */
#include "fixture.h"
#include "same.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 6 * 1024 * 1024 };

/* ---- a long text ---- */

typedef struct lines {
    char *text;
    size_t length;
    random_stream stream;
} lines;

static void add_line(lines *lines, int64_t number, uint32_t one_fault_in)
{
    static const char *const faults[] = {
        "", "  \r", "{\"id\": 1", "[1, 2]", "{\"id\": [1], \"score\": {}}", "{\"id\": \"caf\xe9\"}", "{\"id\": \"\\ud800\"}",
        "{\"id\": 1} 2", "nonsense", "{\"id\": 3, \"id\": 4}",
    };
    char *at = lines->text + lines->length;
    size_t room = ROOM - lines->length;
    random_stream *stream = &lines->stream;
    if (one_fault_in > 0 && random_below(stream, one_fault_in) == 0) {
        lines->length += (size_t)snprintf(at, room, "%s\n", faults[random_below(stream, 10)]);
        return;
    }
    lines->length += (size_t)snprintf(
        at, room, "{\"text\": \"%.*s\", \"id\": \"item %lld\", \"score\": %s, \"meta\": {\"%c%u\": \"t\\u00e9xt %u\"}}\n",
        (int)random_below(stream, 300), "a long answer with \\\"quotes\\\" and brackets ]}]} and much else, in which nobody has "
        "any interest whatever, and which goes on for some time, as answers do, until at last it comes to its end",
        (long long)(number / 3), random_below(stream, 9) == 0 ? "\"none\"" : random_below(stream, 2) ? "0.5" : "-12.345678901234567",
        'a' + (char)(number * 8 / 20000), (unsigned)random_below(stream, 3), (unsigned)random_below(stream, 50));
}

static lines make_lines(uint32_t one_fault_in)
{
    lines lines = {.text = malloc(ROOM), .stream = random_open(7, one_fault_in)};
    for (int64_t number = 0; lines.length < ROOM - 2000; number++)
        add_line(&lines, number, one_fault_in);
    return lines;
}

static void expect_threads_change_nothing(const lines *lines, whisker_scan_options options)
{
    const whisker_field fields[] = {SYMBOL("id"), REAL("score"), SYMBOL_AS("meta.*", "meta:*")};
    const int32_t n_fields = sizeof fields / sizeof *fields;
    options.size = sizeof options;
    options.syntax = WHISKER_JSON_LINES;
    options.threads = 1;
    scanned one = scan_bytes(lines->text, lines->length, &options, fields, n_fields);
    for (int32_t threads = 2; threads <= 5; threads += 3) {
        options.threads = threads;
        scanned several = scan_bytes(lines->text, lines->length, &options, fields, n_fields);
        expect_same(&one, &several);
        scanned_free(&several);
    }
    scanned_free(&one);
}

Test(json_spans, give_the_table_of_one_thread)
{
    lines lines = make_lines(0);
    expect_threads_change_nothing(&lines, (whisker_scan_options){0});
    expect_threads_change_nothing(&lines, (whisker_scan_options){.max_columns = 10});
    expect_threads_change_nothing(&lines, (whisker_scan_options){.max_record_bytes = 200});
    lines.length--; /* the last line has no line break */
    expect_threads_change_nothing(&lines, (whisker_scan_options){0});
    free(lines.text);
}

Test(json_spans, give_the_problems_of_one_thread)
{
    for (uint32_t one_fault_in = 20; one_fault_in <= 20000; one_fault_in *= 1000) {
        lines lines = make_lines(one_fault_in);
        expect_threads_change_nothing(&lines, (whisker_scan_options){0});
        expect_threads_change_nothing(&lines, (whisker_scan_options){.strict = 1});
        free(lines.text);
    }
}

Test(json_spans, take_a_line_longer_than_a_wave)
{
    lines lines = make_lines(0);
    for (size_t at = 700000; at < lines.length - 100000; at++)
        if (lines.text[at] == '\n')
            lines.text[at] = ' '; /* text after the end of a value */
    expect_threads_change_nothing(&lines, (whisker_scan_options){0});
    expect_threads_change_nothing(&lines, (whisker_scan_options){.max_record_bytes = 1 << 20});
    free(lines.text);
}

Test(json_spans, read_a_file_as_they_read_text)
{
    lines lines = make_lines(3000);
    temporary file = temporary_file("lines.jsonl", lines.text, lines.length);
    const whisker_field fields[] = {SYMBOL("id"), REAL("score"), SYMBOL_AS("meta.**", "meta:*")};
    whisker_scan_options options = {.size = sizeof options, .threads = 1};
    scanned one = scan_file(file.path, &options, fields, 3);
    options.threads = 3;
    scanned several = scan_file(file.path, &options, fields, 3);
    expect_same(&one, &several);
    cr_assert_gt(whisker_table_rows(one.table), 10000);
    scanned_free(&one);
    scanned_free(&several);
    temporary_remove(&file);
    free(lines.text);
}

/* The number of a line is not known where it is read. */
Test(json_spans, number_lines)
{
    lines lines = make_lines(100);
    const whisker_field fields[] = {SYMBOL("@"), SYMBOL("id")};
    whisker_scan_options options = {.size = sizeof options, .threads = 1};
    scanned one = scan_bytes(lines.text, lines.length, &options, fields, 2);
    options.threads = 4;
    scanned several = scan_bytes(lines.text, lines.length, &options, fields, 2);
    expect_same(&one, &several);
    scanned_free(&one);
    scanned_free(&several);
    free(lines.text);
}

/* Memory that runs out while several threads read: where in the work depends on them, what is left behind does not. */
Test(json_spans, survive_without_memory)
{
    lines lines = make_lines(5000);
    const whisker_field fields[] = {SYMBOL("id"), REAL("score"), SYMBOL_AS("meta.*", "meta:*")};
    const whisker_scan_options options = {.size = sizeof options, .threads = 3};
    int64_t rows = -1;
    for (int64_t fail_at = 0; fail_at < 1500; fail_at = fail_at * 5 / 4 + 1) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        whisker_table *table = NULL;
        whisker_scan_result result = {.size = sizeof result};
        cr_assert_eq(whisker_table_new(&counting.allocator, &table, NULL), WHISKER_OK);
        if (fail_at > 0)
            counting.fail_at = counting.requests + fail_at;
        int32_t status = whisker_scan_text(table, "t", lines.text, lines.length, 3, fields, &options, &result, NULL);
        if (fail_at == 0)
            rows = whisker_table_rows(table);
        cr_assert(status == WHISKER_NO_MEMORY || (status == WHISKER_OK && whisker_table_rows(table) == rows));
        cr_assert(status == WHISKER_OK || whisker_table_rows(table) == 0);
        whisker_table_free(table);
        cr_assert_eq(counting.live_blocks, 0, "request %lld", (long long)fail_at);
    }
    free(lines.text);
}
