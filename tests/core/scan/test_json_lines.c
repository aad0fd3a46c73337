#include "fixture.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static whisker_scan_options lines(void)
{
    return (whisker_scan_options){.size = sizeof(whisker_scan_options), .syntax = WHISKER_JSON_LINES};
}

Test(json_lines, numbers_its_lines_and_skips_blank_ones)
{
    whisker_scan_options options = lines();
    expect_table(scan_text("\xef\xbb\xbf{\"x\": 1}\r\n\r\n  \n{\"x\": 2}\n\n{\"x\": 3}", &options, FIELDS(REAL("x"), SYMBOL("@"))),
                 "x|@\n1|0\n2|1\n3|2\n");
}

Test(json_lines, loses_a_line_that_was_cut_off_and_nothing_else)
{
    static const char text[] = "{\"x\": 1, \"t\": \"a\"}\n{\"x\": 2}\n{\"x\": 3, \"t\": \"and th";
    scanned made = scan_text(text, NULL, FIELDS(REAL("x"), SYMBOL("t")));
    cr_expect_eq(made.result.skipped, 1);
    cr_expect_eq(made.result.bytes, (int64_t)strlen(text));
    expect_problems(&made, 1);
    expect_problem(&made, 0, WHISKER_MALFORMED, "3 x1: line ends inside a string (was the run cut off?)");
    expect_table(made, "x|t\n1|a\n2|\n");
}

Test(json_lines, loses_broken_lines_between_good_ones)
{
    scanned made = scan_text("{\"x\": 1}\n{\"x\": 2\n{\"x\" 3}\n[1}\n{\"x\": 4}, \n{\"x\": oops}\nTraceback:\n{\"x\": 5, \"y\": [1, }]}\n{\"x\": tru\n{\"x\": 6}\n",
                             NULL, FIELDS(REAL("x"), SYMBOL("@")));
    cr_expect_eq(made.result.skipped, 8);
    expect_problem(&made, 0, WHISKER_MALFORMED, "2 x1: line ends inside an object (was the run cut off?)");
    expect_problem(&made, 1, WHISKER_MALFORMED, "3 x1: not JSON: \"3\" where a colon should stand");
    expect_problem(&made, 2, WHISKER_MALFORMED, "4 x2: not JSON: brackets that do not match");
    expect_problem(&made, 3, WHISKER_MALFORMED, "5 x1: text after the end of the value");
    expect_problem(&made, 4, WHISKER_MALFORMED, "6 x1: not JSON: \"o\" where a value should stand");
    expect_problem(&made, 5, WHISKER_MALFORMED, "7 x1: not JSON: \"T\" where a value should stand");
    expect_problem(&made, 6, WHISKER_MALFORMED, "9 x1: line ends inside a value (was the run cut off?)");
    expect_problems(&made, 7);
    expect_table(made, "x|@\n1|0\n6|9\n");
}

