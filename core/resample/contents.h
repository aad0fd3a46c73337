/* Units with what is in them, for methods that need the items of a cluster and not only their sums. */
#ifndef WHISKER_RESAMPLE_CONTENTS_H
#define WHISKER_RESAMPLE_CONTENTS_H

#include "base/arena.h"
#include "base/sort.h"
#include "whisker.h"

/* Units stand in the order of their contents, so that unit u is the same whatever the order of the rows and the numbers of
 * the clusters. Items without a finite score are in none. */
typedef struct contents {
    int64_t n;        /* units */
    int64_t n_items;
    int64_t *first;   /* first[n + 1]: the items of unit u stand at first[u] .. first[u + 1]-1 of */
    int64_t *item;    /* item[n_items], those of a unit in ascending order */
    int64_t *ranked;  /* ranked[n_items]: all of them in ascending order */
} contents;

/* Items are in the order of their scores; tie (NULL: none) orders those with equal scores. items: as units_reduce takes
 * them, with one cluster key or none. 0 when memory is out. */
int contents_order(const whisker_items *items, const double *score, sort_tie *tie, const void *context,
                   scratch *scratch, contents *out);

#endif
