/* Scores before they are units. */
#ifndef WHISKER_RESAMPLE_SCORES_H
#define WHISKER_RESAMPLE_SCORES_H

#include "base/arena.h"

/* Whether every finite score is 0 or 1. */
int scores_are_binary(int64_t n, const double *score);

/* a - b where both have a score, else NaN; NULL when memory is out. */
double *scores_difference(int64_t n, const double *a, const double *b, scratch *scratch);

#endif
