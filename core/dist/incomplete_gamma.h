/* The gamma distribution with scale 1. */
#ifndef WHISKER_DIST_INCOMPLETE_GAMMA_H
#define WHISKER_DIST_INCOMPLETE_GAMMA_H

#include "dist/tails.h"

/* a > 0, x >= 0 */
tail_mass gamma_mass(double a, double x);
double gamma_quantile(double a, tail_target target);

#endif
