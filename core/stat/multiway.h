/* Variance of a mean over one or several crossed cluster keys. */
#ifndef WHISKER_STAT_MULTIWAY_H
#define WHISKER_STAT_MULTIWAY_H

#include "stat/cluster.h"

typedef struct multiway {
    double raw;              /* inclusion and exclusion; may be negative */
    double used;             /* raw, or the largest one-way variance when raw is below it */
    double df;               /* smallest Satterthwaite df of CR2 over the keys */
    int64_t n_clusters;      /* smallest over the keys */
    double largest_share;    /* largest over the keys */
    clusters first;          /* of the first key */
} multiway;

/* Codes 0 .. *n_codes-1 of the pairs (a, b) that occur; NULL when memory is out. */
const int32_t *codes_cross(int64_t n, const int32_t *a, int64_t n_a, const int32_t *b, int64_t n_b, scratch *scratch,
                           int64_t *n_codes);

/* Drop every key whose clusters lie within the clusters of another one, with a note. 0 when memory is out. */
int multiway_reduce(sample *sample, scratch *scratch);

/* For a sample with at least one key; estimator WHISKER_CR0 .. WHISKER_CR3. 0 when memory is out. */
int multiway_variance(const sample *sample, int32_t estimator, scratch *scratch, multiway *out);

/* The same where the clusters of the only key are known. */
void multiway_of_one(const clusters *clusters, int32_t estimator, multiway *out);

#endif
