/* Every pattern of signs: the sums of either half of the units stand in order, and for each sum of the one half the sums
 * of the other that carry it over a threshold are counted by walking once (meet in the middle, Horowitz and Sahni 1974).
 * 2^40 patterns cost two lists of 2^20. Sums are integers (flips.h), so nothing rounds. */
#include "resample/sign_flip.h"

#include "base/error.h"
#include "resample/flips.h"

typedef struct half {
    int64_t n;
    int64_t *sum; /* sum[n], ascending */
} half;

/* Both signs of one more unit: two copies of the list, each in order, merged. No branch on the sums: which of two comes
 * first is anyone's guess. */
static void merge_unit(int64_t n, int64_t unit, const int64_t *from, int64_t *to)
{
    int64_t low = 0, high = 0; /* next of the copy with - and of the copy with +, which never gets ahead */
    while (low < n) {
        int64_t below = from[low] - unit, above = from[high] + unit;
        int takes_low = below <= above;
        to[low + high] = takes_low ? below : above;
        low += takes_low;
        high += !takes_low;
    }
    for (; high < n; high++)
        to[n + high] = from[high] + unit;
}

/* Sums of every second unit from `first` on. */
static int make_half(int64_t n_units, const int64_t *unit, int64_t first, scratch *scratch, half *out)
{
    int64_t units = (n_units - first + 1) / 2;
    int64_t *sums = arena_take(scratch->arena, INT64_C(1) << units, sizeof *sums);
    int64_t *next = arena_take(scratch->arena, INT64_C(1) << units, sizeof *next);
    if (sums == NULL || next == NULL)
        return 0;
    sums[0] = 0;
    out->n = 1;
    for (int64_t u = first; u < n_units; u += 2) {
        merge_unit(out->n, unit[u], sums, next);
        int64_t *before = sums;
        sums = next;
        next = before;
        out->n *= 2;
    }
    out->sum = sums;
    return 1;
}

/* Pairs of sums that together reach the threshold. */
static int64_t count_from(const half *left, const half *right, int64_t threshold)
{
    int64_t count = 0, short_of_it = right->n; /* sums on the right that do not suffice */
    for (int64_t i = 0; i < left->n; i++) {
        while (short_of_it > 0 && left->sum[i] + right->sum[short_of_it - 1] >= threshold)
            short_of_it--;
        count += right->n - short_of_it;
    }
    return count;
}

int32_t flip_halves_law(const flip_units *units, scratch *scratch, flip_law *out, whisker_error *error)
{
    half left, right;
    int64_t fixed[FLIP_MOST_UNITS];
    int exponent = fixed_exponent(units->total);
    fixed_units(units->n, units->magnitude, exponent, fixed);
    if (!make_half(units->n, fixed, 0, scratch, &left) || !make_half(units->n, fixed, 1, scratch, &right))
        return error_memory(error);
    double slack = flip_slack(units->observed, units->total);
    int64_t from = (int64_t)ceil(ldexp(units->observed - slack, exponent));
    int64_t beyond = (int64_t)floor(ldexp(units->observed + slack, exponent)) + 1;
    out->tail = ldexp((double)count_from(&left, &right, from), -(int)units->n);
    out->strict = ldexp((double)count_from(&left, &right, beyond), -(int)units->n);
    return WHISKER_OK;
}
