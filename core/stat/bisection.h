/* Roots of monotone functions. */
#ifndef WHISKER_STAT_BISECTION_H
#define WHISKER_STAT_BISECTION_H

typedef double bisection_function(double x, const void *context);

/* Where f changes sign between a point where it is positive and one where it is not, to the last digit.
 * Bisection: the functions here are flat, vanish or jump at the ends, where faster methods go astray, and a
 * hundred evaluations are nothing. NaN if f is NaN on the way. */
double bisect(bisection_function *f, const void *context, double positive, double other);

#endif
