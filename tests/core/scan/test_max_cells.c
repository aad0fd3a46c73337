/* A table that may grow no further: the scan that would make it ends, and leaves it as it was. */
#include "fixture.h"
#include "zip_writer.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOO_MANY(cells) "more than the limit of " cells " cells (rows times columns): read less at once, name fewer " \
                        "fields, or raise max_cells"

static whisker_scan_options holding(int64_t max_cells, int32_t syntax)
{
    return (whisker_scan_options){.size = sizeof(whisker_scan_options), .syntax = syntax, .max_cells = max_cells};
}

static void expect_limit(const char *text, int32_t syntax)
{
    whisker_scan_options enough = holding(6, syntax), scarce = holding(5, syntax);
    expect_table(scan_text(text, &enough, FIELDS(REAL("x"), SYMBOL("y"))), "x|y\n1|a\n2|b\n3|c\n");
    expect_failure(scan_text(text, &scarce, FIELDS(REAL("x"), SYMBOL("y"))), WHISKER_TOO_LARGE, 0, TOO_MANY("5"));
}

Test(max_cells, counts_rows_times_columns)
{
    expect_limit("{\"x\": 1, \"y\": \"a\"}\n{\"x\": 2, \"y\": \"b\"}\n{\"x\": 3, \"y\": \"c\"}\n", WHISKER_JSON_LINES);
    expect_limit("[{\"x\": 1, \"y\": \"a\"}, {\"x\": 2, \"y\": \"b\"}, {\"x\": 3, \"y\": \"c\"}]", WHISKER_JSON);
    expect_limit("x,y\n1,a\n2,b\n3,c\n", WHISKER_CSV);
}

Test(max_cells, holds_for_lines_on_several_threads)
{
    enum { ROWS = 300000, ROW = 10 };
    char *text = malloc((size_t)ROWS * ROW + 1), *at = text;
    cr_assert_not_null(text);
    for (int i = 0; i < ROWS; i++)
        at += sprintf(at, "{\"x\": %d}\n", i % 10);
    whisker_scan_options options = holding(ROWS - 1, WHISKER_JSON_LINES);
    options.threads = 4;
    expect_failure(scan_text(text, &options, FIELDS(REAL("x"))), WHISKER_TOO_LARGE, 0, TOO_MANY("299999"));
    options.max_cells = ROWS;
    scanned made = scan_text(text, &options, FIELDS(REAL("x")));
    cr_expect_eq(whisker_table_rows(made.table), ROWS);
    scanned_free(&made);
    free(text);
}

Test(max_cells, holds_for_an_archive_and_for_what_the_table_held_before)
{
    zip_writer zip = {0};
    zip_add(&zip, "s/1.json", ZIP_STORED, "[{\"x\": 1}, {\"x\": 2}]", 20, 7);
    zip_add(&zip, "s/2.json", ZIP_STORED, "[{\"x\": 3}, {\"x\": 4}]", 20, 7);
    zip_finish(&zip);
    temporary file = temporary_file("log.eval", zip.bytes, zip.length);
    free(zip.bytes);
    whisker_scan_options enough = holding(4, WHISKER_JSON), scarce = holding(3, WHISKER_JSON);
    expect_failure(scan_archive(file.path, "s/*.json", &scarce, FIELDS(REAL("x"))), WHISKER_TOO_LARGE, 0, TOO_MANY("3"));
    scanned made = scan_archive(file.path, "s/*.json", &enough, FIELDS(REAL("x")));
    cr_expect_eq(whisker_table_rows(made.table), 4);
    const whisker_field field = REAL("x");
    whisker_scan_result more = {.size = sizeof more};
    whisker_error error = {0};
    cr_expect_eq(whisker_scan_text(made.table, "text", "x\n5\n", 4, 1, &field,
                                   &(whisker_scan_options){.size = sizeof enough, .syntax = WHISKER_CSV, .max_cells = 4},
                                   &more, &error), WHISKER_TOO_LARGE);
    cr_expect_eq(whisker_table_rows(made.table), 4);
    scanned_free(&made);
    temporary_remove(&file);
}