Test(json_lines, stops_at_the_first_fault_when_strict)
{
    whisker_scan_options options = {.size = sizeof options, .strict = 1};
    expect_failure(scan_text("{\"x\": 1}\n{\"x\": 2}\n{\"x\"", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 3,
                   "line ends inside an object (was the run cut off?)");
}

Test(json_lines, fails_when_nothing_could_be_read)
{
    expect_failure(scan_text("not json\nat all\n", NULL, FIELDS(REAL("x"))), WHISKER_MALFORMED, 1,
                   "not JSON: \"n\" where a value should stand");
    expect_failure(scan_text("", NULL, FIELDS(REAL("x"))), WHISKER_MALFORMED, 0, "is empty");
    expect_failure(scan_text(" \n\n ", NULL, FIELDS(REAL("x"))), WHISKER_MALFORMED, 0, "is empty");
    expect_failure(scan_text("\xef\xbb\xbf", NULL, FIELDS(REAL("x"))), WHISKER_MALFORMED, 0, "is empty");
}

Test(json_lines, is_recognised_under_any_name)
{
    expect_table(scan_text("  [\n {\"x\": 1},\n {\"x\": 2}\n]\n", NULL, FIELDS(REAL("x"))), "x\n1\n2\n");
    expect_table(scan_text("{\"x\": 1}\n{\"x\": 2}", NULL, FIELDS(REAL("x"))), "x\n1\n2\n");
    expect_table(scan_text("{\n \"x\": 1,\n \"s\": {}}\n", NULL, FIELDS(REAL("x"))), "x\n1\n");
    expect_table(scan_text("{\"s\": [\n{}\n], \"x\": 1}\n", NULL, FIELDS(REAL("x"))), "x\n1\n");
    expect_table(scan_text("{\"x\": 1}\n\n", NULL, FIELDS(REAL("x"))), "x\n1\n");
    scanned cut_first = scan_text("{\"x\": 1, \"t\": \"cut\n{\"x\": 2}\n", NULL, FIELDS(REAL("x")));
    cr_expect_eq(cut_first.result.skipped, 1);
    expect_table(cut_first, "x\n2\n");
}

/* Records that end before, on and after the edge of a piece of a file, and one larger than a piece. */
Test(json_lines, reads_files_in_pieces)
{
    enum { LINES = 3000 };
    size_t room = 8 * 1024 * 1024, length = 0;
    char *text = malloc(room);
    for (int i = 0; i < LINES; i++) {
        int padding = i == 1500 ? 3 * 1024 * 1024 : 700 + i % 1000;
        length += (size_t)snprintf(text + length, 64, "{\"i\": %d, \"pad\": \"", i);
        memset(text + length, 'a' + i % 26, (size_t)padding);
        length += (size_t)padding;
        length += (size_t)snprintf(text + length, 64, "\", \"x\": %d}\n", i * 7);
        cr_assert_lt(length, room - 5000);
        if (length > room - 3 * 1024 * 1024 - 5000 && i < 1500)
            i = 1499;
    }
    temporary file = temporary_file("pieces.jsonl", text, length);
    scanned made = scan_file(file.path, NULL, FIELDS(REAL("i"), REAL("x")));
    cr_expect_eq(made.status, WHISKER_OK, "%s", made.error.text);
    cr_expect_eq(made.result.bytes, (int64_t)length);
    const double *index = whisker_table_column_reals(made.table, 0), *x = whisker_table_column_reals(made.table, 1);
    int64_t newlines = 0;
    for (size_t i = 0; i < length; i++)
        newlines += text[i] == '\n';
    cr_expect_eq(whisker_table_rows(made.table), newlines);
    for (int64_t row = 0; row < whisker_table_rows(made.table); row++)
        cr_assert_eq(x[row], index[row] * 7);
    scanned_free(&made);
    temporary_remove(&file);
    free(text);
}

Test(json_lines, passes_over_a_line_beyond_the_limit)
{
    char text[4000], filler[2001];
    memset(filler, 'x', 2000);
    filler[2000] = '\0';
    snprintf(text, sizeof text, "{\"x\": 1}\n{\"x\": 2, \"t\": \"%s\"}\n{\"x\": 3}\n", filler);
    whisker_scan_options options = lines();
    options.max_record_bytes = 1000;
    scanned made = scan_text(text, &options, FIELDS(REAL("x")));
    expect_problem(&made, 0, WHISKER_TOO_LARGE, "2 x1: a line of more than the limit of 1000 bytes for one record");
    expect_table(made, "x\n1\n3\n");
}

/* What nobody asked for: each of these is taken when the scan is not strict, and refused when it is. */
Test(json_lines, checks_what_is_not_declared_only_when_strict)
{
    static const char *const unread[] = {
        "{\"x\": 1, \"t\": {\"a\" 1}}", "{\"x\": 1, \"t\": [1 2]}", "{\"x\": 1, \"t\": [nothing]}", "{\"x\": 1, \"t\": [01x]}",
        "{\"x\": 1, \"t\": [1, ]}", "{\"x\": 1, \"t\": {1: 2}}", "{\"x\": 1, \"t\": [\"\\q\"]}", "{\"x\": 1, \"t\": \"\\q\"}",
        "{\"x\": 1, \"t\": \"caf\xe9\"}", "{\"x\": 1, \"t\": [\"caf\xe9\"]}", "{\"x\": 1, \"caf\xe9\": 2}",
    };
    whisker_scan_options strict = lines();
    strict.strict = 1;
    for (size_t i = 0; i < sizeof unread / sizeof *unread; i++) {
        expect_table(scan_text(unread[i], NULL, FIELDS(REAL("x"))), "x\n1\n");
        scanned made = scan_text(unread[i], &strict, FIELDS(REAL("x")));
        cr_expect(made.status == WHISKER_MALFORMED || made.status == WHISKER_BAD_ENCODING, "%s", unread[i]);
        cr_expect_eq(made.error.line, 1, "%s", unread[i]);
        scanned_free(&made);
    }
    expect_table(scan_text("{\"x\": 1, \"t\": [{\"a\": [\"\\u00e9\", {}]}, -1e5, null, {}]}", &strict, FIELDS(REAL("x"))), "x\n1\n");
}
