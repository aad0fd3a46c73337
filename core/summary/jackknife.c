/* Delete-one-cluster jackknife (Quenouille 1956, Tukey 1958; Efron and Tibshirani 1993, ch. 11). The means without
 * cluster g are mean - d_g / (W - w_g), d_g its sum of weighted residuals and w_g its weight: one pass over the rows
 * makes the sums, and each value costs the columns and no rows. */
#include "summary/jackknife.h"

#include "base/error.h"
#include "stat/totals.h"

static int32_t check(const whisker_items *items, whisker_error *error)
{
    if (items->n_keys > 1)
        return error_set(error, WHISKER_BAD_OPTION, "the jackknife leaves out clusters of one key, and %d cross here",
                         (int)items->n_keys);
    if (items->stratum != NULL || items->population > 0)
        return error_set(error, WHISKER_BAD_OPTION, "the jackknife knows neither strata nor a finite population");
    return WHISKER_OK;
}

/* Residual sums of every column by cluster; clusters stand in the same order in each. */
static int32_t sum_columns(const summary_columns *columns, scratch *scratch, clusters *sums, double *unit,
                           whisker_error *error)
{
    for (int32_t j = 0; j < columns->statistic.n_columns; j++) {
        sample sample;
        int32_t status = columns_sample(columns, j, scratch, &sample, error);
        if (status != WHISKER_OK)
            return status;
        const int32_t *codes = sample.n_keys > 0 ? sample.key[0] : NULL;
        if (!clusters_sum(&sample, codes, sample.n_codes[0], scratch, &sums[j]))
            return error_memory(error);
        unit[j] = ldexp(1, sample.exponent);
    }
    return WHISKER_OK;
}

/* The statistic without cluster g, less its value with it. */
static double change_without(const summary_columns *columns, const clusters *sums, const double *unit, int64_t g,
                             double value)
{
    const whisker_statistic *statistic = &columns->statistic;
    double mean[STATISTIC_COLUMNS];
    for (int32_t j = 0; j < statistic->n_columns; j++)
        mean[j] = columns->mean[j] - sums[j].residual[g] / (sums[j].total - sums[j].size[g]) * unit[j];
    return statistic->value(mean, statistic->parameters) - value;
}

/* Changes of the statistic, seen from a centre and in units of the largest distance from it. */
typedef struct changes {
    const double *change;
    double centre, largest;
} changes;

static changes centred(int64_t n, const double *change, double centre)
{
    changes made = {change, centre, 0};
    for (int64_t g = 0; g < n; g++)
        made.largest = fmax(made.largest, fabs(change[g] - centre));
    return made;
}

static double distance(const void *context, int64_t g)
{
    const changes *changes = context;
    return (changes->change[g] - changes->centre) / changes->largest;
}

static double squared_distance(const void *context, int64_t g)
{
    return distance(context, g) * distance(context, g);
}

static double cubed_distance(const void *context, int64_t g)
{
    return distance(context, g) * distance(context, g) * distance(context, g);
}

static void finish(int64_t n, const double *change, jackknife *out)
{
    double clusters = (double)n;
    changes whole = centred(n, change, 0);
    double mean = whole.largest > 0 ? total_of(n, distance, &whole) / clusters * whole.largest : 0;
    changes around = centred(n, change, mean);
    double squares = around.largest > 0 ? total_of(n, squared_distance, &around) : 0;
    out->variance = (clusters - 1) / clusters * squares * around.largest * around.largest;
    out->acceleration = squares > 0 ? -total_of(n, cubed_distance, &around) / (6 * squares * sqrt(squares)) : NAN;
}

int32_t jackknife_of(const summary_columns *columns, scratch *scratch, jackknife *out, whisker_error *error)
{
    const whisker_statistic *statistic = &columns->statistic;
    clusters sums[STATISTIC_COLUMNS];
    double unit[STATISTIC_COLUMNS], value = statistic->value(columns->mean, statistic->parameters);
    int32_t status = check(&columns->items, error);
    if (status == WHISKER_OK)
        status = sum_columns(columns, scratch, sums, unit, error);
    if (status != WHISKER_OK)
        return status;
    *out = (jackknife){.n_clusters = sums[0].n, .variance = NAN, .acceleration = NAN};
    if (sums[0].n < 2)
        return WHISKER_OK;
    double *change = arena_take(scratch->arena, sums[0].n, sizeof *change);
    if (change == NULL)
        return error_memory(error);
    for (int64_t g = 0; g < sums[0].n; g++) {
        change[g] = change_without(columns, sums, unit, g, value);
        if (!isfinite(change[g]))
            return WHISKER_OK;
    }
    finish(sums[0].n, change, out);
    return WHISKER_OK;
}
