/* Quantiles of distributions whose density costs as much as they do: the root of log mass(u) = log p without slopes. */
#ifndef WHISKER_DIST_SECANT_H
#define WHISKER_DIST_SECANT_H

/* log of a tail at u, monotone in u. */
typedef double secant_function(const void *context, double u);

/* Where it is log_target, sought outwards from `start`. NaN when it does not converge or the tail is NaN on the way. */
double secant_find(secant_function *log_mass, const void *context, double log_target, double start);

#endif
