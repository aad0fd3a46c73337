/* What one call that compares two runs is made of, and what follows once their scores have been added up: shared by
 * whisker_difference, which adds up one pair, and whisker_differences, which adds up many. */
#ifndef WHISKER_STAT_COMPARISON_H
#define WHISKER_STAT_COMPARISON_H

#include "stat/correlation.h"
#include "stat/mean.h"
#include "stat/unpaired.h"

/* The scores side by side, counted. */
typedef struct pairing {
    int64_t n_both, n_a_only, n_b_only;
    double magnitude;       /* largest absolute score of the pairs */
    int has_infinite;
    int identical;          /* every difference is 0 */
    int binary;             /* every paired score is 0 or 1 */
    int64_t cell[2][2];     /* of binary pairs: cell[score of A][score of B] */
} pairing;

typedef struct comparison {
    whisker_items items;
    whisker_difference_options options;
    pairing pairing;
    int near_end;           /* a run has a mean near an end of its range */
    double known_df;        /* degrees of freedom whose noncentrality is known; 0: none */
    double known_noncentrality;
    whisker_comparison out;
} comparison;

/* ---- options and results ---- */

/* Statuses: BAD_ARGUMENT: this is no place for a whole comparison. */
int32_t comparison_check_out(const whisker_comparison *out, whisker_error *error);

/* Defaults filled in. Statuses: BAD_OPTION, BAD_ARGUMENT. */
int32_t comparison_load_options(const whisker_difference_options *given, whisker_difference_options *options,
                                whisker_error *error);

/* Those of the mean of one run, and those of the mean of the differences. */
whisker_mean_options comparison_run_options(const whisker_difference_options *options);
whisker_mean_options comparison_difference_options(const whisker_difference_options *options);

/* WHISKER_PAIRED when at least half of the items that either run has are shared, unless the options say otherwise. */
int32_t comparison_pairing(const comparison *this);

/* Fill a comparison of which nothing is known yet but its pairing. */
void comparison_begin(comparison *this, int32_t pairing);

/* ---- conclusions ---- */

/* From the estimates of both runs and of their differences, the last in this->out.difference already. */
int32_t comparison_conclude_paired(comparison *this, const whisker_estimate *a, const whisker_estimate *b,
                                   correlation related, whisker_error *error);

/* Once that is done: does the far bound hang on those of the runs? */
int comparison_wants_far_bound(const comparison *this);

/* a, b: with the bounds of clustered_wilson. */
void comparison_set_far_bound(comparison *this, const whisker_estimate *a, const whisker_estimate *b);

/* ones_a, ones_b: of scores that are all 0 or 1, else -1. */
int32_t comparison_conclude_unpaired(comparison *this, const unpaired *found, int64_t ones_a, int64_t ones_b,
                                     whisker_error *error);

/* What is left when either is done. */
void comparison_end(comparison *this);

/* ---- one pair by itself (difference.c) ---- */

/* a[items.n], b[items.n]; items and options are filled. Statuses of whisker_difference. */
int32_t comparison_of(comparison *this, const double *a, const double *b, scratch *scratch, whisker_error *error);

#endif
