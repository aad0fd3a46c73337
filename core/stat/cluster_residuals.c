#include "stat/cluster_residuals.h"

#include "base/simd.h"
#include "stat/cut_sum.h"

/* ---- where a residual comes from; each is a loop of its own ---- */

typedef enum origin { RESIDUALS_GIVEN, ONE_SUM, TWO_SUMS, TWO_RESIDUALS } origin;

typedef struct terms {
    const double *first, *second;
    double scale_first, scale_second; /* of residuals */
    double n, total, unit;            /* of sums */
} terms;

/* Residuals of sums, or of the differences of two sums, are (S n - n_g T) / n: nothing rounds before the division. */
static SIMD_INLINE double residual_at(const terms *terms, origin origin, double given, double size, int64_t g)
{
    switch (origin) {
    case ONE_SUM: return (terms->first[g] * terms->n - size * terms->total) * terms->unit;
    case TWO_SUMS: return ((terms->first[g] - terms->second[g]) * terms->n - size * terms->total) * terms->unit;
    case TWO_RESIDUALS: return terms->first[g] * terms->scale_first - terms->second[g] * terms->scale_second;
    default: return given;
    }
}

static SIMD_INLINE void add_up(const terms *given, origin origin, clusters *out)
{
    const int64_t n = out->n;
    const terms terms = *given;
    const double *size = out->size, *inverse_size = out->inverse_size, *inverse_rest = out->inverse_rest;
    double *residual = out->residual, rest = out->total - out->largest;
    const cut place_size = cut_for_total(n, out->squares);
    const cut place_rest = cut_for_total(n, out->squares * (out->largest / rest));
    uint64_t by_size = 0, by_size_low = 0, by_rest = 0, by_rest_low = 0;
#pragma omp simd reduction(+ : by_size, by_size_low, by_rest, by_rest_low)
    for (int64_t g = 0; g < n; g++) {
        double own = residual_at(&terms, origin, residual[g], size[g], g);
        bit_sum first = cut_bits(place_size, own * own * inverse_size[g]);
        bit_sum second = cut_bits(place_rest, own * own * inverse_rest[g]);
        residual[g] = own;
        by_size += first.first;
        by_size_low += first.second;
        by_rest += second.first;
        by_rest_low += second.second;
    }
    out->squares_by_size = bit_sum_value((bit_sum){by_size, by_size_low}, n, place_size);
    out->squares_by_rest = rest > 0 ? bit_sum_value((bit_sum){by_rest, by_rest_low}, n, place_rest) : NAN;
}

SIMD_CLONES
static void add_given(const terms *terms, clusters *out)
{
    add_up(terms, RESIDUALS_GIVEN, out);
}

SIMD_CLONES
static void add_one_sum(const terms *terms, clusters *out)
{
    add_up(terms, ONE_SUM, out);
}

SIMD_CLONES
static void add_two_sums(const terms *terms, clusters *out)
{
    add_up(terms, TWO_SUMS, out);
}

SIMD_CLONES
static void add_two_residuals(const terms *terms, clusters *out)
{
    add_up(terms, TWO_RESIDUALS, out);
}

/* ---- scores on the grid ---- */

/* As doubles products must stay below 2^53; beyond that they are taken as integers. */
static void divide_large_sums(const sample *sample, const double *sum, const double *less, clusters *out)
{
    const double unit = sample->scale / SCORE_GRID / (double)sample->n;
    for (int64_t g = 0; g < out->n; g++) {
        int64_t own = (int64_t)sum[g] - (less != NULL ? (int64_t)less[g] : 0);
        out->residual[g] = (double)(own * sample->n - (int64_t)out->size[g] * sample->grid_total) * unit;
    }
}

void cluster_residuals_on_grid(const sample *sample, const double *sum, const double *less, clusters *out)
{
    terms terms = {.first = sum, .second = less, .n = (double)sample->n, .total = (double)sample->grid_total,
                   .unit = sample->scale / SCORE_GRID / (double)sample->n};
    if (out->largest * (double)sample->n * sample->grid_reach >= 0x1p52) {
        divide_large_sums(sample, sum, less, out);
        add_given(&terms, out);
    } else if (less != NULL) {
        add_two_sums(&terms, out);
    } else {
        add_one_sum(&terms, out);
    }
}

/* ---- others ---- */

void cluster_residuals_between(const double *first, double scale_first, const double *second, double scale_second,
                               clusters *out)
{
    terms terms = {.first = first, .second = second, .scale_first = scale_first, .scale_second = scale_second};
    add_two_residuals(&terms, out);
}
