/* The beta distribution, from which t, F and binomial are had. A point carries what its maker knows better than could
 * be recovered from x: its complement, their logs, and its distance from the mean. */
#ifndef WHISKER_DIST_INCOMPLETE_BETA_H
#define WHISKER_DIST_INCOMPLETE_BETA_H

#include "dist/tails.h"

typedef struct beta_shape {
    double a, b;
    double log_scale; /* of the kernel x^a y^b / B(a, b) at the mean */
} beta_shape;

typedef struct beta_point {
    double x, y;         /* y = 1 - x */
    double log_x, log_y;
    double lambda;       /* a y - b x, positive below the mean */
} beta_point;

beta_shape beta_shape_of(double a, double b); /* a, b > 0, finite */
beta_point beta_point_at(beta_shape shape, double x); /* 0 < x < 1 */
/* From x/y; the log is used where the odds overflow or vanish. */
beta_point beta_point_of_odds(beta_shape shape, double odds, double log_odds);

double beta_log_kernel(beta_shape shape, beta_point point); /* log of x^a y^b / B(a, b), the density of the log odds */
tail_mass beta_mass(beta_shape shape, beta_point point);
/* The quantile as log(x/y), from a first guess of it; infinite at the ends. */
double beta_log_odds(beta_shape shape, tail_target target, double start);
/* A first guess for any shape. */
double beta_log_odds_guess(beta_shape shape, tail_target target);

#endif
