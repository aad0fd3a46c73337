/* Items laid out by group, and the parts of clusters that lie in each. */
#ifndef WHISKER_SUMMARY_GROUP_SPLIT_H
#define WHISKER_SUMMARY_GROUP_SPLIT_H

#include "base/arena.h"
#include "whisker.h"

/* A cell is the part of a cluster that lies in a group. Only items that count are here: a finite score, a weight above
 * 0. Items of group j are first[j] .. first[j + 1]-1, its cells first_cell[j] .. first_cell[j + 1]-1. */
typedef struct group_split {
    int32_t n_groups;
    int32_t n_keys;
    int64_t *first, *first_cell;
    int64_t *n_missing;      /* n_missing[n_groups] */
    double *score;
    double *weight;          /* NULL: all equal */
    int32_t *cell;           /* cell[item], counted from the first of its group; NULL without clusters */
    int32_t *cluster;        /* cluster[cell]: the code that the cell is a part of */
    int64_t n_codes;         /* largest cluster code + 1; 0 without clusters */
    int is_crossed;          /* some cluster has cells in two groups */
    uint32_t notes;
} group_split;

/* group[items->n] in 0 .. n_groups-1. Statuses: BAD_ARGUMENT, BAD_OPTION (several keys, strata, a finite population),
 * NO_DATA (no item counts), NO_MEMORY. */
int32_t group_split_of(const whisker_items *items, const double *score, int32_t n_groups, const int32_t *group,
                       scratch *scratch, group_split *out, whisker_error *error);

/* The items of one group. */
whisker_items group_split_items(const group_split *split, int32_t group);

static inline int64_t group_split_count(const group_split *split, int32_t group)
{
    return split->first[group + 1] - split->first[group];
}

#endif
