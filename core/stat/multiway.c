/* Cameron, Gelbach and Miller 2011: V = sum over non-empty subsets of the keys of (-1)^(size+1) V(clusters that agree
 * on all keys of the subset). */
#include "stat/multiway.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

/* ---- crossed codes ---- */

/* Items in the order of their code a, by counting. */
static int64_t *order_by_code(int64_t n, const int32_t *a, int64_t n_a, scratch *scratch)
{
    int64_t *order = arena_take(scratch->arena, n, sizeof *order);
    int64_t *next = arena_take_zeroed(scratch->arena, n_a + 1, sizeof *next);
    if (order == NULL || next == NULL)
        return NULL;
    for (int64_t i = 0; i < n; i++)
        next[a[i] + 1]++;
    for (int64_t code = 0; code < n_a; code++)
        next[code + 1] += next[code];
    for (int64_t i = 0; i < n; i++)
        order[next[a[i]]++] = i;
    return order;
}

const int32_t *codes_cross(int64_t n, const int32_t *a, int64_t n_a, const int32_t *b, int64_t n_b, scratch *scratch,
                           int64_t *n_codes)
{
    const int64_t *order = order_by_code(n, a, n_a, scratch);
    int32_t *crossed = arena_take(scratch->arena, n, sizeof *crossed);
    int32_t *met_with = arena_take(scratch->arena, n_b, sizeof *met_with); /* the last a that b was seen with */
    int32_t *given = arena_take(scratch->arena, n_b, sizeof *given);
    if (order == NULL || crossed == NULL || met_with == NULL || given == NULL)
        return NULL;
    memset(met_with, 0xff, (size_t)n_b * sizeof *met_with);
    int32_t count = 0;
    for (int64_t j = 0; j < n; j++) {
        int64_t i = order[j];
        if (met_with[b[i]] != a[i]) {
            met_with[b[i]] = a[i];
            given[b[i]] = count++;
        }
        crossed[i] = given[b[i]];
    }
    *n_codes = count;
    return crossed;
}

/* ---- nested keys ---- */

static int64_t count_used(int64_t n, const int32_t *codes, int64_t n_codes, scratch *scratch)
{
    char *seen = arena_take_zeroed(scratch->arena, n_codes, 1);
    int64_t count = 0;
    for (int64_t i = 0; seen != NULL && i < n; i++) {
        count += !seen[codes[i]];
        seen[codes[i]] = 1;
    }
    return count;
}

static void drop_key(sample *sample, int64_t *used, int32_t dropped)
{
    sample->n_keys--;
    for (int32_t k = dropped; k < sample->n_keys; k++) {
        sample->key[k] = sample->key[k + 1];
        sample->n_codes[k] = sample->n_codes[k + 1];
        used[k] = used[k + 1];
    }
    sample->notes |= WHISKER_NOTE_NESTED_KEYS;
}

/* The key of a pair that is nested in the other one: crossing adds nothing to it. -1: neither; -2: no memory. */
static int32_t nested_key(const sample *sample, const int64_t *used, int32_t k, int32_t l, scratch *scratch)
{
    int64_t n_crossed;
    if (codes_cross(sample->n, sample->key[k], sample->n_codes[k], sample->key[l], sample->n_codes[l], scratch,
                    &n_crossed) == NULL)
        return -2;
    if (n_crossed == used[l])
        return l;
    return n_crossed == used[k] ? k : -1;
}

int multiway_reduce(sample *sample, scratch *scratch)
{
    int64_t used[SAMPLE_KEYS] = {0};
    for (int32_t k = 0; k < sample->n_keys && sample->n_keys > 1; k++) {
        used[k] = count_used(sample->n, sample->key[k], sample->n_codes[k], scratch);
        if (used[k] == 0)
            return 0;
    }
    for (int32_t l = 1; l < sample->n_keys; l++) {
        for (int32_t k = 0; k < l; k++) {
            int32_t nested = nested_key(sample, used, k, l, scratch);
            if (nested == -2)
                return 0;
            if (nested == -1)
                continue;
            drop_key(sample, used, nested);
            l = 0; /* start again with the keys that are left */
            break;
        }
    }
    return 1;
}

/* ---- variance ---- */

enum { SUBSETS = 1 << SAMPLE_KEYS };

typedef struct key_codes {
    const int32_t *codes;
    int64_t n_codes;
} key_codes;

static int32_t lowest_key(int32_t subset)
{
    int32_t key = 0;
    while (!(subset >> key & 1))
        key++;
    return key;
}

static int is_single(int32_t subset)
{
    return (subset & (subset - 1)) == 0;
}

