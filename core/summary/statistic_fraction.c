/* Statistics of counts and sums: the mean, fractions of linear forms, their exponentials, Matthews' coefficient. */
#include "summary/statistic.h"

#include <math.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof((array)[0])))

/* ---- mean ---- */

static double mean_value(const double *mean, const void *parameters)
{
    (void)parameters;
    return mean[0];
}

static void mean_gradient(const double *mean, const void *parameters, double *gradient)
{
    (void)mean;
    (void)parameters;
    gradient[0] = 1;
}

static const char *const score[] = {"score"};

const whisker_statistic statistic_mean = {
    .size = sizeof statistic_mean,
    .n_columns = COUNT(score),
    .direction = 1,
    .name = "mean",
    .columns = score,
    .value = mean_value,
    .gradient = mean_gradient,
};

/* ---- fractions ---- */

enum { TERMS = 3 };

/* Numerator and denominator as linear forms of the columns: F1 = 2 tp / (2 tp + fp + fn). */
typedef struct fraction {
    int32_t n_columns;
    double numerator[TERMS];
    double denominator[TERMS];
} fraction;

static double linear_form(int32_t n, const double *coefficient, const double *column)
{
    double total = 0;
    for (int32_t j = 0; j < n; j++)
        total += coefficient[j] * column[j];
    return total;
}

static double fraction_exposure(const double *item, const void *parameters)
{
    const fraction *form = parameters;
    return linear_form(form->n_columns, form->denominator, item);
}

static double fraction_value(const double *mean, const void *parameters)
{
    const fraction *form = parameters;
    double denominator = fraction_exposure(mean, form);
    return denominator == 0 ? NAN : linear_form(form->n_columns, form->numerator, mean) / denominator;
}

static void fraction_gradient(const double *mean, const void *parameters, double *gradient)
{
    const fraction *form = parameters;
    double value = fraction_value(mean, form), denominator = fraction_exposure(mean, form);
    for (int32_t j = 0; j < form->n_columns; j++)
        gradient[j] = (form->numerator[j] - value * form->denominator[j]) / denominator;
}

static double exponential_value(const double *mean, const void *parameters)
{
    return exp(fraction_value(mean, parameters));
}

static void exponential_gradient(const double *mean, const void *parameters, double *gradient)
{
    const fraction *form = parameters;
    double value = exponential_value(mean, form);
    fraction_gradient(mean, form, gradient);
    for (int32_t j = 0; j < form->n_columns; j++)
        gradient[j] *= value;
}

#define FRACTION(way, least, most, ends, label, column_names, form) \
    { \
        .size = sizeof(whisker_statistic), .n_columns = COUNT(column_names), .scale = (ends), .direction = (way), \
        .low = (least), .high = (most), .name = (label), .columns = (column_names), .value = fraction_value, \
        .gradient = fraction_gradient, .exposure = fraction_exposure, .parameters = &(form), \
    }

/* Of things that are there, the share that has something: the logit scale covers what is nominal (M4.2). */
#define SHARE(label, column_names, form) FRACTION(1, 0, 1, WHISKER_SCALE_LOGIT, label, column_names, form)

#define EXPONENTIAL(label, column_names) \
    { \
        .size = sizeof(whisker_statistic), .n_columns = COUNT(column_names), .scale = WHISKER_SCALE_LOG, \
        .direction = -1, .low = 0, .high = INFINITY, .name = (label), .columns = (column_names), \
        .value = exponential_value, .gradient = exponential_gradient, .exposure = fraction_exposure, \
        .parameters = &first_over_second, \
    }

static const fraction first_over_second = {2, {1, 0}, {0, 1}};
static const fraction bits_over_bytes = {2, {1.4426950408889634074, 0}, {0, 1}}; /* 1 / log 2 */
static const fraction first_over_both = {2, {1, 0}, {1, 1}};
static const fraction dice = {3, {2, 0, 0}, {2, 1, 1}};

static const char *const parts[] = {"numerator", "denominator"};
static const char *const tokens[] = {"nll", "tokens"};
static const char *const words[] = {"nll", "words"};
static const char *const bytes[] = {"nll", "bytes"};
static const char *const right_tokens[] = {"correct", "tokens"};
static const char *const found[] = {"tp", "fp"};
static const char *const wanted[] = {"tp", "fn"};
static const char *const both[] = {"tp", "fp", "fn"};

const whisker_statistic statistic_ratio = FRACTION(0, 0, 0, 0, "ratio", parts, first_over_second);
const whisker_statistic statistic_bits_per_byte = FRACTION(-1, 0, INFINITY, 0, "bits_per_byte", bytes, bits_over_bytes);
const whisker_statistic statistic_token_accuracy = SHARE("token_accuracy", right_tokens, first_over_second);
const whisker_statistic statistic_precision = SHARE("precision", found, first_over_both);
const whisker_statistic statistic_recall = SHARE("recall", wanted, first_over_both);
const whisker_statistic statistic_f1 = SHARE("f1", both, dice);
const whisker_statistic statistic_micro_f1 = SHARE("micro_f1", both, dice);

const whisker_statistic statistic_perplexity = EXPONENTIAL("perplexity", tokens);
const whisker_statistic statistic_word_perplexity = EXPONENTIAL("word_perplexity", words);
const whisker_statistic statistic_byte_perplexity = EXPONENTIAL("byte_perplexity", bytes);

/* ---- Matthews ---- */

enum { TP, FP, FN, TN, CELLS };

/* (tp tn - fp fn) / sqrt of the four margins (Matthews 1975); none where a margin is empty. */
static double matthews_value(const double *mean, const void *parameters)
{
    (void)parameters;
    double found_margin = mean[TP] + mean[FP], wanted_margin = mean[TP] + mean[FN];
    double left_margin = mean[TN] + mean[FN], unwanted_margin = mean[TN] + mean[FP];
    double margins = sqrt(found_margin * left_margin) * sqrt(wanted_margin * unwanted_margin);
    return margins > 0 ? (mean[TP] * mean[TN] - mean[FP] * mean[FN]) / margins : NAN;
}

static void matthews_gradient(const double *mean, const void *parameters, double *gradient)
{
    double value = matthews_value(mean, parameters);
    double found_margin = mean[TP] + mean[FP], wanted_margin = mean[TP] + mean[FN];
    double left_margin = mean[TN] + mean[FN], unwanted_margin = mean[TN] + mean[FP];
    double margins = sqrt(found_margin * left_margin) * sqrt(wanted_margin * unwanted_margin);
    gradient[TP] = mean[TN] / margins - value / 2 * (1 / found_margin + 1 / wanted_margin);
    gradient[FP] = -mean[FN] / margins - value / 2 * (1 / found_margin + 1 / unwanted_margin);
    gradient[FN] = -mean[FP] / margins - value / 2 * (1 / wanted_margin + 1 / left_margin);
    gradient[TN] = mean[TP] / margins - value / 2 * (1 / left_margin + 1 / unwanted_margin);
}

static const char *const confusion[CELLS] = {"tp", "fp", "fn", "tn"};

const whisker_statistic statistic_matthews = {
    .size = sizeof statistic_matthews,
    .n_columns = CELLS,
    .scale = WHISKER_SCALE_LOGIT,
    .direction = 1,
    .low = -1,
    .high = 1,
    .name = "matthews",
    .columns = confusion,
    .value = matthews_value,
    .gradient = matthews_gradient,
};
