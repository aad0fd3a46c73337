/* Intervals for a proportion that invert a test whose bounds have no closed form. */
#ifndef WHISKER_STAT_TEST_INVERSION_H
#define WHISKER_STAT_TEST_INVERSION_H

#include <stdint.h>

/* method: WHISKER_LIKELIHOOD_RATIO, WHISKER_BLAKER or WHISKER_MINIMUM_LIKELIHOOD (the last two for whole x and n).
 * NaN where a distribution function failed. */
void inversion_bounds(int32_t method, double x, double n, double alpha, double *lower, double *upper);

#endif
