/* Compensated summation: Neumaier 1974 (Kahan's with the larger addend compensated). Error of a sum of n terms
 * about n eps^2 relative to the sum of magnitudes, so that means round correctly but for near ties. */
#ifndef WHISKER_BASE_SUM_H
#define WHISKER_BASE_SUM_H

#include <math.h>

typedef struct sum {
    double total;
    double correction;
} sum;

static inline void sum_add(sum *s, double x)
{
    double t = s->total + x;
    s->correction += fabs(s->total) >= fabs(x) ? (s->total - t) + x : (x - t) + s->total;
    s->total = t;
}

/* Add a * b without losing the rounding of the product. */
static inline void sum_add_product(sum *s, double a, double b)
{
    double product = a * b;
    sum_add(s, product);
    s->correction += fma(a, b, -product);
}

static inline double sum_value(sum s)
{
    return s.total + s.correction;
}

#endif
