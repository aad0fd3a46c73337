#include "stat/cluster.h"

#include "base/simd.h"
#include "stat/cut_sum.h"

/* ---- totals over clusters: in any order the same bits, and so in any number of lanes; the largest term sets the
 * places where all are cut ---- */

/* Beside one cluster's weight all others may vanish: then nothing is the rest, and what is divided by it has no value. */
static int has_rest(const clusters *clusters)
{
    return clusters->total > clusters->largest;
}

/* Two sums that a clustered mean always needs, in one pass: additions of one wait while the other's go on. */
SIMD_CLONES
static void add_squares(clusters *clusters)
{
    const int64_t n = clusters->n;
    const double *residual = clusters->residual;
    const double *inverse_size = clusters->inverse_size, *inverse_rest = clusters->inverse_rest;
    double largest_size = 0, largest_rest = 0;
    uint64_t size = 0, size_low = 0, rest = 0, rest_low = 0;
#pragma omp simd reduction(max : largest_size, largest_rest)
    for (int64_t g = 0; g < n; g++) {
        double by_size = residual[g] * residual[g] * inverse_size[g];
        double by_rest = residual[g] * residual[g] * inverse_rest[g];
        largest_size = by_size > largest_size ? by_size : largest_size;
        largest_rest = by_rest > largest_rest ? by_rest : largest_rest;
    }
    const cut place_size = cut_for(n, largest_size), place_rest = cut_for(n, largest_rest);
#pragma omp simd reduction(+ : size, size_low, rest, rest_low)
    for (int64_t g = 0; g < n; g++) {
        bit_sum by_size = cut_bits(place_size, residual[g] * residual[g] * inverse_size[g]);
        bit_sum by_rest = cut_bits(place_rest, residual[g] * residual[g] * inverse_rest[g]);
        size += by_size.first;
        size_low += by_size.second;
        rest += by_rest.first;
        rest_low += by_rest.second;
    }
    clusters->squares_by_size = bit_sum_value((bit_sum){size, size_low}, n, place_size);
    clusters->squares_by_rest = bit_sum_value((bit_sum){rest, rest_low}, n, place_rest);
}

void clusters_square(clusters *clusters)
{
    add_squares(clusters);
    if (!has_rest(clusters))
        clusters->squares_by_rest = NAN;
}

/* Sum of (residual * factor)^2; factor NULL: 1. */
static SIMD_INLINE double total_of_squares(const clusters *clusters, const double *factor)
{
    const int64_t n = clusters->n;
    const double *residual = clusters->residual;
    uint64_t first = 0, second = 0;
    double largest = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t g = 0; g < n; g++) {
        double term = residual[g] * (factor != NULL ? factor[g] : 1);
        largest = term * term > largest ? term * term : largest;
    }
    const cut place = cut_for(n, largest);
#pragma omp simd reduction(+ : first, second)
    for (int64_t g = 0; g < n; g++) {
        double term = residual[g] * (factor != NULL ? factor[g] : 1);
        bit_sum bits = cut_bits(place, term * term);
        first += bits.first;
        second += bits.second;
    }
    return bit_sum_value((bit_sum){first, second}, n, place);
}

SIMD_CLONES
static double squares(const clusters *clusters)
{
    return total_of_squares(clusters, NULL);
}

SIMD_CLONES
static double squares_of_ratios(const clusters *clusters)
{
    return total_of_squares(clusters, clusters->inverse_rest);
}

static double squares_between(const clusters *clusters)
{
    return isnan(clusters->even_squares) ? squares(clusters) : clusters->even_squares;
}

/* ---- variance ---- */

double clusters_variance(const clusters *clusters, int32_t estimator)
{
    double n_clusters = (double)clusters->n, n = clusters->total;
    if (clusters->n < 2)
        return NAN;
    switch (estimator) {
    case WHISKER_CR0: return squares_between(clusters) / (n * n);
    case WHISKER_CR1: return squares_between(clusters) / (n * n) * (n_clusters / (n_clusters - 1));
    case WHISKER_CR2: /* Bell and McCaffrey 2002 for a mean: sum S_g^2 / (1 - n_g/n) / n^2 */
        return clusters->smallest == clusters->largest ? squares_between(clusters) / (n * (n - clusters->largest))
                                                       : clusters->squares_by_rest / n;
    case WHISKER_CR3: /* near the delete-one-cluster jackknife: sum S_g^2 / (1 - n_g/n)^2 / n^2 */
        return has_rest(clusters) ? squares_of_ratios(clusters) : NAN;
    default: return NAN;
    }
}

/* ---- intraclass correlation ---- */

/* (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1). Negative values are kept. */
double clusters_icc(const clusters *clusters)
{
    double n = clusters->total, n_clusters = (double)clusters->n;
    if (clusters->n < 2 || n <= n_clusters)
        return NAN;
    double between = clusters->squares_by_size;
    double mean_between = between / (n_clusters - 1);
    double mean_within = fmax(0, clusters->squares - between) / (n - n_clusters);
    double typical_size = (n - clusters->size_squares / n) / (n_clusters - 1);
    return (mean_between - mean_within) / (mean_between + (typical_size - 1) * mean_within);
}

/* ---- uneven weights ---- */

double clusters_kish(const clusters *clusters)
{
    return clusters->total * clusters->total / clusters->size_squares;
}
