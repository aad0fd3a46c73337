#include "rows.h"

#include <criterion/criterion.h>

#include <string.h>

static void set_text(whisker_table *table, int64_t at, int32_t column, const char *text)
{
    if (text != NULL)
        cr_assert_eq(whisker_table_set_symbol(table, at, column, rows_symbol(table, text), NULL), WHISKER_OK);
}

static void add_columns(whisker_table *table)
{
    static const char *const names[] = {"run", "item", "draw", "score", "passage", "weight", "task"};
    for (int32_t i = 0; i <= TASK; i++) {
        int32_t column, kind = i == SCORE || i == WEIGHT ? WHISKER_REAL : WHISKER_SYMBOL;
        cr_assert_eq(whisker_table_add_column(table, names[i], strlen(names[i]), kind, &column, NULL), WHISKER_OK);
        cr_assert_eq(column, i);
    }
}

whisker_table *rows_table(const whisker_allocator *allocator, int64_t n, const row *rows)
{
    whisker_table *table = NULL;
    cr_assert_eq(whisker_table_new(allocator, &table, NULL), WHISKER_OK);
    add_columns(table);
    cr_assert_eq(whisker_table_add_rows(table, n, NULL, NULL), WHISKER_OK);
    for (int64_t i = 0; i < n; i++) {
        set_text(table, i, RUN, rows[i].run);
        set_text(table, i, ITEM, rows[i].item);
        set_text(table, i, DRAW, rows[i].draw);
        set_text(table, i, PASSAGE, rows[i].passage);
        set_text(table, i, TASK, "task");
        cr_assert_eq(whisker_table_set_real(table, i, SCORE, rows[i].score, NULL), WHISKER_OK);
        cr_assert_eq(whisker_table_set_real(table, i, WEIGHT, rows[i].weight, NULL), WHISKER_OK);
    }
    return table;
}

int32_t rows_symbol(whisker_table *table, const char *text)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    cr_assert_eq(whisker_table_intern(table, text, strlen(text), &symbol, NULL), WHISKER_OK);
    return symbol;
}

whisker_roles rows_roles(void)
{
    return (whisker_roles){.size = sizeof(whisker_roles), .score = SCORE, .run = RUN, .item = ITEM,
                           .draw = WHISKER_NO_COLUMN, .weight = WHISKER_NO_COLUMN, .stratum = WHISKER_NO_COLUMN};
}

whisker_design *rows_design(const whisker_table *table, const whisker_roles *roles)
{
    whisker_design *design = NULL;
    whisker_error error = {.text = ""};
    cr_assert_eq(whisker_design_new(table, roles, &design, &error), WHISKER_OK, "%s", error.text);
    return design;
}

whisker_design_counts rows_counts(const whisker_design *design)
{
    whisker_design_counts counts = {.size = sizeof counts};
    cr_assert_eq(whisker_design_counts_of(design, &counts), WHISKER_OK);
    return counts;
}

static int symbol_is(const whisker_table *table, int32_t symbol, const char *text)
{
    const char *found = whisker_table_text(table, symbol, NULL);
    return found != NULL && strcmp(found, text) == 0;
}

int rows_item_is(const whisker_table *table, const whisker_design *design, int64_t item, const char *text)
{
    return symbol_is(table, whisker_design_item_symbol(design, item), text);
}

int rows_run_is(const whisker_table *table, const whisker_design *design, int32_t run, const char *text)
{
    return symbol_is(table, whisker_design_run_symbol(design, run), text);
}
