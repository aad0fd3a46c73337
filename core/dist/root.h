/* Quantiles: the root of log mass(u) = log p by Halley's iteration inside a bracket. */
#ifndef WHISKER_DIST_ROOT_H
#define WHISKER_DIST_ROOT_H

/* A distribution seen from u. */
typedef struct root_view {
    double log_mass;      /* of the tail that is searched */
    double slope;         /* its derivative, density over mass, negative for an upper tail */
    double density_slope; /* derivative of the log of the density */
} root_view;

typedef root_view root_function(const void *context, double u);

/* NaN when it does not converge. */
double root_find(root_function *view, const void *context, double log_target, double start);

#endif
