/* How improbable a sum of units is under flips of signs: -log P(|S*| >= s), by a saddlepoint (M9.2; Robinson 1982). It needs
 * no replicates, so there is no smallest number that it can tell, and it follows the law of these units, a dominant one or
 * not. Within a quarter of p on average, and exact where all signs agree. */
#ifndef WHISKER_RESAMPLE_FLIP_TAIL_H
#define WHISKER_RESAMPLE_FLIP_TAIL_H

#include <math.h>
#include <stdint.h>

/* Units of a pair, like ones together. At the null value m a unit is x = sum - m size. */
typedef struct tail_units {
    int64_t n;
    double *sum;
    double *size;   /* above 0 */
    double *count;  /* how many are like this */
} tail_units;

enum { TAIL_KNOTS = 256 };

/* -log p at every sum, up to 40 or more; between knots by straight lines. It rises, which is all that a statistic must do to
 * keep its own p-value. Knots crowd where all signs agree, since it is steep there: knot k stands at the fraction
 * 1 - (1 - k / TAIL_KNOTS)^2 of the last. */
typedef struct flip_tail {
    double scale; /* 1 / the last; 0 when there is nothing to flip */
    double knot[TAIL_KNOTS + 1];
} flip_tail;

void flip_tail_make(const tail_units *units, double null, flip_tail *out);

static inline double flip_tail_at(const flip_tail *tail, double magnitude)
{
    double left = 1 - magnitude * tail->scale; /* all signs agree but for rounding: they do */
    double place = TAIL_KNOTS * (1 - sqrt(left > 1e-11 ? left : 0));
    int knot = place < TAIL_KNOTS ? (int)place : TAIL_KNOTS - 1;
    return tail->knot[knot] + (place - knot) * (tail->knot[knot + 1] - tail->knot[knot]);
}

/* 1 when the sum of the units at a null value has a -log p beyond the critical one. */
int flip_tail_rejects(const tail_units *units, double null, double critical);

/* How far from the mean the outermost null value lies that is not rejected, upwards (direction 1) or downwards (-1). NaN
 * when even a null value beyond all units is not. */
double flip_tail_reach(const tail_units *units, double mean, double direction, double critical);

#endif
