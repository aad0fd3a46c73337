#include "summary/statistic.h"

#include "base/error.h"
#include "base/structs.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof((array)[0])))

/* ---- lookup ---- */

static const whisker_statistic *const shipped[] = {
    &statistic_mean,
    &statistic_ratio,
    &statistic_perplexity,
    &statistic_word_perplexity,
    &statistic_byte_perplexity,
    &statistic_bits_per_byte,
    &statistic_token_accuracy,
    &statistic_precision,
    &statistic_recall,
    &statistic_f1,
    &statistic_micro_f1,
    &statistic_matthews,
    &statistic_bleu,
    &statistic_chrf,
};

int32_t whisker_statistic_count(void)
{
    return COUNT(shipped);
}

const whisker_statistic *whisker_statistic_at(int32_t index)
{
    return index >= 0 && index < COUNT(shipped) ? shipped[index] : NULL;
}

const whisker_statistic *whisker_statistic_named(const char *name)
{
    for (int32_t i = 0; name != NULL && i < COUNT(shipped); i++)
        if (strcmp(shipped[i]->name, name) == 0)
            return shipped[i];
    return NULL;
}

static const char *const scale_names[] = {
    [WHISKER_SCALE_IDENTITY] = "identity",
    [WHISKER_SCALE_LOG] = "log",
    [WHISKER_SCALE_LOGIT] = "logit",
};

const char *whisker_scale_name(int32_t scale)
{
    return scale >= 0 && scale < COUNT(scale_names) ? scale_names[scale] : NULL;
}

int32_t whisker_scale_number(const char *name)
{
    for (int32_t scale = WHISKER_SCALE_IDENTITY; name != NULL && scale < COUNT(scale_names); scale++)
        if (strcmp(scale_names[scale], name) == 0)
            return scale;
    return -1;
}

/* ---- a caller's statistic ---- */

int32_t statistic_load(const whisker_statistic *given, whisker_statistic *own, whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no statistic was given");
    int32_t status = struct_load(own, sizeof *own, given, "whisker_statistic", error);
    if (status != WHISKER_OK)
        return status;
    if (own->value == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the statistic has no value function");
    if (own->n_columns < 1 || own->n_columns > STATISTIC_COLUMNS)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a statistic has 1 to %d columns, not %d", STATISTIC_COLUMNS,
                         (int)own->n_columns);
    if (own->scale == WHISKER_SCALE_DEFAULT)
        own->scale = WHISKER_SCALE_IDENTITY;
    if (whisker_scale_name(own->scale) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "scale %d is not known", (int)own->scale);
    if (own->low == 0 && own->high == 0) {
        own->low = -INFINITY;
        own->high = INFINITY;
    }
    if (!(own->low < own->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of the statistic has its low end above its high end");
    return WHISKER_OK;
}

/* ---- gradient ---- */

/* A step that balances the error of the difference, of order step^2, with rounding, of order 1 / step. */
static double step_for(double mean, double spread)
{
    return cbrt(DBL_EPSILON) * fmax(fabs(mean), spread);
}

/* A column that is 0 throughout moves nothing. Beyond an end of the domain the side that exists serves. */
static double slope(const whisker_statistic *statistic, double *mean, int32_t column, double step)
{
    if (step == 0)
        return 0;
    double centre = mean[column], here = statistic->value(mean, statistic->parameters);
    mean[column] = centre + step;
    double after = statistic->value(mean, statistic->parameters), right = mean[column];
    mean[column] = centre - step;
    double before = statistic->value(mean, statistic->parameters), left = mean[column];
    mean[column] = centre;
    if (isnan(before))
        return (after - here) / (right - centre);
    return isnan(after) ? (here - before) / (centre - left) : (after - before) / (right - left);
}

void statistic_gradient(const whisker_statistic *statistic, const double *mean, const double *spread, double *gradient)
{
    double moved[STATISTIC_COLUMNS];
    if (statistic->gradient != NULL) {
        statistic->gradient(mean, statistic->parameters, gradient);
        return;
    }
    memcpy(moved, mean, (size_t)statistic->n_columns * sizeof *moved);
    for (int32_t j = 0; j < statistic->n_columns; j++)
        gradient[j] = slope(statistic, moved, j, step_for(mean[j], spread[j]));
}
