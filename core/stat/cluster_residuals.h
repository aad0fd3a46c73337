/* Residuals of clusters whose sums are known, and the sums of their squares, in one pass: between clusters there is no more
 * variation than among items, which is known, so that no pass has to find the largest term first. */
#ifndef WHISKER_STAT_CLUSTER_RESIDUALS_H
#define WHISKER_STAT_CLUSTER_RESIDUALS_H

#include "stat/cluster.h"

/* All of them fill residual, squares_by_size and squares_by_rest of clusters without weights that have their squares and
 * what the sizes decide. */

/* From the sums of scores on the grid, in units of 1/256, less others (NULL: none). */
void cluster_residuals_on_grid(const sample *sample, const double *sum, const double *less, clusters *out);

/* first[n] * scale_first - second[n] * scale_second */
void cluster_residuals_between(const double *first, double scale_first, const double *second, double scale_second,
                               clusters *out);

#endif
