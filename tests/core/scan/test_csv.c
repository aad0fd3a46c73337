#include "fixture.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static whisker_scan_options csv(void)
{
    return (whisker_scan_options){.size = sizeof(whisker_scan_options), .syntax = WHISKER_CSV};
}

static scanned scan_csv_text(const char *text, const whisker_field *fields, int32_t n_fields)
{
    whisker_scan_options options = csv();
    return scan_text(text, &options, fields, n_fields);
}

Test(csv, names_columns_by_its_first_record)
{
    expect_table(scan_csv_text("item,model,score\nq1,a,1\nq2,a,0.5\n", FIELDS(SYMBOL("item"), REAL("score"))),
                 "item|score\nq1|1\nq2|0.5\n");
}

Test(csv, has_a_column_without_a_name)
{
    expect_table(scan_csv_text(",winner\n0,model_a\n1,tie\n", FIELDS(SYMBOL_AS("", "index"), SYMBOL("winner"))),
                 "index|winner\n0|model_a\n1|tie\n");
}

Test(csv, quotes_separators_quotes_and_line_ends)
{
    expect_table(scan_csv_text("\xef\xbb\xbf\"a\",\"b,\"\"c\"\"\"\r\n\"1,2\",\"say \"\"hi\"\"\"\r\n\"two\r\nlines\",\"\"\r\nplain \"quote\",x\r\n",
                               FIELDS(SYMBOL("a"), SYMBOL("b,\"c\""))),
                 "a|b,\"c\"\n1,2|say \"hi\"\ntwo\r\nlines|\nplain \"quote\"|x\n");
}

Test(csv, looks_for_its_separator_in_the_header)
{
    expect_table(scan_csv_text("a;b\n1,5;2\n", FIELDS(SYMBOL("a"), REAL("b"))), "a|b\n1,5|2\n");
    expect_table(scan_csv_text("a\tb\n1;1\t2\n", FIELDS(SYMBOL("a"), REAL("b"))), "a|b\n1;1|2\n");
    expect_table(scan_csv_text("\"a;x;y\",b\n1,2\n", FIELDS(SYMBOL("a;x;y"), REAL("b"))), "a;x;y|b\n1|2\n");
    expect_table(scan_csv_text("only\n1\n2", FIELDS(REAL("only"))), "only\n1\n2\n");
}

Test(csv, leaves_cells_without_a_value_empty)
{
    scanned made = scan_csv_text("s,x\n,\nNA,NA\n\"\",\"NA\"\nN/A,N/A\nb,true\n", FIELDS(SYMBOL("s"), REAL("x")));
    const int32_t *cells = whisker_table_column_symbols(made.table, 0);
    cr_expect_eq(cells[0], WHISKER_NO_SYMBOL);
    cr_expect_eq(cells[2], WHISKER_NO_SYMBOL);
    expect_table(made, "s|x\n|\nNA|\n|\nN/A|<N/A>\nb|<true>\n");
}

Test(csv, skips_ragged_and_broken_records_and_goes_on)
{
    scanned made = scan_csv_text("a,b\n1,2\n3\n4,5,6\n\"x\"y,7\n\n8,9\n10,\"caf\xe9\"\n11,\"never ends\n12,13\n",
                                 FIELDS(REAL("a"), SYMBOL("b"), SYMBOL("@")));
    cr_expect_eq(made.result.skipped, 5);
    expect_problems(&made, 4);
    expect_problem(&made, 0, WHISKER_MALFORMED, "3 x2: a record does not have as many fields as the header");
    expect_problem(&made, 1, WHISKER_MALFORMED, "5 x1: text after the quote that closes a field");
    expect_problem(&made, 2, WHISKER_BAD_ENCODING,
                   "8 x1: text that is not UTF-8 (is the file in Latin-1 or Windows-1252?)");
    expect_problem(&made, 3, WHISKER_MALFORMED, "9 x1: a quoted field does not end (was the file cut off?)");
    expect_table(made, "a|b|@\n1|2|0\n8|9|4\n12|13|7\n");
}

Test(csv, counts_lines_over_quoted_line_ends)
{
    scanned made = scan_csv_text("a,b\r\n\"1\r\n2\",\"x\ny\"\r\nragged\r\n", FIELDS(SYMBOL("a")));
    expect_problem(&made, 0, WHISKER_MALFORMED, "5 x1: a record does not have as many fields as the header");
    expect_table(made, "a\n1\r\n2\n");
}

Test(csv, takes_all_columns_by_a_star)
{
    whisker_field star = {.size = sizeof star, .path = "*", .name = "m:*", .kind = WHISKER_REAL, .except = "item"};
    whisker_field fields[] = {SYMBOL("item"), star};
    expect_table(scan_csv_text("item,acc,f1\nq,1,0.25\n", fields, 2), "item|m:acc|m:f1\nq|1|0.25\n");
}

Test(csv, fails_when_no_declared_column_is_there)
{
    expect_failure(scan_csv_text("item,score\n1,2\n", FIELDS(SYMBOL("itm"))), WHISKER_MALFORMED, 1,
                   "none of the declared columns is in the header, which names: item, score");
    expect_failure(scan_csv_text("\n\n", FIELDS(SYMBOL("itm"))), WHISKER_MALFORMED, 0, "is empty");
}

Test(csv, reads_files_in_pieces)
{
    enum { RECORDS = 60000 };
    size_t room = (size_t)RECORDS * 64, length = 0;
    char *text = malloc(room);
    length += (size_t)snprintf(text, 64, "i,t,x\r\n");
    for (int i = 0; i < RECORDS; i++)
        length += (size_t)snprintf(text + length, 64, "%d,\"a \"\"%d\"\",\r\n%*s\",%d\r\n", i, i, i % 17, "", i * 3);
    temporary file = temporary_file("pieces.csv", text, length);
    whisker_scan_options options = csv();
    scanned made = scan_file(file.path, &options, FIELDS(REAL("i"), REAL("x"), SYMBOL("t")));
    cr_expect_eq(made.status, WHISKER_OK, "%s", made.error.text);
    cr_assert_eq(whisker_table_rows(made.table), RECORDS);
    expect_problems(&made, 0);
    const double *index = whisker_table_column_reals(made.table, 0), *x = whisker_table_column_reals(made.table, 1);
    for (int64_t row = 0; row < RECORDS; row++)
        cr_assert(index[row] == (double)row && x[row] == (double)row * 3);
    scanned_free(&made);
    temporary_remove(&file);
    free(text);
}

Test(csv, bounds_a_record)
{
    whisker_scan_options options = csv();
    options.max_record_bytes = 40;
    scanned made = scan_text("a,b\n1,2\n3,\"a text that goes on\nfor more than forty bytes, quoted\"\n4,5\n", &options,
                             FIELDS(REAL("a")));
    cr_expect_eq(made.status, WHISKER_OK);
    cr_expect_eq(made.result.last_row, 2);
    expect_problem(&made, 0, WHISKER_TOO_LARGE,
                   "3 x1: a record beyond the limit of bytes for one record (is a quote missing?)");
    scanned_free(&made);
}
