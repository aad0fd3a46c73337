/* Scores added up by cluster so that any parts of them can be joined (M2.7). */
#ifndef WHISKER_STAT_STATE_H
#define WHISKER_STAT_STATE_H

#include "base/arena.h"
#include "stat/exact_sum.h"
#include "stat/sampling.h"

/* Of one run, or of two: then A, B and A - B. */
enum { STATE_A = 0, STATE_B = 1, STATE_DIFFERENCE = 2, STATE_COLUMNS = 3 };

/* More items without clusters than this need not be known one by one: no interval looks at them (M3.3). */
enum { STATE_MOST_KEPT = 10000 };

/* Sums of products: of numbers on the grid as one integer, of others as limbs. */
typedef struct state_products {
    int64_t grid;            /* in units of 1/65536; numbers up to 256 */
    int64_t limbs[PRODUCT_LIMBS];
} state_products;

typedef struct state_column {
    limb_window window;      /* of its sums over clusters */
    int32_t on_grid;         /* every score is a multiple of 1/256, of 256 at most */
    double minimum, maximum;
    state_products squares;
} state_column;

struct whisker_state {
    whisker_allocator allocator;
    int32_t kind;            /* whisker_state_kind */
    int32_t clustered;
    int32_t n_columns;       /* 1 or STATE_COLUMNS */
    int64_t n;               /* items that count: of two runs, those that both have */
    int64_t n_missing;       /* items that do not */
    int64_t n_infinite;      /* of scores */
    int64_t n_a_only, n_b_only;
    int64_t n_equal;         /* items on which the two runs agree */
    int64_t cell[2][2];      /* items where both are 0 or 1: cell[score of A][score of B] */
    state_column column[STATE_COLUMNS];
    state_products products; /* of A and B */

    /* Clusters in order of their coming; one for all items where there are none. A row for each, so that an item finds
     * all that it changes in one place: label, count, limbs of the columns one behind the other. */
    int64_t n_clusters, capacity;
    int64_t *rows;           /* rows[n_clusters][ROW_LIMBS + width] */
    int32_t width;
    int64_t n_slots;         /* a power of two, or 0 */
    int32_t *slots;          /* slots[n_slots]: cluster, or -1 */

    double *kept;            /* the scores, while they are few and of one run without clusters; else NULL */
};

enum { ROW_LABEL = 0, ROW_COUNT = 1, ROW_LIMBS = 2 };

static inline int64_t *state_row(const whisker_state *state, int64_t cluster)
{
    return state->rows + cluster * (ROW_LIMBS + state->width);
}

/* Where the limbs of a column begin within a row. */
int32_t state_offset(const whisker_state *state, int32_t column);

total state_total(const state_products *products);

/* Statuses: BAD_OPTION, BAD_ARGUMENT, NO_MEMORY. */
int32_t state_open(const whisker_allocator *allocator, int32_t kind, int32_t clustered, whisker_state **state,
                   whisker_error *error);

/* Room for columns of at least these windows. 0 when memory is out; then nothing has changed. */
int state_widen(whisker_state *state, const limb_window *windows);

/* The cluster of a label, a new one when it has none; -1 when memory is out. */
int64_t state_cluster(whisker_state *state, int64_t label);

#endif
