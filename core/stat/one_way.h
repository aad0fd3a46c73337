/* One-way analysis of variance of draws grouped by item, from what is known of the items. */
#ifndef WHISKER_STAT_ONE_WAY_H
#define WHISKER_STAT_ONE_WAY_H

#include "stat/spreads.h"

/* Mean, sums of squares and moments; the likelihood fields stay NaN. */
void one_way_moments(const spreads *items, whisker_one_way *out);

/* Variances by the likelihood of normal draws (REML and ML); NaN where there is no maximum. */
void one_way_likelihood(const spreads *items, whisker_one_way *out);

#endif
