/* How many of k draws without replacement are right when `right` of n are. */
#ifndef WHISKER_SUMMARY_HYPERGEOMETRIC_H
#define WHISKER_SUMMARY_HYPERGEOMETRIC_H

#include <stdint.h>

typedef struct hypergeometric {
    int64_t n, right, k;
} hypergeometric;

/* P[X = x] (Loader 2000, as a ratio of three binomial probabilities). */
double hypergeometric_pmf(hypergeometric law, int64_t x);

/* Sum of worth(x) P[X = x] over x >= from; worth is not negative and at most k. */
typedef double hypergeometric_worth(int64_t x, int64_t from);
double hypergeometric_sum(hypergeometric law, int64_t from, hypergeometric_worth *worth);

#endif
