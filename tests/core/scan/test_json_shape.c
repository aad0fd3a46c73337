#include "fixture.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const whisker_scan_options lines = {.size = sizeof lines, .syntax = WHISKER_JSON_LINES};

/* ---- by hand ---- */

Test(json_shape, keys_that_come_go_and_change_places)
{
    expect_table(scan_text("{\"a\": 1, \"b\": 2, \"c\": 3}\n{\"a\": 4, \"b\": 5, \"c\": 6}\n{\"a\": 7, \"c\": 8}\n"
                           "{\"c\": 9, \"b\": 10, \"a\": 11}\n{\"b\": 12}\n{}\n{\"a\": 13, \"x\": {\"a\": 0}, \"b\": 14}\n"
                           "{\"a\" :15,\"b\" : 16 , \"c\":17}\n",
                           &lines, FIELDS(REAL("a"), REAL("b"), REAL("c"))),
                 "a|b|c\n1|2|3\n4|5|6\n7||8\n11|10|9\n|12|\n||\n13|14|\n15|16|17\n");
}

Test(json_shape, a_name_a_second_time_forgets_the_first)
{
    expect_table(scan_text("{\"d\": {\"a\": 1, \"b\": 2}, \"d\": {\"b\": 3}}\n"
                           "{\"d\": {\"a\": 4, \"b\": 5}, \"d\": {\"b\": 6}}\n",
                           &lines, FIELDS(REAL("d.a"), REAL("d.b"))),
                 "d.a|d.b\n|3\n|6\n");
}

Test(json_shape, elements_by_place_and_by_wildcard)
{
    expect_table(scan_text("{\"l\": [1, 2, 3], \"m\": [[1, 2], [3]]}\n"
                           "{\"l\": [4, 5], \"m\": []}\n{\"l\": [ ], \"m\": [[], [7, 8, 9]]}\n",
                           &lines, FIELDS(REAL("l[1]"), REAL("m[1][0]"), SYMBOL("m.*[1]"))),
                 "l[1]|m[1][0]|m[0][1]|m[1][1]\n2|3|2|\n5|||\n|7||8\n");
}

/* What stands where the expected key would, and is none. */
Test(json_shape, guesses_do_not_let_anything_pass)
{
    static const char *const wrong[] = {
        "{, \"b\": 2}", "{\"a\": 1 \"b\": 2}", "{\"a\": 1, \"b\": }", "{\"a\": 1, \"b\": ]}", "{\"a\": 1, }",
        "{\"a\": 1, \"b\": ", "{\"a\": 1, \"b\" 2}", "{\"b\": 1, , \"b\": 2}", "{\"a\": [, 1]}", "{\"a\": [1, ]}", "{\"a\": [1 1]}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[200];
        snprintf(text, sizeof text, "{\"a\": [1, 1], \"b\": 2}\n{\"a\": 1, \"b\": 2}\n%s\n", wrong[i]);
        scanned scanned = scan_text(text, &lines, FIELDS(REAL("a[1]"), REAL("b")));
        cr_expect_eq(scanned.result.skipped, 1, "%s", wrong[i]);
        expect_table(scanned, "a[1]|b\n1|2\n|2\n");
    }
}

/* ---- at random: lines together, of which each could mislead the next, and each alone ---- */

typedef struct writer {
    random_stream stream;
    char *at;
} writer;

static int one_in(writer *writer, uint32_t count)
{
    return random_below(&writer->stream, count) == 0;
}

static void put(writer *writer, const char *text)
{
    writer->at += sprintf(writer->at, "%s", text);
}

static void put_space(writer *writer)
{
    static const char *const spaces[] = {"", " ", "  ", "\t"};
    put(writer, one_in(writer, 10) ? spaces[random_below(&writer->stream, 4)] : " ");
}

static void put_value(writer *writer, int depth);

