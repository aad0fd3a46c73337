#include "data/table.h"

#include "counting_allocator.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static whisker_table *new_table(void)
{
    whisker_table *table = NULL;
    cr_assert_eq(whisker_table_new(NULL, &table, NULL), WHISKER_OK);
    return table;
}

static int32_t add_column(whisker_table *table, const char *name, int32_t kind)
{
    int32_t column = WHISKER_NO_COLUMN;
    cr_assert_eq(whisker_table_add_column(table, name, strlen(name), kind, &column, NULL), WHISKER_OK);
    return column;
}

static int64_t add_rows(whisker_table *table, int64_t count)
{
    int64_t first = -1;
    cr_assert_eq(whisker_table_add_rows(table, count, &first, NULL), WHISKER_OK);
    return first;
}

static int32_t intern(whisker_table *table, const char *text)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    cr_assert_eq(whisker_table_intern(table, text, strlen(text), &symbol, NULL), WHISKER_OK);
    return symbol;
}

Test(table, finds_its_columns_by_name)
{
    whisker_table *table = new_table();
    int32_t item = add_column(table, "item", WHISKER_SYMBOL), score = add_column(table, "score", WHISKER_REAL);
    cr_assert(item == 0 && score == 1);
    cr_assert_eq(whisker_table_columns(table), 2);
    cr_assert_eq(whisker_table_find(table, "score", 5), score);
    cr_assert_eq(whisker_table_find(table, "scor", 4), WHISKER_NO_COLUMN);
    cr_assert_eq(add_column(table, "score", WHISKER_REAL), score);
    cr_assert_eq(whisker_table_column_kind(table, score), WHISKER_REAL);
    cr_assert_eq(whisker_table_column_kind(table, 2), 0);
    size_t length = 9;
    cr_assert_str_eq(whisker_table_column_name(table, item, &length), "item");
    cr_assert_eq(length, 4);
    cr_assert_null(whisker_table_column_name(table, -1, &length));
    cr_assert_eq(length, 0);
    cr_assert_eq(whisker_table_symbols(table), 0, "names of columns are no symbols of cells");
    whisker_table_free(table);
}

