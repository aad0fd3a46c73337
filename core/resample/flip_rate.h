/* How far out a sum of units lies among its sums under all signs, on a scale that does not depend on the units: Cramér's
 * rate, the exponent of Chernoff's bound (M9.2; Chernoff 1952),
 *
 *     I(s) = max over theta of  theta s - sum log cosh(theta x_u),     P(|S*| >= s) <= 2 exp(-I(s)).
 *
 * s^2 / (2 sum x^2) near 0, as for a normal law; n log 2 where all n signs agree, however uneven the units. In between it
 * follows the law of these units, a dominant one or not. */
#ifndef WHISKER_RESAMPLE_FLIP_RATE_H
#define WHISKER_RESAMPLE_FLIP_RATE_H

#include <math.h>
#include <stdint.h>

/* Units of a pair, like ones together. At the null value m a unit is x = sum - m size. */
typedef struct rate_units {
    int64_t n;
    double *sum;
    double *size;   /* above 0 */
    double *count;  /* how many are like this */
} rate_units;

enum { RATE_KNOTS = 256 };

/* The rate at every sum up to 40, between knots by straight lines. It rises, which is all that a statistic must do to keep
 * its own p-value, and is off by under 0.02. Knots crowd where all signs agree, since the rate is steep there: knot k
 * stands at end (1 - (1 - k / RATE_KNOTS)^2). */
typedef struct flip_rate {
    double scale; /* 1 / end; 0 when there is nothing to flip */
    double knot[RATE_KNOTS + 1];
} flip_rate;

void flip_rate_make(const rate_units *units, double null, flip_rate *out);

static inline double flip_rate_at(const flip_rate *rate, double magnitude)
{
    double left = 1 - magnitude * rate->scale; /* all signs agree but for rounding: they do */
    double place = RATE_KNOTS * (1 - sqrt(left > 1e-11 ? left : 0));
    int knot = place < RATE_KNOTS ? (int)place : RATE_KNOTS - 1;
    return rate->knot[knot] + (place - knot) * (rate->knot[knot + 1] - rate->knot[knot]);
}

/* 1 when the rate of the sum of sum - null size is beyond the critical one. */
int flip_rate_rejects(const rate_units *units, double null, double critical);

/* How far from the mean the outermost null value lies that is not rejected, upwards (direction 1) or downwards (-1). NaN
 * when even a null value beyond all units is not. */
double flip_rate_reach(const rate_units *units, double mean, double direction, double critical);

#endif
