#include "stat/sampling.h"

#include "base/error.h"
#include "base/simd.h"
#include "base/structs.h"

#include <float.h>

/* ---- validation ---- */

static int32_t check_items(const whisker_items *items, const double *score, whisker_error *error)
{
    if (items->n < 0 || items->n > INT32_MAX)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the number of items must lie in 0 .. 2147483647");
    if (score == NULL && items->n > 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no scores were given");
    if (items->n_keys < 0 || items->n_keys > SAMPLE_KEYS)
        return error_set(error, WHISKER_BAD_ARGUMENT, "%d cluster keys: at most %d are possible", (int)items->n_keys,
                         SAMPLE_KEYS);
    if (items->n_keys > 0 && items->cluster == NULL && items->n > 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "cluster keys are announced and no codes are given");
    if (!(items->population >= 0) || (items->population > 0 && items->population < (double)items->n))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the finite population must hold at least the items given");
    return WHISKER_OK;
}

/* Largest code + 1, or -1 when a code is outside 0 .. n-1. */
SIMD_CLONES
static int64_t count_codes(int64_t n, const int32_t *codes)
{
    int32_t smallest = 0, largest = -1;
    for (int64_t i = 0; i < n; i++) {
        smallest = codes[i] < smallest ? codes[i] : smallest;
        largest = codes[i] > largest ? codes[i] : largest;
    }
    return smallest < 0 || largest >= n ? -1 : (int64_t)largest + 1;
}

static int32_t check_codes(const whisker_items *items, sample *out, whisker_error *error)
{
    for (int32_t k = 0; k < items->n_keys; k++) {
        out->key[k] = items->cluster + (int64_t)k * items->n;
        out->n_codes[k] = count_codes(items->n, out->key[k]);
        if (out->n_codes[k] < 0)
            return error_set(error, WHISKER_BAD_ARGUMENT, "a code of cluster key %d is outside 0 .. n-1", (int)k);
    }
    if (items->stratum == NULL)
        return WHISKER_OK;
    out->stratum = items->stratum;
    out->n_stratum_codes = count_codes(items->n, items->stratum);
    if (out->n_stratum_codes < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a code of the strata is outside 0 .. n-1");
    return WHISKER_OK;
}

static int32_t check_weights(const whisker_items *items, double *largest, whisker_error *error)
{
    *largest = 0;
    for (int64_t i = 0; items->weight != NULL && i < items->n; i++) {
        if (!(items->weight[i] >= 0) || !isfinite(items->weight[i]))
            return error_set(error, WHISKER_BAD_ARGUMENT, "weight %lld is not a finite number of at least 0",
                             (long long)i);
        *largest = fmax(*largest, items->weight[i]);
    }
    return WHISKER_OK;
}

/* ---- leaving items out ---- */

static int is_item(const whisker_items *items, int64_t i)
{
    return items->weight == NULL || items->weight[i] > 0;
}

static void count_items(const whisker_items *items, const double *score, sample *out)
{
    for (int64_t i = 0; i < items->n; i++) {
        if (!is_item(items, i))
            continue;
        if (isfinite(score[i]))
            out->n++;
        else
            out->n_missing++;
        if (isinf(score[i]))
            out->notes |= WHISKER_NOTE_NON_FINITE;
    }
}

/* Without weights the range knows them. */
static void count_scores(const score_range *range, int64_t n, sample *out)
{
    out->n = range->n_finite;
    out->n_missing = n - range->n_finite;
    if (isinf(range->minimum) || isinf(range->maximum))
        out->notes |= WHISKER_NOTE_NON_FINITE;
}

/* The places of the items that count, without a guess at each whether it does. */
static int32_t *find_kept(const whisker_items *items, const double *score, scratch *scratch)
{
    int32_t *kept = arena_take(scratch->arena, items->n + 1, sizeof *kept);
    int64_t j = 0;
    for (int64_t i = 0; kept != NULL && i < items->n; i++) {
        kept[j] = (int32_t)i;
        j += (fabs(score[i]) <= DBL_MAX) & is_item(items, i);
    }
    return kept;
}

static const int32_t *keep_codes(const int32_t *codes, const int32_t *kept, int64_t n, scratch *scratch)
{
    int32_t *out = arena_take(scratch->arena, n, sizeof *out);
    for (int64_t j = 0; out != NULL && j < n; j++)
        out[j] = codes[kept[j]];
    return out;
}

static const double *keep_numbers(const double *numbers, double scale, const int32_t *kept, int64_t n,
                                  scratch *scratch)
{
    double *out = arena_take(scratch->arena, n, sizeof *out);
    for (int64_t j = 0; out != NULL && j < n; j++)
        out[j] = numbers[kept[j]] * scale;
    return out;
}

static int keep_items(const whisker_items *items, const double *score, double weight_scale, scratch *scratch,
                      sample *out)
{
    const int32_t *kept = find_kept(items, score, scratch);
    if (kept == NULL)
        return 0;
    out->score = keep_numbers(score, 1, kept, out->n, scratch);
    int complete = out->score != NULL;
    if (items->weight != NULL)
        complete = (out->weight = keep_numbers(items->weight, weight_scale, kept, out->n, scratch)) != NULL && complete;
    for (int32_t k = 0; k < out->n_keys; k++)
        complete = (out->key[k] = keep_codes(out->key[k], kept, out->n, scratch)) != NULL && complete;
    if (out->stratum != NULL)
        complete = (out->stratum = keep_codes(out->stratum, kept, out->n, scratch)) != NULL && complete;
    return complete;
}

/* The items that count, and the range of their scores; most often that is all of them, as they are. */
static int take_items(const whisker_items *items, const double *score, double largest_weight, scratch *scratch,
                      score_range *range, sample *out)
{
    *range = range_of(items->n, score);
    out->n = items->n;
    if (items->weight == NULL && range->n_finite == items->n)
        return 1;
    out->n = 0;
    if (items->weight == NULL)
        count_scores(range, items->n, out);
    else
        count_items(items, score, out);
    if (!keep_items(items, score, ldexp(1, -scale_exponent(largest_weight)), scratch, out))
        return 0;
    *range = range_of(out->n, out->score);
    return 1;
}

/* ---- all of it ---- */

int32_t sample_check(const whisker_items *given, const double *score, whisker_error *error)
{
    sample unused = {0};
    int32_t status = check_items(given, score, error);
    return status != WHISKER_OK ? status : check_codes(given, &unused, error);
}

int32_t sample_prepare(const whisker_items *items, const double *score, scratch *scratch, sample *out,
                       whisker_error *error)
{
    whisker_items given;
    double largest_weight;
    score_range range;
    *out = (sample){.score = score};
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&given, sizeof given, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = check_items(&given, score, error);
    if (status == WHISKER_OK)
        status = check_codes(&given, out, error);
    if (status == WHISKER_OK)
        status = check_weights(&given, &largest_weight, error);
    if (status != WHISKER_OK)
        return status;
    out->n_keys = given.n_keys;
    out->population = given.population;
    if (!take_items(&given, score, largest_weight, scratch, &range, out))
        return error_memory(error);
    if (out->n == 0)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld items has a score", (long long)given.n);
    sample_centre_in(out, &range);
    return WHISKER_OK;
}
