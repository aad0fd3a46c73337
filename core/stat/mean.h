/* The mean of prepared numbers: scores of one run, or paired differences of two. */
#ifndef WHISKER_STAT_MEAN_H
#define WHISKER_STAT_MEAN_H

#include "base/arena.h"
#include "whisker.h"

/* As whisker_mean with an open scratch, except that out is a whole whisker_estimate whose size is left alone.
 * magnitude: of the numbers that the scores were computed from, against which their variation is a rounding error
 * or not; 0: the scores' own. For differences pass the range of a difference in options (low, high), such as -1 and
 * 1: then scores that happen to be 0 and 1 are no proportion. */
int32_t mean_estimate(const whisker_items *items, const double *score, double magnitude,
                      const whisker_mean_options *options, scratch *scratch, whisker_estimate *out,
                      whisker_error *error);

/* Half the width of a symmetric interval at confidence `level` for a standard error of 1: the quantile of t, of the
 * normal distribution when df is infinite. NaN df gives NaN. */
double mean_half_width(double level, double df);

/* Two-sided p of value / standard_error against t; NaN when the standard error is NaN or 0. */
double mean_p_value(double value, double standard_error, double df);

#endif