static int32_t sign_of(int32_t subset)
{
    int32_t sign = -1;
    for (; subset != 0; subset &= subset - 1)
        sign = -sign;
    return sign;
}

/* Codes of a subset from those of the subset without its lowest key. */
static int subset_codes(const sample *sample, int32_t subset, key_codes *codes, scratch *scratch)
{
    int32_t key = lowest_key(subset);
    key_codes *made = &codes[subset], *rest = &codes[subset & (subset - 1)];
    if (is_single(subset))
        *made = (key_codes){sample->key[key], sample->n_codes[key]};
    else
        made->codes = codes_cross(sample->n, rest->codes, rest->n_codes, sample->key[key], sample->n_codes[key],
                                  scratch, &made->n_codes);
    return made->codes != NULL;
}

static void take_key(const clusters *clusters, multiway *out)
{
    out->df = fmin(out->df, clusters->satterthwaite);
    out->n_clusters = clusters->n < out->n_clusters ? clusters->n : out->n_clusters;
    out->largest_share = fmax(out->largest_share, clusters->largest / clusters->total);
}

int multiway_variance(const sample *sample, int32_t estimator, scratch *scratch, multiway *out)
{
    key_codes codes[SUBSETS];
    sum variance = {0, 0};
    double largest = 0;
    *out = (multiway){.df = INFINITY, .n_clusters = INT64_MAX};
    for (int32_t subset = 1; subset < 1 << sample->n_keys; subset++) {
        clusters found;
        if (!subset_codes(sample, subset, codes, scratch) ||
            !clusters_sum(sample, codes[subset].codes, codes[subset].n_codes, scratch, &found))
            return 0;
        double term = clusters_variance(&found, estimator);
        sum_add(&variance, sign_of(subset) * term);
        if (is_single(subset)) {
            take_key(&found, out);
            largest = fmax(largest, term);
        }
        if (subset == 1)
            out->first = found;
    }
    out->raw = sum_value(variance);
    out->used = out->raw < largest ? largest : out->raw;
    if (out->n_clusters < 2)
        out->raw = out->used = out->df = NAN;
    return 1;
}

void multiway_of_one(const clusters *clusters, int32_t estimator, multiway *out)
{
    *out = (multiway){.df = INFINITY, .n_clusters = INT64_MAX, .first = *clusters};
    out->raw = out->used = clusters_variance(clusters, estimator);
    take_key(clusters, out);
    if (out->n_clusters < 2)
        out->raw = out->used = out->df = NAN;
}

/* ---- the public form ---- */

static int each_key(const sample *sample, int32_t estimator, scratch *scratch, whisker_multiway *out)
{
    for (int32_t k = 0; k < sample->n_keys; k++) {
        clusters found;
        if (!clusters_sum(sample, sample->key[k], sample->n_codes[k], scratch, &found))
            return 0;
        out->n_clusters[k] = found.n;
        out->one_way[k] = ldexp(clusters_variance(&found, estimator), 2 * sample->exponent);
    }
    return 1;
}

static int32_t estimate(const whisker_items *items, const double *score, int32_t estimator, scratch *scratch,
                        whisker_multiway *out, whisker_error *error)
{
    sample sample;
    multiway found;
    int32_t status = sample_prepare(items, score, scratch, &sample, error);
    if (status != WHISKER_OK)
        return status;
    if (sample.n_keys == 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a multiway variance needs at least one cluster key");
    if (!each_key(&sample, estimator, scratch, out) || !multiway_reduce(&sample, scratch) ||
        !multiway_variance(&sample, estimator, scratch, &found))
        return error_memory(error);
    out->mean = ldexp(sample.centre, sample.exponent);
    out->raw = ldexp(found.raw, 2 * sample.exponent);
    out->used = ldexp(found.used, 2 * sample.exponent);
    out->fell_back = found.used > found.raw;
    out->df = found.df;
    return WHISKER_OK;
}

int32_t whisker_multiway_variance(const whisker_items *items, const double *score, int32_t estimator,
                                  whisker_arena *arena, whisker_multiway *out, whisker_error *error)
{
    scratch scratch;
    whisker_multiway made = {.one_way = {NAN, NAN, NAN, NAN}};
    int32_t status = struct_check(out, "whisker_multiway", error);
    if (status != WHISKER_OK)
        return status;
    if (estimator < WHISKER_CR0 || estimator > WHISKER_CR3)
        return error_set(error, WHISKER_BAD_OPTION, "a multiway variance is cr0, cr1, cr2 or cr3");
    status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = estimate(items, score, estimator, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
