#include "summary/columns.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

/* ---- which items have all columns ---- */

static int32_t mark_incomplete(summary_columns *this, scratch *scratch, whisker_error *error)
{
    int64_t n = this->items.n;
    unsigned char *incomplete = arena_take_zeroed(scratch->arena, n, 1);
    unsigned char any = 0;
    if (incomplete == NULL)
        return error_memory(error);
    for (int32_t j = 0; j < this->statistic.n_columns; j++) {
        for (int64_t i = 0; i < n; i++) {
            double x = this->columns[j * n + i];
            incomplete[i] |= !isfinite(x);
            any |= incomplete[i];
            if (isinf(x))
                this->notes |= WHISKER_NOTE_NON_FINITE;
        }
    }
    this->incomplete = any ? incomplete : NULL;
    return WHISKER_OK;
}

int32_t columns_sample(const summary_columns *this, int32_t j, scratch *scratch, sample *out, whisker_error *error)
{
    int64_t n = this->items.n;
    const double *column = this->columns + j * n;
    if (this->incomplete == NULL)
        return sample_prepare(&this->items, column, scratch, out, error);
    double *masked = arena_take(scratch->arena, n, sizeof *masked);
    if (masked == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < n; i++)
        masked[i] = this->incomplete[i] ? NAN : column[i];
    return sample_prepare(&this->items, masked, scratch, out, error);
}

/* ---- means ---- */

static int32_t find_mean(summary_columns *this, int32_t j, scratch *outer, whisker_error *error)
{
    scratch scratch;
    sample sample;
    int32_t status = scratch_open(&scratch, outer->arena, error);
    if (status != WHISKER_OK)
        return status;
    status = columns_sample(this, j, &scratch, &sample, error);
    scratch_close(&scratch);
    if (status != WHISKER_OK)
        return status;
    this->mean[j] = ldexp(sample.centre, sample.exponent);
    this->mean_rest[j] = ldexp(sample.centre_low, sample.exponent);
    this->reach[j] = ldexp(sample.reach, sample.exponent);
    this->n_items = sample.n;
    this->n_missing = sample.n_missing;
    this->notes |= sample.notes;
    return WHISKER_OK;
}

int32_t columns_load(const whisker_items *items, const whisker_statistic *statistic, const double *columns,
                     scratch *scratch, summary_columns *out, whisker_error *error)
{
    *out = (summary_columns){.columns = columns};
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&out->items, sizeof out->items, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = statistic_load(statistic, &out->statistic, error);
    if (status != WHISKER_OK)
        return status;
    if (columns == NULL || out->items.n < 1 || out->items.n > INT32_MAX)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the columns of 1 to 2147483647 items are needed");
    out->items.size = sizeof out->items;
    status = mark_incomplete(out, scratch, error);
    for (int32_t j = 0; status == WHISKER_OK && j < out->statistic.n_columns; j++)
        status = find_mean(out, j, scratch, error);
    return status;
}