static void put_members(writer *writer, int is_object, int depth)
{
    static const char *const names[] = {
        "\"a\"", "\"b\"", "\"c\"", "\"list\"", "\"\"", "\"\\u0061\"",
        "\"a key of over sixty-four bytes that is too long to be expected anywhere\"",
    };
    uint32_t count = random_below(&writer->stream, 6);
    put(writer, is_object ? "{" : "[");
    for (uint32_t i = 0; i < count; i++) {
        put(writer, i > 0 && !one_in(writer, 100) ? "," : "");
        put_space(writer);
        if (is_object) {
            uint32_t usual = one_in(writer, 4) ? random_below(&writer->stream, 7) : i < 4 ? i : 0;
            put(writer, names[usual]);
            put(writer, one_in(writer, 20) ? " : " : one_in(writer, 200) ? "" : ": ");
        }
        put_value(writer, depth + 1);
    }
    put(writer, one_in(writer, 200) ? ",}" : is_object ? "}" : "]");
}

static void put_value(writer *writer, int depth)
{
    static const char *const scalars[] = {"1", "-2.5", "\"text\"", "\"t\\\"wo\"", "true", "null", "17", "\"\""};
    uint32_t kind = random_below(&writer->stream, 10);
    if (depth == 0 || (depth < 4 && kind < 4))
        put_members(writer, depth == 0 || kind < 2, depth);
    else
        put(writer, scalars[random_below(&writer->stream, 8)]);
}

static scanned scan_lines(const char *text)
{
    return scan_text(text, &lines, FIELDS(REAL("a"), SYMBOL("b.a"), SYMBOL("list[1]"), SYMBOL("c.list.*.a"),
                                          SYMBOL("list.**"), SYMBOL("b.*.c")));
}

static const char *text_at(const whisker_table *table, int64_t row, const char *name, size_t length, char *digits)
{
    int32_t column = whisker_table_find(table, name, length);
    const int32_t *symbols = column == WHISKER_NO_COLUMN ? NULL : whisker_table_column_symbols(table, column);
    const double *reals = column == WHISKER_NO_COLUMN ? NULL : whisker_table_column_reals(table, column);
    if (symbols != NULL && symbols[row] != WHISKER_NO_SYMBOL)
        return whisker_table_text(table, symbols[row], NULL);
    sprintf(digits, "%g", reals == NULL ? NAN : reals[row]);
    return digits;
}

/* The row of one line as the table of all lines has it, and no cell more. */
static void expect_row(const whisker_table *all, int64_t row, const whisker_table *alone, const char *line)
{
    char here[32], there[32];
    for (int32_t column = 0; column < whisker_table_columns(all); column++) {
        size_t length;
        const char *name = whisker_table_column_name(all, column, &length);
        cr_expect_str_eq(text_at(all, row, name, length, here), text_at(alone, 0, name, length, there), "%s of %s",
                         name, line);
    }
    for (int32_t column = 0; column < whisker_table_columns(alone); column++) {
        size_t length;
        const char *name = whisker_table_column_name(alone, column, &length);
        cr_expect_neq(whisker_table_find(all, name, length), WHISKER_NO_COLUMN, "%s of %s", name, line);
    }
}

Test(json_shape, what_was_read_before_changes_nothing)
{
    enum { LINES = 60 };
    static char text[1 << 18], line[LINES][1 << 12];
    for (uint64_t round = 0; round < 200; round++) {
        writer writer = {.stream = random_open(11, round)};
        char *end = text;
        for (int i = 0; i < LINES; i++) {
            writer.at = line[i];
            put_value(&writer, 0);
            end += sprintf(end, "%s\n", line[i]);
        }
        scanned all = scan_lines(text);
        int64_t row = 0;
        for (int i = 0; i < LINES; i++) {
            scanned alone = scan_lines(line[i]);
            cr_assert(whisker_table_rows(alone.table) == 0 || row < whisker_table_rows(all.table), "%s", line[i]);
            if (whisker_table_rows(alone.table) == 1)
                expect_row(all.table, row++, alone.table, line[i]);
            scanned_free(&alone);
        }
        cr_expect_eq(row, whisker_table_rows(all.table));
        cr_expect_gt(row, LINES / 2);
        scanned_free(&all);
    }
}
