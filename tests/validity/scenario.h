/* Worlds that samples are drawn from, with a mean that is known. */
#ifndef WHISKER_TESTS_VALIDITY_SCENARIO_H
#define WHISKER_TESTS_VALIDITY_SCENARIO_H

#include "draw.h"

enum { MOST_ITEMS = 20000 };

typedef enum cluster_sizes {
    EVEN,      /* `size` items each */
    UNEVEN,    /* log-normal about 4, sigma 1.2, and one cluster raised by 30% of all; the same in every sample */
    INFORMING  /* log-normal about 8, new in every sample, and the mean depends on the size */
} cluster_sizes;

typedef enum score_kind {
    NORMAL,    /* variance 1 */
    BINARY,
    DRAWN      /* means of `draws` 0/1 draws */
} score_kind;

/* Members that are not set are 0: without that. */
typedef struct scenario {
    score_kind kind;
    cluster_sizes sizes;
    int clusters, size;  /* size 1 with EVEN: items without clusters */
    int draws;
    double mean;         /* of 0/1 scores; with INFORMING at size 8 */
    double icc;          /* of the items of a cluster */
    double item_icc;     /* of the draws of an item, beyond that */
    double slope;        /* of the mean, for each unit of log size */
    double sigma;        /* of log size */
    double other_mean;   /* of the other run of a pair */
    double shared;       /* how alike the runs of a pair are: the correlation of normal scores; for 0/1 scores the
                          * probability that a cluster, and that an item, is the same for both */
    int paired;
    int weighted;        /* weights log-normal with sigma 1, unrelated to scores */
    int crossed;         /* a second key of as many clusters that cross the first and matter as much */
} scenario;

typedef struct dataset {
    int n, n_clusters;
    double a[MOST_ITEMS], b[MOST_ITEMS], weight[MOST_ITEMS];
    int32_t cluster[2 * MOST_ITEMS];
    int size[1000];
} dataset;

/* The mean, or the difference of the means, that an interval should cover. */
double scenario_truth(const scenario *world);

/* Sample `replicate`; the same whoever draws it. */
void scenario_draw(const scenario *world, uint64_t replicate, dataset *out);

/* Items of a fixed design and the share of its largest cluster. */
int scenario_items(const scenario *world, double *largest_share);

#endif
