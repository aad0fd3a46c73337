/* What the random weights of a wild cluster bootstrap make of the sampling units, in a form in which the statistic of
 * every replicate can be had for any null value without looking at the units again. */
#ifndef WHISKER_RESAMPLE_WILD_DRAWS_H
#define WHISKER_RESAMPLE_WILD_DRAWS_H

#include "base/arena.h"
#include "whisker.h"

/* Units as shares of their total: sum z of the mean, so that the mean is the sum of all z, and share f of the size. */
typedef struct wild_units {
    int64_t n;
    const double *sum;   /* sum[n] */
    const double *share; /* share[n], adding up to 1 */
} wild_units;

/* At the null value m the restricted residuals of unit g add up to s_g = z_g - m f_g. Replicate r weighs them by w_g: its
 * mean lies M = sum w_g s_g above the null, its residuals add up to w_g s_g - f_g M, and t^2 is proportional to M^2 over
 * the sum D of their squares. With a = sum w z and b = sum w f,
 *     M = a - m b,    D = sum (w z - f a)^2 - 2 m sum (w z - f a) f (w - b) + m^2 sum f^2 (w - b)^2,
 * five numbers a replicate. t of w and of -w differ in sign only: replicates are turned so that b >= 0. */
typedef struct wild_draws {
    int64_t n;
    double *sum;        /* a */
    double *share;      /* b: exactly 1 where all signs agree */
    double *square;     /* the three coefficients of D; the last two are exactly 0 where all signs agree */
    double *cross;
    double *share_square;
} wild_draws;

typedef struct wild_plan {
    int32_t weights;    /* WHISKER_RADEMACHER or WHISKER_WEBB */
    int32_t enumerated; /* every pattern of signs once, one of each pair of opposite ones: n is 2^(units - 1) */
    int64_t n;          /* replicates */
    uint64_t seed;
    int32_t threads;
    int32_t reserved;
    whisker_watch *watch;
    void *watch_context;
} wild_plan;

/* Replicate r draws from stream (seed, r), so that threads change no digit. O(units) a replicate, for signs an eighth of
 * it. Statuses: NO_MEMORY, CANCELLED. */
int32_t wild_draw(const wild_units *units, const wild_plan *plan, scratch *scratch, wild_draws *out,
                  whisker_error *error);

#endif
