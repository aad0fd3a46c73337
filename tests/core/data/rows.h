/* Tables for the tests of the design, written as rows of text and numbers. */
#ifndef WHISKER_TESTS_ROWS_H
#define WHISKER_TESTS_ROWS_H

#include "whisker.h"

/* NULL texts are empty cells. */
typedef struct row {
    const char *run, *item, *draw;
    double score;
    const char *passage;
    double weight;
} row;

enum { RUN, ITEM, DRAW, SCORE, PASSAGE, WEIGHT, TASK };

/* Columns in the order of the enum; every row has the task "task". */
whisker_table *rows_table(const whisker_allocator *allocator, int64_t n, const row *rows);
/* The symbol of a text, which is interned. */
int32_t rows_symbol(whisker_table *table, const char *text);
/* Roles with score, run and item; nothing else. */
whisker_roles rows_roles(void);
whisker_design *rows_design(const whisker_table *table, const whisker_roles *roles);
whisker_design_counts rows_counts(const whisker_design *design);
/* Is the name of this item, or run, the text? */
int rows_item_is(const whisker_table *table, const whisker_design *design, int64_t item, const char *text);
int rows_run_is(const whisker_table *table, const whisker_design *design, int32_t run, const char *text);

#endif
