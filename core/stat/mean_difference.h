/* The mean of the differences of two runs from what is known of each, without a look at their scores. */
#ifndef WHISKER_STAT_MEAN_DIFFERENCE_H
#define WHISKER_STAT_MEAN_DIFFERENCE_H

#include "stat/correlation.h"
#include "stat/mean.h"
#include "stat/run_products.h"

/* Two runs that were studied on the same items, all with a score in both, without weights, with at most one key. The
 * variance of plan is CLT, CLUSTER_PAPER or CR0 to CR3, without keys CLT or CR2. residual[clusters] is written.
 * 1, or 0 where digits would be lost: two runs that are nearly alike, or that vary little. On the grid nothing is lost,
 * and the study is that of the differences themselves, to the last bit. */
int mean_subtract(const mean_study *a, const mean_study *b, const mean_plan *plan, product_kind kind,
                  const product *product, double *residual, mean_study *out, correlation *related);

#endif
