/* Slices of the normal distribution for integrals that look at thousands of them. */
#ifndef WHISKER_DIST_NORMAL_SLICE_H
#define WHISKER_DIST_NORMAL_SLICE_H

#include "dist/elementary.h"

#include <math.h>

#define NORMAL_SQRT_HALF 0.70710678118654752440

static inline double normal_lower(double z)
{
    return 0.5 * erfc(-z * NORMAL_SQRT_HALF);
}

/* Phi(z) - Phi(z - w), from the side on which neither is close to 1; a narrow slice by the midpoint rule and its first
 * correction, since the difference would cancel */
static inline double normal_slice(double z, double w)
{
    double middle = z - 0.5 * w;
    if (w < 1e-3)
        return w * exp(-0.5 * (middle * middle + LOG_2_PI)) * (1 + w * w * (middle * middle - 1) / 24);
    return z > 0.5 * w ? normal_lower(w - z) - normal_lower(-z) : normal_lower(z) - normal_lower(z - w);
}

#endif
