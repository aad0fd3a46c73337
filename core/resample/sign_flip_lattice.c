/* The exact law of a sum of signed multiples of one number: with X the sum of the units whose sign is +, the signed sum
 * is 2 X less the total, and the law of X is built up a unit at a time. All terms are positive, so each step costs half
 * a unit in the last place. Units that are all alike have the binomial law: McNemar's exact test. */
#include "resample/sign_flip.h"

#include "base/error.h"
#include "base/sum.h"

#include <string.h>

enum {
    MOST_PARTS = 5000,       /* the lattice is sought among the multiples of 1, 1/2, ... 1/5000 */
    MOST_REACH = 1 << 24,    /* numbers kept */
    HEADROOM = 1000          /* binary places above the smallest double, for the far tail */
};
static const int64_t most_work = INT64_C(1) << 31; /* additions: some tenths of a second */
static const double whole = 1e-8; /* rounding of sums of up to 10^4 scores, times MOST_PARTS */

/* ---- finding it ---- */

static int is_whole(double x)
{
    double nearest = rint(x);
    return nearest >= 1 && nearest < 0x1p31 && fabs(x - nearest) <= whole;
}

static int divides(const flip_units *units, int parts)
{
    for (int64_t u = 0; u < units->n; u++)
        if (!is_whole(parts * units->magnitude[u]))
            return 0;
    return 1;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int64_t divisor_of(const flip_units *units, int parts)
{
    int64_t divisor = 0;
    for (int64_t u = 0; u < units->n && divisor != 1; u++)
        divisor = common_divisor((int64_t)rint(parts * units->magnitude[u]), divisor);
    return divisor;
}

static int is_binomial(const flip_units *units, const flip_lattice *lattice)
{
    return lattice->step[units->n - 1] == 1;
}

static int is_affordable(const flip_units *units, const flip_lattice *lattice)
{
    return is_binomial(units, lattice) || (lattice->reach <= MOST_REACH && lattice->reach <= most_work / units->n);
}

int lattice_find(const flip_units *units, scratch *scratch, flip_lattice *out)
{
    int parts = 1;
    int64_t total = 0;
    while (parts <= MOST_PARTS && !divides(units, parts))
        parts++;
    if (parts > MOST_PARTS || units->n == 0)
        return 0;
    int64_t divisor = divisor_of(units, parts);
    out->step = arena_take(scratch->arena, units->n, sizeof *out->step);
    if (out->step == NULL)
        return -1;
    for (int64_t u = 0; u < units->n; u++) {
        out->step[u] = (int32_t)((int64_t)rint(parts * units->magnitude[u]) / divisor);
        total += out->step[u];
    }
    out->observed = (int64_t)rint(parts * units->observed / (double)divisor);
    out->reach = (total - out->observed) / 2;
    return is_affordable(units, out);
}

/* ---- the law ---- */

/* One unit more: half of the probability moves up by its step. Two arrays, so that the loop has no order. */
static void add_unit(int64_t top, int64_t step, const double *restrict from, double *restrict to)
{
    int64_t still = step < top + 1 ? step : top + 1;
    for (int64_t x = 0; x < still; x++)
        to[x] = 0.5 * from[x];
    for (int64_t x = still; x <= top; x++)
        to[x] = 0.5 * (from[x] + from[x - step]);
}

/* Tails below the smallest double are not 0. */
static double scaled_back(double mass)
{
    return fmax(ldexp(mass, -HEADROOM), 0x1p-1074);
}

/* T = 0 is in the tail with the whole half above it and all ties. */
static flip_law law_of(double below, double at, int64_t observed)
{
    flip_law law = {.tail = below + at, .strict = below};
    if (observed == 0)
        law.tail = 1 - below;
    return law;
}

static int32_t convolve(const flip_units *units, const flip_lattice *lattice, scratch *scratch, flip_law *out,
                        whisker_error *error)
{
    double *law = arena_take_zeroed(scratch->arena, lattice->reach + 1, sizeof *law);
    double *next = arena_take_zeroed(scratch->arena, lattice->reach + 1, sizeof *next);
    if (law == NULL || next == NULL)
        return error_memory(error);
    law[0] = ldexp(1, HEADROOM);
    int64_t top = 0;
    for (int64_t u = 0; u < units->n; u++) {
        top = top + lattice->step[u] < lattice->reach ? top + lattice->step[u] : lattice->reach;
        add_unit(top, lattice->step[u], law, next);
        double *before = law;
        law = next;
        next = before;
    }
    sum below = {0, 0};
    for (int64_t x = 0; x < lattice->reach; x++)
        sum_add(&below, law[x]);
    *out = law_of(ldexp(sum_value(below), -HEADROOM), scaled_back(law[lattice->reach]), lattice->observed);
    return WHISKER_OK;
}

static flip_law binomial(const flip_units *units, const flip_lattice *lattice)
{
    double n = (double)units->n, reach = (double)lattice->reach;
    double below = reach > 0 ? whisker_binomial_cdf(reach - 1, n, 0.5, WHISKER_LOWER) : 0;
    return law_of(below, fmax(whisker_binomial_pmf(reach, n, 0.5, 0), 0x1p-1074), lattice->observed);
}

int32_t lattice_law(const flip_units *units, const flip_lattice *lattice, scratch *scratch, flip_law *out,
                    whisker_error *error)
{
    if (!is_binomial(units, lattice))
        return convolve(units, lattice, scratch, out, error);
    *out = binomial(units, lattice);
    return WHISKER_OK;
}
