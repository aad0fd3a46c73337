#include "fixture.h"

#include <criterion/criterion.h>

#include <string.h>

static whisker_scan_options one_value(const char *rows)
{
    return (whisker_scan_options){.size = sizeof(whisker_scan_options), .syntax = WHISKER_JSON, .rows = rows};
}

Test(json_value, keeps_the_rows_before_a_cut)
{
    scanned made = scan_text("[\n {\"x\": 1},\n {\"x\": 2},\n {\"x\": 3, \"t\": \"and th", NULL, FIELDS(REAL("x")));
    cr_expect_eq(made.result.skipped, 1);
    expect_problems(&made, 1);
    expect_problem(&made, 0, WHISKER_MALFORMED, "4 x1: file ends inside a string (was the run cut off?)");
    expect_table(made, "x\n1\n2\n");
}

Test(json_value, fills_what_is_known_around_the_rows_before_a_cut)
{
    whisker_scan_options options = one_value("r.*");
    scanned made = scan_text("{\"model\": \"m\", \"r\": [{\"x\": 1}, {\"x\": 2}], \"task\": \"t\", \"r2\": [", &options,
                             FIELDS(REAL("x"), SYMBOL_AS("^.^.model", "model"), SYMBOL_AS("^.^.task", "task")));
    expect_problem(&made, 0, WHISKER_MALFORMED, "1 x1: file ends inside an object or array (was the run cut off?)");
    expect_table(made, "x|model|task\n1|m|t\n2|m|t\n");
}

Test(json_value, fails_when_no_row_was_complete)
{
    whisker_scan_options options = one_value(NULL);
    expect_failure(scan_text("{\n\"x\": 1,\n\"y\":", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 3,
                   "file ends inside an object (was the run cut off?)");
    expect_failure(scan_text("[{\"x\": 1,", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 1,
                   "file ends inside an object (was the run cut off?)");
    expect_failure(scan_text("\n\n}", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 3,
                   "not JSON: \"}\" where a value should stand");
}

Test(json_value, names_the_line_of_a_fault)
{
    whisker_scan_options options = one_value(NULL);
    options.strict = 1;
    expect_failure(scan_text("[\n{\"x\": 1},\n\n{\"x\" = 1}]", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 4,
                   "not JSON: \"=\" where a colon should stand");
    expect_failure(scan_text("[\n{\"x\": 1}\n{\"x\": 1}]", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 3,
                   "not JSON: \"{\" where a comma should stand");
    expect_failure(scan_text("[{\"x\": 1,}]", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 1,
                   "not JSON: \"}\" where a key should stand");
    expect_failure(scan_text("[{\"x\": 1}, \x01]", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 1,
                   "not JSON: byte 0x01 where a value should stand");
}

Test(json_value, tells_of_text_behind_the_value)
{
    whisker_scan_options options = one_value(NULL);
    scanned made = scan_text("[{\"x\": 1}]\n\nmore\n", &options, FIELDS(REAL("x")));
    expect_problem(&made, 0, WHISKER_MALFORMED, "3 x1: text after the end of the value is not read");
    expect_table(made, "x\n1\n");
    options.strict = 1;
    expect_failure(scan_text("[{\"x\": 1}]\n\nmore\n", &options, FIELDS(REAL("x"))), WHISKER_MALFORMED, 3,
                   "text after the end of the value is not read");
}

Test(json_value, has_no_rows_where_there_are_none)
{
    expect_table(scan_text("[]", NULL, FIELDS(REAL("x"))), "x\n");
    whisker_scan_options options = one_value("samples.*");
    expect_table(scan_text("{\"samples\": null}", &options, FIELDS(REAL("x"))), "x\n");
    expect_table(scan_text("{\"status\": \"error\"}", &options, FIELDS(REAL("x"))), "x\n");
}

Test(json_value, adds_to_the_rows_that_are_there)
{
    scanned made = scan_text("[{\"x\": 1}]", NULL, FIELDS(REAL("x")));
    const whisker_field field = REAL("y");
    made.status = whisker_scan_text(made.table, "second", "[{\"y\": 5}, {\"y\": 6}]", 20, 1, &field, NULL, &made.result,
                                    &made.error);
    cr_expect_eq(made.result.first_row, 1);
    cr_expect_eq(made.result.last_row, 3);
    made.status = whisker_scan_text(made.table, "third", "nothing", 7, 1, &field, NULL, &made.result, &made.error);
    cr_expect_eq(made.status, WHISKER_MALFORMED);
    made.status = WHISKER_OK;
    expect_table(made, "x|y\n1|\n|5\n|6\n");
}
