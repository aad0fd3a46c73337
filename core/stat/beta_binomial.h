/* Clusters of 0/1 trials whose rates of success vary: the beta-binomial distribution, and how large the correlation
 * within clusters may be. */
#ifndef WHISKER_STAT_BETA_BINOMIAL_H
#define WHISKER_STAT_BETA_BINOMIAL_H

#include "base/arena.h"

#include <stdint.h>

/* Distinct numbers, ascending, how many clusters have each, and how many have it or a larger one. */
typedef struct frequencies {
    int64_t n;
    double *value;
    double *count;
    double *at_least;
} frequencies;

typedef struct beta_binomial {
    double p;
    frequencies successes, failures, trials;
} beta_binomial;

/* What beta_binomial_load says. */
enum { BETA_BINOMIAL_NO_MEMORY, BETA_BINOMIAL_LOADED, BETA_BINOMIAL_TOO_VARIED };

/* successes[n] of trials[n], fractions allowed, p strictly between 0 and 1. Too varied: over a thousand distinct
 * numbers, for which the likelihood would take too long. */
int beta_binomial_load(int64_t n, const double *successes, const double *trials, double p, scratch *scratch,
                       beta_binomial *out);

/* For a correlation strictly between 0 and 1; what does not depend on it is left out. Not a bit of it depends on the
 * order of the clusters. */
double beta_binomial_log_likelihood(const beta_binomial *data, double correlation);

/* Quantile of the posterior of the correlation for a prior that is flat in its square root (M3.3). */
double beta_binomial_correlation_quantile(const beta_binomial *data, double probability);

#endif
