/* The exact law of a sum of signed multiples of one number: with X the sum of the units whose sign is +, the signed sum
 * is 2 X less the total, and the law of X is built up a unit at a time. All terms are positive, so each step costs half
 * a unit in the last place. Units that are all alike have the binomial law: McNemar's exact test. */
#include "resample/sign_flip.h"

#include "base/error.h"
#include "base/sum.h"
#include "resample/lattice.h"

#include <string.h>

enum {
    MOST_STEPS = 30000,    /* of the largest unit */
    MOST_REACH = 1 << 24,  /* numbers kept */
    HEADROOM = 1000        /* binary places above the smallest double, for the far tail */
};
static const int64_t most_work = INT64_C(1) << 31; /* additions: some tenths of a second */
static const double rounding = 1e-12;              /* of sums of scores, relative to the largest */

/* ---- finding it ---- */

static int is_binomial(const flip_units *units, const flip_lattice *lattice)
{
    return lattice->step[units->n - 1] == 1;
}

static int is_affordable(const flip_units *units, const flip_lattice *lattice)
{
    return is_binomial(units, lattice) || (lattice->reach <= MOST_REACH && lattice->reach <= most_work / units->n);
}

/* Steps are counted from 0, which is not among the units. */
int flip_lattice_find(const flip_units *units, scratch *scratch, flip_lattice *out)
{
    double *number = arena_take(scratch->arena, units->n + 1, sizeof *number);
    int32_t *step = arena_take(scratch->arena, units->n + 1, sizeof *step);
    if (number == NULL || step == NULL)
        return -1;
    number[0] = 0;
    memcpy(number + 1, units->magnitude, (size_t)units->n * sizeof *number);
    double largest = number[units->n];
    int64_t steps = lattice_steps(units->n + 1, number, rounding * largest, MOST_STEPS, step), total = 0;
    if (steps == 0)
        return 0;
    for (int64_t u = 1; u <= units->n; u++)
        total += step[u];
    out->step = step + 1;
    out->observed = (int64_t)rint(units->observed / largest * (double)steps);
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

int32_t flip_lattice_law(const flip_units *units, const flip_lattice *lattice, scratch *scratch, flip_law *out,
                    whisker_error *error)
{
    if (!is_binomial(units, lattice))
        return convolve(units, lattice, scratch, out, error);
    *out = binomial(units, lattice);
    return WHISKER_OK;
}
