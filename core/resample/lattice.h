/* Numbers that are whole steps apart, as scores from a few draws or on a scale are: sums of them have a law that can be
 * computed. */
#ifndef WHISKER_RESAMPLE_LATTICE_H
#define WHISKER_RESAMPLE_LATTICE_H

#include "base/arena.h"

/* The fewest steps, at most `most`, into which the range of number[n] can be divided such that every number lies on one
 * of them but for a rounding error of `slack`; step[n] is where. 0: there is no such division. Numbers that are in order
 * are looked at once each. */
int64_t lattice_steps(int64_t n, const double *number, double slack, int64_t most, int32_t *step);

/* The law of the sum of n independent draws from probability[0 .. n_steps], n n_steps steps wide. */
typedef struct lattice_law {
    int64_t first;     /* step of the entry 0; what lies outside of the entries has less than 1e-17 */
    int64_t count;
    double *at_most;   /* at_most[i]: probability of `first + i` or less */
    double *at_least;
} lattice_law;

/* The entries that the law of such a sum needs, a power of two. */
int64_t lattice_law_size(int64_t n, int64_t n_steps);

/* By the characteristic function: its n-th power, transformed back (Good 1952). 0 when memory is out. */
int lattice_law_of_sum(int64_t n, int64_t n_steps, const double *probability, scratch *scratch, lattice_law *out);

#endif