Test(table, refuses_a_column_of_two_kinds_and_a_column_too_many)
{
    whisker_table *table = new_table();
    whisker_error error;
    int32_t column;
    add_column(table, "score", WHISKER_REAL);
    cr_assert_eq(whisker_table_add_column(table, "score", 5, WHISKER_SYMBOL, &column, &error), WHISKER_CONFLICT);
    cr_assert_str_eq(error.text, "column \"score\" holds numbers already");
    cr_assert_eq(whisker_table_add_column(table, "x", 1, 3, &column, &error), WHISKER_BAD_ARGUMENT);
    for (int32_t i = 1; i < MOST_COLUMNS; i++)
        cr_assert_eq(whisker_table_add_column(table, (char *)&i, sizeof i, WHISKER_REAL, &column, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_add_column(table, "more", 4, WHISKER_REAL, &column, &error), WHISKER_TOO_LARGE);
    cr_assert_eq(whisker_table_add_column(table, "score", 5, WHISKER_REAL, &column, &error), WHISKER_OK);
    whisker_table_free(table);
}

Test(table, starts_every_cell_empty)
{
    whisker_table *table = new_table();
    int32_t item = add_column(table, "item", WHISKER_SYMBOL);
    cr_assert_not_null(whisker_table_column_symbols(table, item));
    cr_assert_eq(add_rows(table, 3), 0);
    int32_t score = add_column(table, "score", WHISKER_REAL);
    cr_assert_eq(add_rows(table, 1000), 3);
    cr_assert_eq(whisker_table_rows(table), 1003);
    for (int64_t row = 0; row < 1003; row++) {
        cr_assert_eq(whisker_table_column_symbols(table, item)[row], WHISKER_NO_SYMBOL);
        cr_assert(isnan(whisker_table_column_reals(table, score)[row]));
    }
    cr_assert_null(whisker_table_column_reals(table, item));
    cr_assert_null(whisker_table_column_symbols(table, score));
    cr_assert_null(whisker_table_column_symbols(table, 7));
    cr_assert_null(whisker_table_column_reals(table, -1));
    whisker_table_free(table);
}

Test(table, keeps_text_in_a_real_column)
{
    whisker_table *table = new_table();
    int32_t score = add_column(table, "score", WHISKER_REAL), correct = intern(table, "C");
    add_rows(table, 4);
    whisker_table_set_real(table, 0, score, 0.5, NULL);
    whisker_table_set_real(table, 2, score, 1, NULL);
    cr_assert_null(whisker_table_column_symbols(table, score));
    cr_assert_eq(whisker_table_set_symbol(table, 2, score, correct, NULL), WHISKER_OK);
    add_rows(table, 100);
    const int32_t *symbols = whisker_table_column_symbols(table, score);
    const double *reals = whisker_table_column_reals(table, score);
    cr_assert(symbols[0] == WHISKER_NO_SYMBOL && symbols[2] == correct && symbols[103] == WHISKER_NO_SYMBOL);
    cr_assert(reals[0] == 0.5 && isnan(reals[2]));
    whisker_table_set_real(table, 2, score, 0.25, NULL);
    cr_assert(symbols[2] == WHISKER_NO_SYMBOL && reals[2] == 0.25);
    whisker_table_set_symbol(table, 2, score, WHISKER_NO_SYMBOL, NULL);
    cr_assert(isnan(reals[2]));
    whisker_table_free(table);
}

Test(table, empties_what_is_truncated)
{
    whisker_table *table = new_table();
    int32_t item = add_column(table, "item", WHISKER_SYMBOL), score = add_column(table, "score", WHISKER_REAL);
    int32_t a = intern(table, "a");
    add_rows(table, 3);
    cr_assert_eq(whisker_table_fill(table, item, 0, 3, a, NULL), WHISKER_OK);
    whisker_table_fill(table, score, 1, 3, a, NULL);
    whisker_table_truncate(table, 7);
    whisker_table_truncate(table, -1);
    cr_assert_eq(whisker_table_rows(table), 3);
    whisker_table_truncate(table, 1);
    cr_assert_eq(whisker_table_rows(table), 1);
    cr_assert_eq(add_rows(table, 2), 1);
    cr_assert_eq(whisker_table_column_symbols(table, item)[0], a);
    for (int64_t row = 1; row < 3; row++) {
        cr_assert_eq(whisker_table_column_symbols(table, item)[row], WHISKER_NO_SYMBOL);
        cr_assert_eq(whisker_table_column_symbols(table, score)[row], WHISKER_NO_SYMBOL);
    }
    whisker_table_free(table);
}

Test(table, refuses_cells_that_are_not_there)
{
    whisker_table *table = new_table();
    whisker_error error;
    int32_t item = add_column(table, "item", WHISKER_SYMBOL), score = add_column(table, "score", WHISKER_REAL);
    int32_t a = intern(table, "a");
    add_rows(table, 2);
    cr_assert_eq(whisker_table_set_symbol(table, 2, item, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_str_eq(error.text, "rows 2 to 3 are not in a table of 2 rows");
    cr_assert_eq(whisker_table_set_symbol(table, -1, item, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_symbol(table, INT64_MAX, item, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_symbol(table, 0, 2, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_symbol(table, 0, item, 1, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_symbol(table, 0, item, -2, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_real(table, 0, item, 1, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_real(table, 2, score, 1, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_set_real(table, INT64_MAX, score, 1, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_fill(table, item, 1, 0, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_fill(table, item, 0, 3, a, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_fill(table, item, 2, 2, a, &error), WHISKER_OK);
    cr_assert_eq(whisker_table_add_rows(table, -1, NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_add_rows(table, INT64_MAX, NULL, &error), WHISKER_NO_MEMORY);
    cr_assert_eq(whisker_table_rows(table), 2);
    cr_assert_eq(whisker_table_column_symbols(table, item)[0], WHISKER_NO_SYMBOL);
    whisker_table_free(table);
    whisker_table_free(NULL);
}

/* ---- whole columns ---- */

/* Rows: b a - a c b */
static whisker_table *lettered(int32_t *column, int32_t symbol[3], int32_t kind)
{
    whisker_table *table = new_table();
    *column = add_column(table, "letter", kind);
    for (int i = 0; i < 3; i++)
        symbol[i] = intern(table, (const char *[]){"a", "b", "c"}[i]);
    const int32_t rows[6] = {symbol[1], symbol[0], WHISKER_NO_SYMBOL, symbol[0], symbol[2], symbol[1]};
    add_rows(table, 6);
    for (int i = 0; i < 6; i++)
        whisker_table_set_symbol(table, i, *column, rows[i], NULL);
    return table;
}

Test(table, lists_distinct_texts_by_first_appearance)
{
    int32_t column, symbol[3], found[3] = {-5, -5, -5}, count;
    whisker_table *table = lettered(&column, symbol, WHISKER_SYMBOL);
    cr_assert_eq(whisker_table_distinct(table, column, 0, 6, found, 3, &count, NULL), WHISKER_OK);
    cr_assert(count == 3 && found[0] == symbol[1] && found[1] == symbol[0] && found[2] == symbol[2]);
    cr_assert_eq(whisker_table_distinct(table, column, 1, 4, found, 3, &count, NULL), WHISKER_OK);
    cr_assert(count == 1 && found[0] == symbol[0]);
    found[1] = -5;
    cr_assert_eq(whisker_table_distinct(table, column, 0, 6, found, 1, &count, NULL), WHISKER_OK);
    cr_assert(count == 3 && found[1] == -5);
    cr_assert_eq(whisker_table_distinct(table, column, 0, 6, NULL, 0, &count, NULL), WHISKER_OK);
    cr_assert_eq(count, 3);
    cr_assert_eq(whisker_table_distinct(table, column, 0, 7, NULL, 0, &count, NULL), WHISKER_BAD_ARGUMENT);
    int32_t real = add_column(table, "real", WHISKER_REAL);
    cr_assert_eq(whisker_table_distinct(table, real, 0, 6, NULL, 0, &count, NULL), WHISKER_OK);
    cr_assert_eq(count, 0);
    whisker_table_free(table);
}

Test(table, gives_texts_their_numbers)
{
    int32_t column, symbol[3];
    int64_t changed;
    whisker_table *table = lettered(&column, symbol, WHISKER_REAL);
    const int32_t from[3] = {symbol[2], symbol[1], symbol[1]};
    const double values[3] = {1, 0.5, 9};
    cr_assert_eq(whisker_table_recode(table, column, 1, 6, 3, from, values, &changed, NULL), WHISKER_OK);
    cr_assert_eq(changed, 2);
    const int32_t *symbols = whisker_table_column_symbols(table, column);
    const double *reals = whisker_table_column_reals(table, column);
    cr_assert(isnan(reals[0]) && symbols[0] == symbol[1], "row 0 lies outside the range");
    cr_assert(isnan(reals[1]) && symbols[1] == symbol[0]);
    cr_assert(isnan(reals[2]) && symbols[2] == WHISKER_NO_SYMBOL);
    cr_assert(reals[4] == 1 && symbols[4] == WHISKER_NO_SYMBOL);
    cr_assert(reals[5] == 0.5, "of equal symbols the first counts");
    int32_t wrong = 3, text = add_column(table, "text", WHISKER_SYMBOL);
    cr_assert_eq(whisker_table_recode(table, column, 0, 6, 1, &wrong, values, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_recode(table, text, 0, 6, 1, from, values, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_recode(table, column, 0, 6, 0, NULL, NULL, &changed, NULL), WHISKER_OK);
    cr_assert_eq(changed, 0);
    whisker_table_free(table);
}

Test(table, replaces_all_texts_at_once)
{
    int32_t column, symbol[3];
    whisker_table *table = lettered(&column, symbol, WHISKER_SYMBOL);
    const int32_t from[3] = {symbol[0], symbol[1], symbol[2]};
    const int32_t to[3] = {symbol[1], symbol[0], WHISKER_NO_SYMBOL};
    cr_assert_eq(whisker_table_replace(table, column, 3, from, to, NULL), WHISKER_OK);
    const int32_t *cells = whisker_table_column_symbols(table, column);
    const int32_t expected[6] = {symbol[0], symbol[1], -1, symbol[1], -1, symbol[0]};
    cr_assert_eq(memcmp(cells, expected, sizeof expected), 0);
    int32_t wrong = 3, real = add_column(table, "real", WHISKER_REAL);
    cr_assert_eq(whisker_table_replace(table, column, 1, &wrong, to, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_replace(table, column, 1, from, &wrong, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_table_replace(table, real, 1, from, to, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

/* ---- memory ---- */

static int32_t use_table(whisker_table *table)
{
    int32_t item, score, symbol = 0, found[8], count;
    int32_t status = whisker_table_add_column(table, "item", 4, WHISKER_SYMBOL, &item, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_add_rows(table, 100, NULL, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_add_column(table, "score", 5, WHISKER_REAL, &score, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_intern(table, "A", 1, &symbol, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_fill(table, score, 0, 50, symbol, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_add_rows(table, 1000, NULL, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_distinct(table, score, 0, 1100, found, 8, &count, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_recode(table, score, 0, 1100, 1, &symbol, (double[]){1}, NULL, NULL);
    if (status == WHISKER_OK)
        status = whisker_table_replace(table, item, 1, &symbol, &symbol, NULL);
    if (status == WHISKER_OK)
        status = problems_add(table, "file", WHISKER_MALFORMED, 3, "cut", NULL);
    return status;
}

Test(table, survives_every_failing_allocation)
{
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t n = 1; status != WHISKER_OK; n++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = n;
        whisker_table *table = NULL;
        status = whisker_table_new(&counting.allocator, &table, NULL);
        cr_assert((table != NULL) == (status == WHISKER_OK));
        if (status == WHISKER_OK)
            status = use_table(table);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        whisker_table_free(table);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_eq(counting.live_bytes, 0);
    }
}

Test(table, numbers_are_scaled_and_blanked_over_a_range)
{
    whisker_table *table = new_table();
    int32_t column = add_column(table, "preference", WHISKER_REAL), text = add_column(table, "name", WHISKER_SYMBOL);
    add_rows(table, 4);
    for (int64_t row = 0; row < 4; row++)
        cr_assert_eq(whisker_table_set_real(table, row, column, row == 2 ? -1 : 1.5, NULL), WHISKER_OK);
    int64_t changed = 0;
    cr_expect_eq(whisker_table_blank(table, column, 0, 4, -1, &changed, NULL), WHISKER_OK);
    cr_expect_eq(changed, 1);
    cr_expect_eq(whisker_table_scale(table, column, 0, 3, 2, -1, NULL), WHISKER_OK);
    const double *reals = whisker_table_column_reals(table, column);
    cr_expect(reals[0] == 2 && reals[1] == 2 && isnan(reals[2]) && reals[3] == 1.5);
    cr_expect_eq(whisker_table_scale(table, column, 0, 3, INFINITY, 0, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_scale(table, text, 0, 3, 1, 0, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_blank(table, text, 0, 3, 1, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_blank(table, column, 0, 5, 1, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

Test(table, texts_are_matched_into_a_score)
{
    whisker_table *table = new_table();
    int32_t answer = add_column(table, "answer", WHISKER_SYMBOL), given = add_column(table, "given", WHISKER_SYMBOL);
    int32_t score = add_column(table, "score", WHISKER_REAL), a, b;
    cr_assert_eq(whisker_table_intern(table, "A", 1, &a, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_intern(table, "B", 1, &b, NULL), WHISKER_OK);
    add_rows(table, 3);
    for (int64_t row = 0; row < 3; row++)
        cr_assert_eq(whisker_table_set_symbol(table, row, answer, a, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_set_symbol(table, 0, given, a, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_set_symbol(table, 1, given, b, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_match(table, answer, given, score, 0, 3, NULL), WHISKER_OK);
    const double *reals = whisker_table_column_reals(table, score);
    cr_expect(reals[0] == 1 && reals[1] == 0 && isnan(reals[2]));
    cr_expect_eq(whisker_table_match(table, answer, score, score, 0, 3, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_match(table, answer, given, given, 0, 3, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

static int32_t text_symbol(whisker_table *table, const char *text)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    cr_assert_eq(whisker_table_intern(table, text, strlen(text), &symbol, NULL), WHISKER_OK);
    return symbol;
}

Test(table, texts_are_joined)
{
    whisker_table *table = new_table();
    int32_t columns[] = {add_column(table, "question", WHISKER_SYMBOL), add_column(table, "turn", WHISKER_SYMBOL)};
    int32_t item = add_column(table, "item", WHISKER_SYMBOL), score = add_column(table, "score", WHISKER_REAL);
    add_rows(table, 3);
    whisker_table_set_symbol(table, 0, columns[0], text_symbol(table, "q81"), NULL);
    whisker_table_set_symbol(table, 0, columns[1], text_symbol(table, "2"), NULL);
    whisker_table_set_symbol(table, 1, columns[1], text_symbol(table, "2"), NULL);
    cr_assert_eq(whisker_table_join(table, 2, columns, ":", item, 0, 3, NULL), WHISKER_OK);
    const int32_t *cells = whisker_table_column_symbols(table, item);
    cr_expect_str_eq(whisker_table_text(table, cells[0], NULL), "q81:2");
    cr_expect_str_eq(whisker_table_text(table, cells[1], NULL), "2", "an empty cell leaves its place out");
    cr_expect_eq(cells[2], WHISKER_NO_SYMBOL);
    cr_assert_eq(whisker_table_join(table, 2, columns, ":", columns[0], 0, 1, NULL), WHISKER_OK);
    cr_expect_eq(whisker_table_column_symbols(table, columns[0])[0], cells[0]);
    cr_expect_eq(whisker_table_join(table, 0, columns, ":", item, 0, 3, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_join(table, 2, columns, ":", score, 0, 3, NULL), WHISKER_OK);
    cr_expect(isnan(whisker_table_column_reals(table, score)[1]));
    cr_expect_eq(whisker_table_column_symbols(table, score)[1], text_symbol(table, "2"));
    int32_t texts[] = {columns[0], score};
    cr_expect_eq(whisker_table_join(table, 2, texts, ":", item, 0, 3, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_join(table, 2, columns, ":", item, 0, 4, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

Test(table, rows_without_a_cell_are_counted)
{
    whisker_table *table = new_table();
    int32_t columns[] = {add_column(table, "score", WHISKER_REAL), add_column(table, "error", WHISKER_SYMBOL)};
    add_rows(table, 4);
    whisker_table_set_real(table, 0, columns[0], 0, NULL);
    whisker_table_set_real(table, 1, columns[0], INFINITY, NULL);
    whisker_table_set_symbol(table, 2, columns[1], text_symbol(table, "timeout"), NULL);
    int64_t empty = -1;
    cr_expect_eq(whisker_table_count_empty(table, 1, columns, 0, 4, &empty, NULL), WHISKER_OK);
    cr_expect_eq(empty, 3, "an infinite score is none");
    cr_expect_eq(whisker_table_count_empty(table, 2, columns, 0, 4, &empty, NULL), WHISKER_OK);
    cr_expect_eq(empty, 2);
    cr_expect_eq(whisker_table_count_empty(table, 0, NULL, 1, 4, &empty, NULL), WHISKER_OK);
    cr_expect_eq(empty, 3);
    cr_expect_eq(whisker_table_count_empty(table, 1, columns, 0, 5, &empty, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_count_empty(table, 2, columns, 0, 4, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

Test(table, cells_are_cleared_where_a_text_stands)
{
    whisker_table *table = new_table();
    int32_t score = add_column(table, "score", WHISKER_REAL), state = add_column(table, "state", WHISKER_SYMBOL);
    int32_t failed = text_symbol(table, "error");
    int64_t changed = 0;
    add_rows(table, 2);
    for (int64_t row = 0; row < 2; row++)
        cr_assert_eq(whisker_table_set_real(table, row, score, 1, NULL), WHISKER_OK);
    cr_assert_eq(whisker_table_set_symbol(table, 1, state, failed, NULL), WHISKER_OK);
    cr_expect_eq(whisker_table_clear(table, score, state, failed, 0, 2, &changed, NULL), WHISKER_OK);
    cr_expect(changed == 1 && isnan(whisker_table_column_reals(table, score)[1]));
    cr_expect_eq(whisker_table_column_reals(table, score)[0], 1);
    cr_expect_eq(whisker_table_clear(table, score, score, failed, 0, 2, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_table_clear(table, score, state, 99, 0, 2, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}
