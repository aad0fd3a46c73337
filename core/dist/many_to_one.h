/* Dunnett's distribution: the largest |t| of several groups that are compared with one and the same control. */
#ifndef WHISKER_DIST_MANY_TO_ONE_H
#define WHISKER_DIST_MANY_TO_ONE_H

#include <stdint.h>

/* load[i] = sqrt(n_i / (n_0 + n_i)), n_0 the size of the control: t_i and t_j are correlated by load[i] load[j].
 * cdf of q in the form that `tail` asks for; df may be infinite. NaN for arguments outside their domain. */
double many_to_one_cdf(double q, int64_t groups, const double *load, double df, int32_t tail);
double many_to_one_quantile(double p, int64_t groups, const double *load, double df, int32_t tail);

#endif
