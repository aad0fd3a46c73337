/* The law of a sum of units under independent fair signs, by the ways that sign_flip.c chooses from. */
#ifndef WHISKER_RESAMPLE_SIGN_FLIP_H
#define WHISKER_RESAMPLE_SIGN_FLIP_H

#include "base/arena.h"
#include "whisker.h"

#include <math.h>

/* What is flipped: signs of units do not matter to the law, so their magnitudes stand for them, in an order that neither
 * rows nor an exchange of the two runs can change. */
typedef struct flip_units {
    int64_t n;               /* units that are not 0 */
    const double *magnitude; /* magnitude[n], ascending */
    double total;            /* of the magnitudes */
    double observed;         /* |sum| with the signs as they are */
} flip_units;

/* P(S >= observed), ties within rounding counted, and P(S > observed) without them; S is symmetric about 0. */
typedef struct flip_law {
    double tail;
    double strict;
} flip_law;

/* Sums that differ by less are equal but for rounding. */
static inline double flip_slack(double observed, double total)
{
    return 1e-12 * observed + 1e-15 * total;
}

/* ---- lattice: units that are multiples of one number (sign_flip_lattice.c) ---- */

typedef struct flip_lattice {
    int32_t *step;     /* step[n]: the units in multiples of it, ascending */
    int64_t observed;  /* |sum| */
    int64_t reach;     /* sums of the steps of one sign that lie in the tail: 0 .. reach */
} flip_lattice;

/* 1 when the units lie on a lattice that is coarse enough for the exact law; 0 when not; -1: no memory. */
int flip_lattice_find(const flip_units *units, scratch *scratch, flip_lattice *out);
/* Statuses: NO_MEMORY. */
int32_t flip_lattice_law(const flip_units *units, const flip_lattice *lattice, scratch *scratch, flip_law *out,
                         whisker_error *error);

/* ---- enumeration: every pattern of signs (sign_flip_halves.c) ---- */

enum { FLIP_MOST_UNITS = 40 };

/* Statuses: NO_MEMORY. */
int32_t flip_halves_law(const flip_units *units, scratch *scratch, flip_law *out, whisker_error *error);

#endif
