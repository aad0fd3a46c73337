/* What the sizes of clusters decide before any score is looked at: degrees of freedom, and the numbers that every
 * variance divides by. Of many runs on the same items it is the same. */
#include "base/simd.h"
#include "stat/cluster.h"
#include "stat/cut_sum.h"

/* ---- extremes and inverses ---- */

SIMD_CLONES
static void find_extremes(clusters *out)
{
    const int64_t n = out->n;
    const double *size = out->size;
    double smallest = size[0], largest = size[0];
#pragma omp simd reduction(min : smallest) reduction(max : largest)
    for (int64_t g = 0; g < n; g++) {
        smallest = size[g] < smallest ? size[g] : smallest;
        largest = size[g] > largest ? size[g] : largest;
    }
    out->smallest = smallest;
    out->largest = largest;
}

SIMD_CLONES
static void invert(clusters *out)
{
    const double *size = out->size, total = out->total;
    double *inverse_size = out->inverse_size, *inverse_rest = out->inverse_rest;
    for (int64_t g = 0; g < out->n; g++) {
        inverse_size[g] = 1 / size[g];
        inverse_rest[g] = 1 / (total - size[g]);
    }
}

SIMD_CLONES
static double size_squares(const clusters *clusters)
{
    const cut place = cut_for(clusters->n, clusters->largest * clusters->largest);
    const double *size = clusters->size;
    const int64_t n = clusters->n;
    uint64_t first = 0, second = 0;
#pragma omp simd reduction(+ : first, second)
    for (int64_t g = 0; g < n; g++) {
        bit_sum bits = cut_bits(place, size[g] * size[g]);
        first += bits.first;
        second += bits.second;
    }
    return bit_sum_value((bit_sum){first, second}, n, place);
}

/* ---- degrees of freedom ---- */

/* w_g / n, w_g = n_g^2 / (1 - n_g/n) */
static SIMD_INLINE double leverage(double size, double inverse_rest)
{
    return size * size * inverse_rest;
}

/* Sums over the clusters but one. */
typedef struct leverages {
    double total, squares;
} leverages;

/* Leverage grows with size: the largest size left sets the places where all are cut. */
SIMD_CLONES
static leverages leverages_without(const clusters *clusters, int64_t skipped)
{
    const int64_t n = clusters->n;
    const double *size = clusters->size, *inverse_rest = clusters->inverse_rest;
    uint64_t first = 0, second = 0, first_square = 0, second_square = 0;
    double largest = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t g = 0; g < n; g++) {
        double found = g == skipped ? 0 : leverage(size[g], inverse_rest[g]);
        largest = found > largest ? found : largest;
    }
    const cut place = cut_for(n, largest), square_place = cut_for(n, largest * largest);
#pragma omp simd reduction(+ : first, second, first_square, second_square)
    for (int64_t g = 0; g < n; g++) {
        double found = g == skipped ? 0 : leverage(size[g], inverse_rest[g]);
        bit_sum bits = cut_bits(place, found), square_bits = cut_bits(square_place, found * found);
        first += bits.first;
        second += bits.second;
        first_square += square_bits.first;
        second_square += square_bits.second;
    }
    return (leverages){bit_sum_value((bit_sum){first, second}, n, place),
                       bit_sum_value((bit_sum){first_square, second_square}, n, square_place)};
}

/* n^2 / (sum n_g^2 + sum over g != k of w_g w_k / n^2). The largest cluster is taken out of the double sum first:
 * beside its w the others would vanish in (sum w)^2 - sum w^2. */
static double satterthwaite(const clusters *clusters)
{
    if (clusters->n < 2)
        return NAN;
    if (clusters->smallest == clusters->largest)
        return (double)(clusters->n - 1);
    int64_t skipped = 0;
    while (clusters->size[skipped] != clusters->largest)
        skipped++;
    leverages rest = leverages_without(clusters, skipped);
    double crossed = 2 * leverage(clusters->largest, clusters->inverse_rest[skipped]) * rest.total + (rest.total * rest.total - rest.squares);
    return clusters->total * clusters->total / (clusters->size_squares + crossed);
}

/* ---- all of it ---- */

int clusters_weigh(clusters *clusters, scratch *scratch)
{
    clusters->inverse_size = arena_take(scratch->arena, clusters->n, sizeof *clusters->inverse_size);
    clusters->inverse_rest = arena_take(scratch->arena, clusters->n, sizeof *clusters->inverse_rest);
    if (clusters->inverse_size == NULL || clusters->inverse_rest == NULL)
        return 0;
    find_extremes(clusters);
    invert(clusters);
    clusters->size_squares = size_squares(clusters);
    clusters->satterthwaite = satterthwaite(clusters);
    return 1;
}
