/* Sums over clusters, and the variances of a mean that need nothing else. */
#ifndef WHISKER_STAT_CLUSTER_H
#define WHISKER_STAT_CLUSTER_H

#include "stat/sampling.h"

/* Clusters that hold at least one item. Residuals and squares are in units of 2^exponent of the sample. */
typedef struct clusters {
    int64_t n;
    double *size;          /* size[n]: items, or their weights added up */
    double *residual;      /* residual[n]: sum of weight times residual */
    double *grid_sum;      /* grid_sum[n]: sum of the scores in units of 1/256, for scores on the grid; else NULL */
    double squares;        /* sum over items of (weight times residual)^2 */
    double squares_by_size; /* sum over clusters of residual^2 / size */
    double squares_by_rest; /* of residual^2 / (total - size) */
    double even_squares;   /* sum over clusters of residual^2 to the last bit, when all are of one size and scores lie on
                            * the grid; else NaN */
    /* what the sizes alone decide */
    double total;          /* of the sizes */
    double smallest, largest;
    double *inverse_size;  /* 1 / size */
    double *inverse_rest;  /* 1 / (total - size) */
    double size_squares;   /* sum of size^2 */
    double satterthwaite;  /* degrees of freedom of CR2 under working independence (M2.3); NaN for one cluster */
} clusters;

/* codes[sample->n], each below n_codes; NULL: every item is a cluster. Returns 0 when memory is out. */
int clusters_sum(const sample *sample, const int32_t *codes, int64_t n_codes, scratch *scratch, clusters *out);

/* The same for a sample without weights on the items of another one, whose clusters are known. */
int clusters_sum_alike(const clusters *known, const sample *sample, const int32_t *codes, int64_t n_codes,
                       scratch *scratch, clusters *out);

/* Clusters whose sums are known: size[n], and sum[n] of the scores in units of 1/256 for a sample on the grid, else of
 * the residuals. Both are kept. Samples without weights. Returns 0 when memory is out. */
int clusters_of_sums(const sample *sample, int64_t n, double *size, double *sum, double squares, scratch *scratch,
                     clusters *out);

/* The same for a sample with the items of another one, whose clusters are known: what the sizes decide is theirs. */
int clusters_alike(const clusters *known, const sample *sample, double *sum, double squares, scratch *scratch,
                   clusters *out);

/* The clusters of the differences of two samples without weights that have the same items. difference: their sample,
 * with its squares; residual[a->n] is written. Gives the bits of clusters_sum where all three lie on the grid, else
 * residuals that a subtraction has rounded. */
void clusters_subtract(const sample *difference, const sample *a, const clusters *of_a, const sample *b,
                       const clusters *of_b, double squares, double *residual, clusters *out);

/* Fill what the sizes alone decide. Returns 0 when memory is out. */
int clusters_weigh(clusters *clusters, scratch *scratch);

/* Fill the sums of squares from residuals and sizes. */
void clusters_square(clusters *clusters);

/* Variance of the mean by WHISKER_CR0 .. WHISKER_CR3 (M2.2); NaN for one cluster. */
double clusters_variance(const clusters *clusters, int32_t estimator);

/* Intraclass correlation by the one-way analysis of variance (M2.4); sizes must be counts. */
double clusters_icc(const clusters *clusters);

/* How many clusters of even size these are worth (Kish 1965): (sum of sizes)^2 / sum of squared sizes. */
double clusters_kish(const clusters *clusters);

#endif
