/* Statistics from inside: those that ship, and what every estimator asks of one. */
#ifndef WHISKER_SUMMARY_STATISTIC_H
#define WHISKER_SUMMARY_STATISTIC_H

#include "whisker.h"

enum { STATISTIC_COLUMNS = 64 };

/* Read a caller's statistic. low and high are settled (infinite where there is no end), scale is never the default.
 * Statuses: BAD_ARGUMENT, BAD_OPTION. */
int32_t statistic_load(const whisker_statistic *given, whisker_statistic *own, whisker_error *error);

/* Its gradient at mean[n_columns]; where it has none of its own by central differences, with steps in proportion to
 * the larger of mean and spread[n_columns]. */
void statistic_gradient(const whisker_statistic *statistic, const double *mean, const double *spread, double *gradient);

/* ---- those that ship ---- */

extern const whisker_statistic statistic_mean, statistic_ratio, statistic_perplexity, statistic_word_perplexity,
    statistic_byte_perplexity, statistic_bits_per_byte, statistic_token_accuracy, statistic_precision,
    statistic_recall, statistic_f1, statistic_micro_f1;
extern const whisker_statistic statistic_matthews;
extern const whisker_statistic statistic_bleu, statistic_chrf;

#endif
