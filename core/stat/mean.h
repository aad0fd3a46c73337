/* The mean of prepared numbers: scores of one run, or paired differences of two. */
#ifndef WHISKER_STAT_MEAN_H
#define WHISKER_STAT_MEAN_H

#include "stat/mean_interval.h"
#include "stat/multiway.h"

/* ---- an estimate in two halves: what the scores say, and what follows from it ---- */

/* The variance of a mean, in units of 2^(2 exponent). */
typedef struct spread {
    double variance;
    double df;
    double independent;       /* variance if items were independent: CR2 of singletons */
    double independent_df;
    double satterthwaite;     /* over the clusters; NaN when there are none */
    int64_t n_clusters;
    double largest_share;
    double icc;
    double units;
    uint32_t notes;
} spread;

typedef struct mean_study {
    sample sample;
    mean_plan plan;
    multiway found;           /* over the clusters; of no meaning without keys */
    spread spread;
    double squares;           /* sum over items of (weight times residual)^2 */
} mean_study;

/* The options of a mean, not yet settled on a sample. Statuses: BAD_OPTION, BAD_ARGUMENT. */
int32_t mean_load_plan(const whisker_mean_options *options, mean_plan *plan, whisker_error *error);

/* plan: as loaded; the study has it settled on the sample. Statuses of whisker_mean. */
int32_t mean_examine(const whisker_items *items, const double *score, const mean_plan *plan, scratch *scratch,
                     mean_study *out, whisker_error *error);

/* The same for another run on the items of a study, all of them with a score: what does not depend on scores is taken from
 * there. Without weights and strata, at most one key, a variance that mean_spread_of knows. range: of the scores. 0:
 * refused, or memory is out. */
int mean_examine_alike(const mean_study *known, const double *score, const score_range *range, const mean_plan *plan,
                       scratch *scratch, mean_study *out);

/* The spread of a sample without weights whose clusters (NULL: none) are known; variance CLT, CLUSTER_PAPER or CR0 to
 * CR3, without clusters CLT or CR2. */
void mean_spread_of(const clusters *clusters, double squares, mean_study *study);

/* The same for a sample that is known by its sums and not by its scores; plan: as loaded. Statuses: BAD_OPTION (also for
 * LINEARIZED, which looks at items), NOT_BINARY. */
int32_t mean_examine_sums(const mean_plan *plan, const clusters *clusters, double squares, mean_study *study,
                          whisker_error *error);

/* magnitude and out as in mean_estimate. */
int32_t mean_conclude(mean_study *study, double magnitude, scratch *scratch, whisker_estimate *out,
                      whisker_error *error);

/* The same with the bounds of clustered_wilson, or the exact bound; for a study whose scores have a range. */
int32_t mean_bound(const mean_study *study, scratch *scratch, whisker_estimate *out, whisker_error *error);

/* ---- both halves ---- */

/* As whisker_mean with an open scratch, except that out is a whole whisker_estimate whose size is left alone.
 * magnitude: of the numbers that the scores were computed from, against which their variation is a rounding error
 * or not; 0: the scores' own. For differences pass the range of a difference in options (low, high), such as -1 and
 * 1: then scores that happen to be 0 and 1 are no proportion. */
int32_t mean_estimate(const whisker_items *items, const double *score, double magnitude,
                      const whisker_mean_options *options, scratch *scratch, whisker_estimate *out,
                      whisker_error *error);

/* Half the width of a symmetric interval at confidence `level` for a standard error of 1: the quantile of t, of the
 * normal distribution when df is infinite. NaN df gives NaN. */
double mean_half_width(double level, double df);

/* Two-sided p of value / standard_error against t; NaN when the standard error is NaN or 0. */
double mean_p_value(double value, double standard_error, double df);

#endif
