/* Items reduced to what their draws say: a mean, a count, a variance. All components of variance are made of these. */
#ifndef WHISKER_STAT_SPREADS_H
#define WHISKER_STAT_SPREADS_H

#include "base/arena.h"
#include "stat/totals.h"
#include "whisker.h"

/* Arrays have one entry an item and are NaN where the item does not say. */
typedef struct spreads {
    int64_t n;               /* items, those without a score included */
    int64_t n_draws;         /* scores that count */
    int64_t n_missing;       /* scores that do not */
    uint32_t notes;          /* bits of whisker_note */
    double centre, centre_low; /* about which deviations are, as a sum of two doubles, so that scores with a large
                              * offset keep their digits */
    double reach;            /* largest distance of a draw from the centre: what is tiny beside it is rounding */
    double *deviation;       /* mean of the draws less the centre */
    int32_t *draws;          /* K, answers of the item; 0 without a score */
    double *within;          /* variance of the draws (of the means of its answers), divisor K-1 */
    /* Judgements of answers; NULL when every score is an answer of its own. */
    double *judge;           /* mean over the answers judged twice or more of the variance of a judgement */
    double *judge_noise;     /* what judgements put into `within`: mean over answers of variance / judgements, answers
                              * judged once counting 0 */
    double *judged_once;     /* share of the answers that were judged once */
} spreads;

/* From rows in any order, which leaves no trace. Statuses: BAD_ARGUMENT, NO_DATA, NO_MEMORY. */
int32_t spreads_of_draws(int64_t n_items, const whisker_draws *draws, scratch *scratch, spreads *out,
                         whisker_error *error);

/* From means, counts and variances that somebody has made of the draws. Statuses: BAD_ARGUMENT, NO_DATA, NO_MEMORY. */
int32_t spreads_of_items(int64_t n_items, const double *mean, const int32_t *draws, const double *within,
                         scratch *scratch, spreads *out, whisker_error *error);

/* ---- means over items ---- */

/* Mean of the terms that are not NaN, the same bits in any order; NaN when there is none. The context of a term is
 * `items`. */
double spreads_mean(const spreads *items, total_term *term);
/* Of the variance of their draws, over items that have two; NaN when none has. */
double spreads_within(const spreads *items);
/* Of what draws put into an item's mean, variance / K; an item with one draw has the variance `single`. */
double spreads_noise(const spreads *items, double single);

#endif
