/* The table of pushed draws, in the long form that lua/whisker/reader.lua describes: a row a score. Rows are only ever
 * added; a draw that is pushed again is a later row, which the design takes instead of the earlier. */
#ifndef WHISKER_PLUGIN_DRAWS_H
#define WHISKER_PLUGIN_DRAWS_H

#include "whisker_plugin.h"

typedef struct draws {
    whisker_table *table;
    int32_t task, run, item, draw, metric, score; /* columns */
    int32_t only_draw, usual_metric;              /* symbols of "1" and "score": what NULL means */
} draws;

int32_t draws_open(draws *draws, whisker_error *error);
void draws_close(draws *draws);

int32_t draws_intern(draws *draws, const char *text, int32_t *symbol, whisker_error *error);
/* Is it a sample at all? Statuses: BAD_ARGUMENT. */
int32_t draws_check(const whisker_sample *sample, whisker_error *error);
/* Add a draw of the run with these symbols, which draws_check has passed: all of it, or with a status nothing. */
int32_t draws_add(draws *draws, int32_t task, int32_t run, const whisker_sample *sample, whisker_error *error);

/* The text of a cell, NULL when it is empty. */
const char *draws_text(const draws *draws, int32_t column, int64_t row);

/* The draws that are there more than once: rows that a later row of the same task, run, item, draw and metric
 * replaced. */
int32_t draws_count_replaced(const draws *draws, int64_t *replaced, whisker_error *error);

#endif
