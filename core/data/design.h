/* The design from inside: the item-by-run matrix, and the rows behind each item. */
#ifndef WHISKER_DATA_DESIGN_H
#define WHISKER_DATA_DESIGN_H

#include "data/select.h"

enum { MOST_KEYS = 4 };

struct whisker_design {
    whisker_allocator allocator;
    whisker_arena *arena;         /* holds everything, the design itself included */
    whisker_design_counts counts;
    int64_t n_items;
    int32_t n_runs;
    int32_t n_keys;
    int32_t *run_symbol;
    int32_t *item_symbol;
    int64_t *rows;                /* of the table: those of item i at first[i] .. first[i + 1]-1 */
    int64_t *first;
    int64_t last_row;             /* the largest of them, -1 when there are none */
    double *scores;               /* [run * n_items + item], like the two below */
    double *within;
    int32_t *draws;
    int32_t *cluster;             /* [key * n_items + item], room for MOST_KEYS once there is a key */
    double *weight;
    int32_t *stratum;
};

/* ---- matrix ---- */

/* Fill scores, draws, within, rows and their counts. Statuses: NO_DATA, MISSING, NO_MEMORY. */
int32_t matrix_fill(whisker_design *design, const whisker_table *table, const whisker_roles *roles,
                    const selection *selected, whisker_arena *scratch, whisker_error *error);

/* ---- facts: what a column says of an item ---- */

/* A cell as a key: equal texts or numbers have equal keys, an empty cell has CODES_ALONE. */
uint64_t fact_key(const table_column *column, int64_t row);
/* The first row of an item, in the table's order, whose cell is not empty, or -1; *conflict is set to 1 when another
 * of its rows says something else. */
int64_t fact_row(const whisker_design *design, const table_column *column, int64_t item, int *conflict);

/* Take weights and strata from their columns, where there are any. Statuses: MISSING, NO_MEMORY. */
int32_t facts_fill(whisker_design *design, const whisker_table *table, const whisker_roles *roles,
                   whisker_arena *scratch, whisker_error *error);

#endif
