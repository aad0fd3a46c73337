/* Coverage by exact sums over everything that can happen: one proportion, and a pair of 0/1 runs. */
#ifndef WHISKER_TESTS_VALIDITY_EXACT_H
#define WHISKER_TESTS_VALIDITY_EXACT_H

#include "tally.h"

enum { MOST_TRIALS = 1000 };

/* Bounds by number of successes; the naive ones are those of lm-eval, the mean and 1.96 s / sqrt(n). */
typedef struct binomial_intervals {
    int n;
    double lower[MOST_TRIALS + 1], upper[MOST_TRIALS + 1];
} binomial_intervals;

void binomial_intervals_fill(int n, const method *method, binomial_intervals *out);
tally binomial_tally(const binomial_intervals *intervals, double p);

/* Two runs on n items: bounds and p-values by how many items only A and only B has right, entry a * (n + 1) + b. The
 * intervals and tests look at nothing else, but for Newcombe's: for it the other items are half right, half wrong. */
typedef struct pair_intervals {
    int n;
    answer *answers;
} pair_intervals;

typedef enum pair_method {
    PAIR_NAIVE,   /* mean difference and 1.96 s / sqrt(n) */
    PAIR_T,
    PAIR_NEWCOMBE,
    PAIR_TANGO,   /* with the p-value of t, as a comparison has it */
    PAIR_EXACT,   /* no interval; McNemar */
    PAIR_MID,
    PAIR_METHODS
} pair_method;

void pair_intervals_open(int n, pair_intervals *out, pair_method method);
void pair_intervals_close(pair_intervals *intervals);
tally pair_tally(const pair_intervals *intervals, double only_a, double only_b);

#endif
