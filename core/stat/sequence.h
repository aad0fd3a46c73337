/* What the files of confidence sequences share (M8). */
#ifndef WHISKER_STAT_SEQUENCE_H
#define WHISKER_STAT_SEQUENCE_H

#include "base/arena.h"
#include "base/sum.h"
#include "whisker.h"

/* Options, resolved: nothing is left to a default. */
typedef struct sequence_plan {
    int32_t method;
    int32_t grid;
    double level;
    double low, high;
    double expected;
    int64_t largest_cluster; /* 0: observations count alike */
} sequence_plan;

/* An observation as a share of the largest there can be: score in 0 .. weight, weight in 0 .. 1. Weights other than 1
 * are clusters that count by their items. */
typedef struct observation {
    double score, weight;
} observation;

/* A lower bound for the mean. The upper bound is that of the mirrored observations, weight less score. */
typedef struct sequence_side {
    sum scores;
    sum bet_scores;  /* bet times score */
    sum cost;        /* what the bets may have lost by chance, on the log scale */
    double bound;    /* the largest so far, in 0 .. 1 */
    double *capital; /* capital[grid + 1], of betting against the mean k / grid; NULL for other methods */
} sequence_side;

enum { SEQUENCE_SIDES = 2 };

struct whisker_sequence {
    whisker_allocator allocator;
    sequence_plan plan;
    int64_t n, n_missing;
    sum total;     /* of the scores, in their own units */
    sum items;     /* observations, or items of clusters */
    sum weights;
    sum squares;   /* residuals from the mean at their time */
    sum bets;
    sequence_side side[SEQUENCE_SIDES];
    double capital[];
};

/* Statuses: BAD_OPTION. */
int32_t sequence_plan_check(const sequence_plan *plan, whisker_error *error);
/* A sequence without scores, of a plan that passed the check; allocator NULL: malloc. Statuses: NO_MEMORY. */
int32_t sequence_open(const whisker_allocator *allocator, const sequence_plan *plan, whisker_sequence **sequence,
                      whisker_error *error);
/* Doubles behind `capital`. */
int64_t sequence_capital(const sequence_plan *plan);

/* Take in an observation, and raise the bounds. */
void sequence_observe(whisker_sequence *sequence, observation seen);
/* The lower bound of a side at this moment, in 0 .. 1. */
double sequence_bound(const whisker_sequence *sequence, int side);

/* ---- betting against every mean of a grid ---- */

void capital_start(double *capital, int32_t grid);
/* A round with the same bet against all means, cut where it could ruin the bettor. */
void capital_bet(double *capital, int32_t grid, double bet, observation seen);
/* The largest mean at which the capital exceeds the threshold; 0 when there is none. */
double capital_bound(const double *capital, int32_t grid, double threshold);

#endif
