#include "stat/correlation.h"

#include "base/binary.h"
#include "base/simd.h"
#include "stat/cut_sum.h"

#include <math.h>

/* ---- products over the items ---- */

SIMD_CLONES
static double score_products(int64_t n, const double *a, const double *b)
{
    double total = 0;
#pragma omp simd reduction(+ : total)
    for (int64_t i = 0; i < n; i++)
        total += a[i] * b[i];
    return total;
}

SIMD_CLONES
static double residual_products(const sample *a, const sample *b)
{
    const cut place = cut_for(a->n, a->reach * b->reach);
    const sample of_a = *a, of_b = *b; /* a loop that writes nothing, but its compiler must see that */
    uint64_t first = 0, second = 0;
#pragma omp simd reduction(+ : first, second)
    for (int64_t i = 0; i < of_a.n; i++) {
        bit_sum bits = cut_bits(place, sample_residual(&of_a, i) * sample_residual(&of_b, i));
        first += bits.first;
        second += bits.second;
    }
    return bit_sum_value((bit_sum){first, second}, of_a.n, place);
}

/* ---- what they say ---- */

static correlation related(const sample *a, const sample *b, double covariance, double pearson)
{
    correlation out = {a->n < 2 ? NAN : 0, NAN};
    if (a->n < 2 || a->minimum == a->maximum || b->minimum == b->maximum)
        return out;
    out.covariance = covariance;
    out.pearson = fmax(-1, fmin(1, pearson));
    return out;
}

/* n sum xy - sum x sum y, and the like for x and y: whole numbers. */
correlation correlation_on_grid(const sample *a, const sample *b, int64_t products)
{
    double n = (double)a->n, unit = 1. / (SCORE_GRID * SCORE_GRID);
    double both = (double)(a->n * products - a->grid_total * b->grid_total);
    double of_a = (double)(a->n * a->grid_squares - a->grid_total * a->grid_total);
    double of_b = (double)(b->n * b->grid_squares - b->grid_total * b->grid_total);
    return related(a, b, both / n * unit / (n - 1), both / (sqrt(of_a) * sqrt(of_b)));
}

correlation correlation_of_residuals(const sample *a, double squares_a, const sample *b, double squares_b,
                                     double products)
{
    double covariance = binary_scaled(products / (double)(a->n - 1), a->exponent + b->exponent);
    return related(a, b, covariance, products / (sqrt(squares_a) * sqrt(squares_b)));
}

correlation correlation_of(int64_t n, const double *a, const double *b)
{
    sample of_a = {.n = n, .score = a}, of_b = {.n = n, .score = b};
    if (n < 2)
        return (correlation){NAN, NAN};
    sample_centre(&of_a);
    sample_centre(&of_b);
    if (of_a.on_grid && of_b.on_grid)
        return correlation_on_grid(&of_a, &of_b, (int64_t)(score_products(n, a, b) * SCORE_GRID * SCORE_GRID));
    return correlation_of_residuals(&of_a, sample_squares(&of_a), &of_b, sample_squares(&of_b),
                                    residual_products(&of_a, &of_b));
}
