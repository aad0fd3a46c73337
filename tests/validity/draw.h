/* Random numbers of the distributions that scores are simulated from. */
#ifndef WHISKER_TESTS_VALIDITY_DRAW_H
#define WHISKER_TESTS_VALIDITY_DRAW_H

#include "base/random.h"

double draw_normal(random_stream *stream);

/* Successes among trials. */
int draw_successes(random_stream *stream, int trials, double rate);

/* A rate with this mean whose trials have this correlation: beta distributed; the mean itself when it is 0. */
double draw_rate(random_stream *stream, double mean, double correlation);

#endif
