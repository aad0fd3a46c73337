/* The columns of a statistic over the items that have them all. */
#ifndef WHISKER_SUMMARY_COLUMNS_H
#define WHISKER_SUMMARY_COLUMNS_H

#include "stat/cluster.h"
#include "summary/statistic.h"

typedef struct summary_columns {
    whisker_items items;
    whisker_statistic statistic;
    const double *columns;            /* columns[j * items.n + i] */
    const unsigned char *incomplete;  /* incomplete[items.n]; NULL: every item has all columns */
    int64_t n_items, n_missing;
    uint32_t notes;
    double mean[STATISTIC_COLUMNS];
    double mean_rest[STATISTIC_COLUMNS]; /* what mean lacks */
    double reach[STATISTIC_COLUMNS];     /* largest distance from the mean */
} summary_columns;

/* Check everything and find the means. What it takes from scratch lives as long as the scratch.
 * Statuses: BAD_ARGUMENT, BAD_OPTION, NO_DATA (no item has all columns), NO_MEMORY. */
int32_t columns_load(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                     scratch *scratch, summary_columns *out, whisker_error *error);

static inline int columns_has(const summary_columns *this, int64_t i)
{
    return this->incomplete == NULL || !this->incomplete[i];
}

static inline double columns_residual(const summary_columns *this, int32_t j, int64_t i)
{
    return (this->columns[j * this->items.n + i] - this->mean[j]) - this->mean_rest[j];
}

/* One column as the sample of a mean, incomplete items left out. */
int32_t columns_sample(const summary_columns *this, int32_t j, scratch *scratch, sample *out, whisker_error *error);

#endif
