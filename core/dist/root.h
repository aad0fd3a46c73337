/* Quantiles: the root of log mass(u) = log p by Halley's iteration inside a bracket. */
#ifndef WHISKER_DIST_ROOT_H
#define WHISKER_DIST_ROOT_H

/* A distribution seen from u: how far the log of its tail is from the wanted one, the derivative of that, and the
 * derivative of the log of the density. */
typedef struct root_view {
    double residual;
    double slope;
    double density_slope;
} root_view;

typedef root_view root_function(const void *context, double u);

/* NaN when it does not converge. */
double root_find(root_function *view, const void *context, double start);

#endif
