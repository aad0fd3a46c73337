#include "same.h"

#include <criterion/criterion.h>

#include <string.h>

static void expect_same_column(const whisker_table *one, const whisker_table *other, int32_t column)
{
    size_t length, other_length;
    const char *name = whisker_table_column_name(one, column, &length);
    const char *other_name = whisker_table_column_name(other, column, &other_length);
    cr_assert(length == other_length && memcmp(name, other_name, length) == 0, "%s and %s", name, other_name);
    cr_assert_eq(whisker_table_column_kind(one, column), whisker_table_column_kind(other, column), "%s", name);
    size_t rows = (size_t)whisker_table_rows(one);
    const int32_t *symbols = whisker_table_column_symbols(one, column);
    const int32_t *other_symbols = whisker_table_column_symbols(other, column);
    cr_assert_eq(symbols == NULL, other_symbols == NULL, "%s", name);
    cr_assert(symbols == NULL || memcmp(symbols, other_symbols, rows * sizeof *symbols) == 0, "texts of %s", name);
    const double *reals = whisker_table_column_reals(one, column);
    const double *other_reals = whisker_table_column_reals(other, column);
    cr_assert(reals == NULL || memcmp(reals, other_reals, rows * sizeof *reals) == 0, "numbers of %s", name);
}

static void expect_same_problems(const whisker_table *one, const whisker_table *other)
{
    cr_assert_eq(whisker_table_problems(one), whisker_table_problems(other));
    for (int32_t i = 0; i < whisker_table_problems(one); i++) {
        whisker_problem a = {.size = sizeof a}, b = {.size = sizeof b};
        whisker_table_problem(one, i, &a);
        whisker_table_problem(other, i, &b);
        cr_assert_eq(a.line, b.line, "%s", a.text);
        cr_assert_eq(a.count, b.count, "%s", a.text);
        cr_assert_eq(a.status, b.status, "%s", a.text);
        cr_assert_str_eq(a.text, b.text);
        cr_assert_str_eq(a.source, b.source);
    }
}

void expect_same(const scanned *one, const scanned *other)
{
    cr_assert_eq(one->status, other->status, "%s, %s", one->error.text, other->error.text);
    cr_assert_str_eq(one->error.text, other->error.text);
    cr_assert_eq(one->error.line, other->error.line);
    cr_assert_eq(one->result.skipped, other->result.skipped);
    cr_assert_eq(one->result.bytes, other->result.bytes);
    cr_assert_eq(whisker_table_rows(one->table), whisker_table_rows(other->table));
    cr_assert_eq(whisker_table_symbols(one->table), whisker_table_symbols(other->table));
    for (int32_t symbol = 0; symbol < whisker_table_symbols(one->table); symbol++)
        cr_assert_str_eq(whisker_table_text(one->table, symbol, NULL), whisker_table_text(other->table, symbol, NULL));
    cr_assert_eq(whisker_table_columns(one->table), whisker_table_columns(other->table));
    for (int32_t column = 0; column < whisker_table_columns(one->table); column++)
        expect_same_column(one->table, other->table, column);
    expect_same_problems(one->table, other->table);
}
