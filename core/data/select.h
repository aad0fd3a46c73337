/* The rows that a design is made of, with their run, item and draw as dense codes. */
#ifndef WHISKER_DATA_SELECT_H
#define WHISKER_DATA_SELECT_H

#include "data/table.h"

typedef struct selection {
    int64_t n;             /* rows that have a run and an item of the design */
    int64_t *row;          /* of the table, in its order */
    int32_t *run;          /* code by first appearance */
    int32_t *item;         /* code in natural order of the names */
    int32_t *draw;         /* code in natural order of the names, 0 = empty cell; NULL: each row is a draw */
    int32_t n_runs;
    int32_t n_items;
    int32_t n_draws;       /* codes of draws */
    int32_t *run_symbol;   /* run_symbol[n_runs] */
    int32_t *item_symbol;  /* item_symbol[n_items] */
    int64_t n_fitting;     /* rows that met the conditions */
    int64_t n_nameless;    /* of them without a run or an item */
    int64_t n_unexpected;  /* of them of an item that was not expected */
    int32_t n_unexpected_items;
} selection;

/* Statuses: BAD_ARGUMENT, NO_DATA (no row fits), NO_MEMORY. */
int32_t select_rows(selection *selected, const whisker_table *table, const whisker_roles *roles,
                    whisker_arena *scratch, whisker_error *error);

#endif
