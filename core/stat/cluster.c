#include "stat/cluster.h"

#include "base/simd.h"
#include "stat/cut_sum.h"

/* ---- totals over clusters ---- */

typedef double cluster_term(const clusters *clusters, int64_t g);

/* In any order the same bits, and so in any number of lanes: the largest term sets the places where all are cut. */
static SIMD_INLINE double total(const clusters *clusters, cluster_term *term)
{
    const int64_t n = clusters->n;
    double largest = 0, pieces = 0, corrections = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t g = 0; g < n; g++) {
        double found = term(clusters, g);
        largest = found > largest ? found : largest;
    }
    const cut place = cut_for(n, largest);
#pragma omp simd reduction(+ : pieces, corrections)
    for (int64_t g = 0; g < n; g++) {
        sum cut = cut_pieces(place, term(clusters, g));
        pieces += cut.total;
        corrections += cut.correction;
    }
    return pieces + corrections;
}

static SIMD_INLINE double square(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g];
}

static SIMD_INLINE double squares_between(const clusters *clusters)
{
    return isnan(clusters->even_squares) ? total(clusters, square) : clusters->even_squares;
}

/* ---- variance ---- */

static SIMD_INLINE double cr2_term(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g] * clusters->inverse_rest[g];
}

static SIMD_INLINE double cr3_term(const clusters *clusters, int64_t g)
{
    double ratio = clusters->residual[g] * clusters->inverse_rest[g];
    return ratio * ratio;
}

SIMD_CLONES
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
                                                       : total(clusters, cr2_term) / n;
    case WHISKER_CR3: /* near the delete-one-cluster jackknife: sum S_g^2 / (1 - n_g/n)^2 / n^2 */
        return total(clusters, cr3_term);
    default: return NAN;
    }
}

/* ---- intraclass correlation ---- */

static SIMD_INLINE double between(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g] * clusters->inverse_size[g];
}

/* (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1). Negative values are kept. */
SIMD_CLONES
double clusters_icc(const clusters *clusters)
{
    double n = clusters->total, n_clusters = (double)clusters->n;
    if (clusters->n < 2 || n <= n_clusters)
        return NAN;
    double squares = total(clusters, between);
    double mean_between = squares / (n_clusters - 1);
    double mean_within = fmax(0, clusters->squares - squares) / (n - n_clusters);
    double typical_size = (n - clusters->size_squares / n) / (n_clusters - 1);
    return (mean_between - mean_within) / (mean_between + (typical_size - 1) * mean_within);
}

/* ---- uneven weights ---- */

double clusters_kish(const clusters *clusters)
{
    return clusters->total * clusters->total / clusters->size_squares;
}
