/* Corpus scores of translations from the n-gram counts of each item, on the scale 0 .. 100 as sacreBLEU prints them. */
#include "summary/statistic.h"

#include <math.h>

/* ---- BLEU ---- */

enum { BLEU_ORDERS = 4, MATCHES = 0, TOTALS = 4, LENGTH = 8, REFERENCE_LENGTH = 9, BLEU_COLUMNS = 10 };

/* Papineni et al. 2002: the geometric mean of the precisions of 1- to 4-grams times the brevity penalty. An order
 * without a match makes it 0, as without smoothing; one without an n-gram leaves it undefined. */
static double bleu_value(const double *mean, const void *parameters)
{
    (void)parameters;
    double logarithms = 0;
    for (int32_t order = 0; order < BLEU_ORDERS; order++) {
        if (!(mean[TOTALS + order] > 0))
            return NAN;
        logarithms += log(mean[MATCHES + order] / mean[TOTALS + order]);
    }
    if (!(mean[LENGTH] > 0))
        return NAN;
    double brevity = fmin(0, 1 - mean[REFERENCE_LENGTH] / mean[LENGTH]);
    return 100 * exp(brevity + logarithms / BLEU_ORDERS);
}

/* Where the lengths are equal the penalty has a kink; the slope of the side without penalty is taken. */
static void bleu_gradient(const double *mean, const void *parameters, double *gradient)
{
    double value = bleu_value(mean, parameters);
    int is_short = mean[LENGTH] < mean[REFERENCE_LENGTH];
    for (int32_t order = 0; order < BLEU_ORDERS; order++) {
        gradient[MATCHES + order] = value / BLEU_ORDERS / mean[MATCHES + order];
        gradient[TOTALS + order] = -value / BLEU_ORDERS / mean[TOTALS + order];
    }
    gradient[LENGTH] = is_short ? value * mean[REFERENCE_LENGTH] / (mean[LENGTH] * mean[LENGTH]) : 0;
    gradient[REFERENCE_LENGTH] = is_short ? -value / mean[LENGTH] : 0;
}

/* An item without output is there all the same. */
static double bleu_exposure(const double *item, const void *parameters)
{
    (void)parameters;
    return item[LENGTH] + item[REFERENCE_LENGTH];
}

static const char *const bleu_columns[BLEU_COLUMNS] = {
    "match_1", "match_2", "match_3", "match_4", "total_1", "total_2", "total_3", "total_4",
    "length", "reference_length",
};

const whisker_statistic statistic_bleu = {
    .size = sizeof statistic_bleu,
    .n_columns = BLEU_COLUMNS,
    .direction = 1,
    .low = 0,
    .high = 100,
    .name = "bleu",
    .columns = bleu_columns,
    .value = bleu_value,
    .gradient = bleu_gradient,
    .exposure = bleu_exposure,
};

/* ---- chrF ---- */

enum { CHRF_ORDERS = 6, CHRF_COLUMNS = 3 * CHRF_ORDERS };

static const double BETA_SQUARED = 4; /* chrF2: recall counts twice */

/* Precision and recall averaged over the orders that both texts have, as sacreBLEU does since 2.0. */
typedef struct chrf_parts {
    int32_t orders;
    double precision, recall;
} chrf_parts;

/* Columns of an order: matches, n-grams of the hypothesis, of the reference. */
static int chrf_has(const double *column)
{
    return column[1] > 0 && column[2] > 0;
}

static chrf_parts chrf_average(const double *mean)
{
    chrf_parts parts = {0, 0, 0};
    for (const double *column = mean; column < mean + CHRF_COLUMNS; column += 3) {
        if (!chrf_has(column))
            continue;
        parts.orders++;
        parts.precision += column[0] / column[1];
        parts.recall += column[0] / column[2];
    }
    parts.precision /= parts.orders;
    parts.recall /= parts.orders;
    return parts;
}

/* Popovic 2015, chrF2 of characters. 0 without a match; undefined without an order. */
static double chrf_value(const double *mean, const void *parameters)
{
    (void)parameters;
    chrf_parts parts = chrf_average(mean);
    if (parts.orders > 0 && parts.precision == 0)
        return 0;
    return 100 * (1 + BETA_SQUARED) * parts.precision * parts.recall / (BETA_SQUARED * parts.precision + parts.recall);
}

static void chrf_gradient(const double *mean, const void *parameters, double *gradient)
{
    (void)parameters;
    chrf_parts parts = chrf_average(mean);
    double blend = BETA_SQUARED * parts.precision + parts.recall;
    double scale = 100 * (1 + BETA_SQUARED) / (blend * blend) / parts.orders;
    double by_precision = scale * parts.recall * parts.recall;
    double by_recall = scale * BETA_SQUARED * parts.precision * parts.precision;
    for (int32_t j = 0; j < CHRF_COLUMNS; j += 3) {
        int has = chrf_has(mean + j);
        gradient[j] = has ? by_precision / mean[j + 1] + by_recall / mean[j + 2] : 0;
        gradient[j + 1] = has ? -by_precision * mean[j] / (mean[j + 1] * mean[j + 1]) : 0;
        gradient[j + 2] = has ? -by_recall * mean[j] / (mean[j + 2] * mean[j + 2]) : 0;
    }
}

static double chrf_exposure(const double *item, const void *parameters)
{
    (void)parameters;
    return item[1] + item[2];
}

static const char *const chrf_columns[CHRF_COLUMNS] = {
    "match_1", "hypothesis_1", "reference_1", "match_2", "hypothesis_2", "reference_2",
    "match_3", "hypothesis_3", "reference_3", "match_4", "hypothesis_4", "reference_4",
    "match_5", "hypothesis_5", "reference_5", "match_6", "hypothesis_6", "reference_6",
};

const whisker_statistic statistic_chrf = {
    .size = sizeof statistic_chrf,
    .n_columns = CHRF_COLUMNS,
    .direction = 1,
    .low = 0,
    .high = 100,
    .name = "chrf",
    .columns = chrf_columns,
    .value = chrf_value,
    .gradient = chrf_gradient,
    .exposure = chrf_exposure,
};
