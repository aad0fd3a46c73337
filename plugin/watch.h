/* Watching a run: its confidence sequences (core, M8), fed from the table of draws in the order in which they came.
 *
 * An item is observed when its first scored draw is there; of two runs, when both have one. A later draw of the item, or
 * the same draw pushed again, is not: an observation cannot be taken back. With clusters an observation is the mean of a
 * cluster. A harness does not say when a cluster is complete, so it is closed when an item of another one comes, and
 * items that come to a closed cluster are left out: fewer observations, and as valid, as long as neither the order of
 * clusters nor that of the items in them looks at scores. The target is then the mean of cluster means. */
#ifndef WHISKER_PLUGIN_WATCH_H
#define WHISKER_PLUGIN_WATCH_H

#include "draws.h"

enum { NO_BASELINE = -1 };

/* What is watched: a run, or its differences from a baseline. Symbols of the table. */
typedef struct watch_key {
    int32_t task, run, metric, baseline;
} watch_key;

/* The cluster of an item, as a symbol, by a row of its; WHISKER_NO_SYMBOL: a cluster of its own. */
typedef int32_t watch_cluster(void *context, int64_t row);

typedef struct watch_rules {
    double low, high;       /* range of a score */
    double level;
    watch_cluster *cluster; /* NULL: there are no clusters */
    void *context;
} watch_rules;

typedef struct watch_state {
    double lower, upper;    /* NaN when a score lay outside the range */
    int64_t n_items;        /* observed, whether their cluster is closed or not */
} watch_state;

typedef struct watch watch;
typedef struct watches {
    watch **list;
    int64_t count, capacity;
} watches;

/* Bring a watch up to date, making it at first, and read it. has_ended: the open cluster is complete too. */
int32_t watch_look(watches *watches, const draws *draws, watch_key key, const watch_rules *rules, int has_ended,
                   watch_state *state, whisker_error *error);
void watches_free(watches *watches);

#endif
