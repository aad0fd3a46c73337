/* The scored items of one run, validated and ready for the estimators of a mean. */
#ifndef WHISKER_STAT_SAMPLING_H
#define WHISKER_STAT_SAMPLING_H

#include "base/arena.h"
#include "base/sum.h"
#include "whisker.h"

enum { SAMPLE_KEYS = 4, SCORE_GRID = 256 };

/* What one pass over scores tells. */
typedef struct score_range {
    int64_t n_finite;
    int64_t n_on_grid;         /* multiples of 1/256 */
    double minimum, maximum;   /* of those that are no NaN */
    double total, squares;     /* exact when all lie on the grid and are not large */
} score_range;

/* Items with a finite score and a positive weight. Arrays are the caller's own when nothing had to be left out.
 * The mean is the unevaluated sum centre + centre_low, in units of 2^exponent, so that residuals keep the digits of
 * scores with a large offset and squares neither overflow nor vanish. */
typedef struct sample {
    int64_t n;
    int64_t n_missing;
    uint32_t notes;               /* bits of whisker_note */
    int32_t n_keys;
    const double *score;
    const double *weight;         /* largest between 1/2 and 1; NULL: all equal */
    const int32_t *stratum;       /* NULL: none */
    const int32_t *key[SAMPLE_KEYS];
    int64_t n_codes[SAMPLE_KEYS]; /* largest code + 1 */
    int64_t n_stratum_codes;
    double population;
    double minimum, maximum;
    double magnitude;             /* largest absolute score */
    int64_t n_ones;
    int binary;                   /* every score is 0 or 1 */

    /* Counts, halves, quarters and their like: multiples of 1/256, so few and so small that the sums below, sums over
     * clusters and products of two of them are 64-bit integers. Nothing rounds before the last division. */
    int on_grid;
    int64_t grid_total;           /* of the scores, in units of 1/256 */
    int64_t grid_squares;         /* of their squares, in units of 1/65536 */
    double grid_reach;            /* the largest magnitude, in units of 1/256 */

    int exponent;
    double scale;                 /* 2^-exponent */
    double total_weight;          /* n without weights */
    double centre, centre_low;
    double reach;                 /* largest absolute residual */
} sample;

/* Statuses: BAD_ARGUMENT, NO_DATA, NO_MEMORY. What it takes from scratch lives as long as the scratch. */
int32_t sample_prepare(const whisker_items *items, const double *score, scratch *scratch, sample *out,
                       whisker_error *error);

/* Are these items and codes that sample_prepare would take, whatever their scores? given: loaded. Statuses:
 * BAD_ARGUMENT. */
int32_t sample_check(const whisker_items *given, const double *score, whisker_error *error);

/* Find range, scale and centre; the part of sample_prepare that reads numbers only. */
void sample_centre(sample *sample);
/* The same where the range of the scores is known already. */
void sample_centre_in(sample *sample, const score_range *range);

/* The centre of a sample on the grid that is known by its total, scale and total weight, and not by its scores. */
void sample_centre_on_grid(sample *sample);

/* The same scores with equal weights, centred anew. */
sample sample_unweighted(const sample *sample);

/* Score less mean, in units of 2^exponent. */
static inline double sample_residual(const sample *sample, int64_t i)
{
    return (sample->score[i] * sample->scale - sample->centre) - sample->centre_low;
}

static inline double sample_weight(const sample *sample, int64_t i)
{
    return sample->weight != NULL ? sample->weight[i] : 1;
}

/* Sum of (weight times residual)^2, the same bits in any order. */
double sample_squares(const sample *sample);

/* ---- pieces that are shared ---- */

score_range range_of(int64_t n, const double *score);

/* Sum of squares about the mean, in units of 1/scale, of n numbers on the grid. */
double grid_squares_about_mean(int64_t n, int64_t total, int64_t squares, double scale);

/* The exponent that brings numbers up to `largest` below 1 in magnitude, kept where its power of two is a double. */
int scale_exponent(double largest);

/* A sum divided by a count or weight, as rounded quotient and remainder. */
void sum_divide(sum total, double divisor, double *quotient, double *rest);

#endif
