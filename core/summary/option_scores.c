/* Next-token scoring (M4.4; Miller 2024, section 3.2): an item's score is the probability that the model gives the
 * right option, which carries no noise of sampling, beside the accuracy of the most likely option. */
#include "base/error.h"
#include "base/structs.h"
#include "stat/mean.h"

#include <math.h>

/* ---- one item ---- */

/* The options of one item. */
typedef struct option_list {
    int64_t n;
    const double *log_likelihood;
    const double *length;  /* NULL: not normalised */
} option_list;

static double score_at(const option_list *options, int64_t j)
{
    return options->length == NULL ? options->log_likelihood[j] : options->log_likelihood[j] / options->length[j];
}

/* A number or minus infinity for each, and not that for all. */
static int is_scored(const option_list *options)
{
    int any = 0;
    for (int64_t j = 0; j < options->n; j++) {
        double score = score_at(options, j);
        if (isnan(score) || score == INFINITY || (options->length != NULL && !(options->length[j] > 0)))
            return 0;
        any = any || isfinite(score);
    }
    return any;
}

/* Of equal options the first, as numpy's argmax and with it lm-evaluation-harness has it. */
static int64_t likeliest(const option_list *options)
{
    int64_t best = 0;
    for (int64_t j = 1; j < options->n; j++)
        if (score_at(options, j) > score_at(options, best))
            best = j;
    return best;
}

/* Softmax less its largest exponent, so that nothing overflows. */
static double probability_of(const option_list *options, int64_t right, int64_t best)
{
    double largest = score_at(options, best), total = 0;
    for (int64_t j = 0; j < options->n; j++)
        total += exp(score_at(options, j) - largest);
    return exp(score_at(options, right) - largest) / total;
}

/* ---- all items ---- */

static int32_t check(int64_t n_items, const int64_t *first, const double *log_likelihood, const int64_t *right,
                     whisker_error *error)
{
    if (n_items < 0 || (n_items > 0 && (first == NULL || log_likelihood == NULL || right == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the options of the items are needed");
    for (int64_t i = 0; i < n_items; i++) {
        if (first[i] < 0 || first[i + 1] < first[i])
            return error_set(error, WHISKER_BAD_ARGUMENT, "the options of item %lld do not follow those before it",
                             (long long)i);
        if (right[i] < -1 || right[i] >= first[i + 1] - first[i])
            return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld has no option %lld", (long long)i,
                             (long long)right[i]);
    }
    return WHISKER_OK;
}

int32_t whisker_option_scores(int64_t n_items, const int64_t *first, const double *log_likelihood, const double *length,
                              const int64_t *right, double *probability, double *accuracy, whisker_error *error)
{
    int32_t status = check(n_items, first, log_likelihood, right, error);
    for (int64_t i = 0; status == WHISKER_OK && i < n_items; i++) {
        option_list options = {first[i + 1] - first[i], log_likelihood + first[i],
                               length == NULL ? NULL : length + first[i]};
        int is_known = right[i] >= 0 && is_scored(&options);
        int64_t best = is_known ? likeliest(&options) : 0;
        if (probability != NULL)
            probability[i] = is_known ? probability_of(&options, right[i], best) : NAN;
        if (accuracy != NULL)
            accuracy[i] = is_known ? best == right[i] : NAN;
    }
    return status;
}

/* ---- the two means ---- */

static int32_t estimate_both(const whisker_items *items, const double *probability, const double *accuracy,
                             const whisker_mean_options *options, scratch *scratch, whisker_next_token *out,
                             whisker_error *error)
{
    whisker_mean_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_mean_options", error);
    if (status != WHISKER_OK)
        return status;
    given.size = sizeof given;
    given.low = 0;
    given.high = 1;
    status = mean_estimate(items, accuracy, 0, &given, scratch, &out->accuracy, error);
    if (status == WHISKER_OK)
        status = mean_estimate(items, probability, 0, &given, scratch, &out->probability, error);
    double ratio = out->probability.standard_error / out->accuracy.standard_error;
    out->variance_ratio = out->accuracy.standard_error > 0 ? ratio * ratio : NAN;
    return status;
}

int32_t whisker_next_token_mean(const whisker_items *items, const double *probability, const double *accuracy,
                                const whisker_mean_options *options, whisker_arena *arena, whisker_next_token *out,
                                whisker_error *error)
{
    scratch scratch;
    whisker_next_token made = {.probability.size = sizeof made.probability, .accuracy.size = sizeof made.accuracy};
    int32_t status = struct_check(out, "whisker_next_token", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = estimate_both(items, probability, accuracy, options, &scratch, &made, error);
    scratch_close(&scratch);
    if (status != WHISKER_OK)
        return status;
    made.probability.size = out->probability.size;
    made.accuracy.size = out->accuracy.size;
    struct_store(out, &made, sizeof made);
    return WHISKER_OK;
}
