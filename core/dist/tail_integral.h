/* The tail beyond a point of a density with large parameters, relative to the density there. */
#ifndef WHISKER_DIST_TAIL_INTEGRAL_H
#define WHISKER_DIST_TAIL_INTEGRAL_H

/* One factor (1 + rate v)^power of a density, v the distance from the point into the tail. */
typedef struct density_factor {
    double power;
    double rate;
} density_factor;

/* Integral over v >= 0 of exp(-slope v) times, for both factors, (1 + rate v)^power exp(-power rate v). The powers are
 * not negative and large enough that the density has no weight where 1 + rate v = 0. */
double tail_integral(double slope, density_factor first, density_factor second);

#endif
