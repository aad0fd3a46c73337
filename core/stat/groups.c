/* Taylor linearisation (Woodruff 1971), clusters with replacement within fixed strata:
 * V = (1 - n/N) sum over clusters of ( sum over strata of sqrt(m_h / (m_h - 1)) (z_hg - mean z_h) )^2 / (sum of weights)^2
 * where z_hg is the sum of weight times residual in cluster g of stratum h, and m_h counts the clusters of stratum h.
 * A cluster within one stratum gives the textbook form; one that crosses strata is kept whole, its parts added
 * before they are squared. */
#include "stat/groups.h"

#include "stat/cut_sum.h"
#include "stat/multiway.h"

/* A cell is a cluster within a stratum. */
typedef struct cells {
    int64_t n;
    int64_t n_strata;
    int64_t n_clusters;
    clusters sums;          /* of each cell */
    int32_t *stratum;       /* stratum[n] */
    int32_t *cluster;       /* cluster[n] */
} cells;

static const int32_t *constant_codes(int64_t n, scratch *scratch)
{
    return arena_take_zeroed(scratch->arena, n, sizeof(int32_t));
}

static const int32_t *own_codes(int64_t n, scratch *scratch)
{
    int32_t *codes = arena_take(scratch->arena, n, sizeof *codes);
    for (int64_t i = 0; codes != NULL && i < n; i++)
        codes[i] = (int32_t)i;
    return codes;
}

/* Dense codes: crossing with a constant numbers those that occur. */
static const int32_t *dense_codes(int64_t n, const int32_t *codes, int64_t n_codes, scratch *scratch, int64_t *n_dense)
{
    const int32_t *constant = constant_codes(n, scratch);
    return constant == NULL ? NULL : codes_cross(n, constant, 1, codes, n_codes, scratch, n_dense);
}

static int cross_cells(const sample *sample, scratch *scratch, cells *out)
{
    int64_t n = sample->n;
    const int32_t *cluster = sample->n_keys > 0 ? sample->key[0] : own_codes(n, scratch);
    const int32_t *stratum = sample->stratum != NULL ? sample->stratum : constant_codes(n, scratch);
    if (cluster == NULL || stratum == NULL)
        return 0;
    cluster = dense_codes(n, cluster, sample->n_keys > 0 ? sample->n_codes[0] : n, scratch, &out->n_clusters);
    stratum = dense_codes(n, stratum, sample->stratum != NULL ? sample->n_stratum_codes : 1, scratch, &out->n_strata);
    if (cluster == NULL || stratum == NULL)
        return 0;
    const int32_t *cell = codes_cross(n, stratum, out->n_strata, cluster, out->n_clusters, scratch, &out->n);
    if (cell == NULL || !clusters_sum(sample, cell, out->n, scratch, &out->sums))
        return 0;
    out->stratum = arena_take(scratch->arena, out->n, sizeof *out->stratum);
    out->cluster = arena_take(scratch->arena, out->n, sizeof *out->cluster);
    if (out->stratum == NULL || out->cluster == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        out->stratum[cell[i]] = stratum[i];
        out->cluster[cell[i]] = cluster[i];
    }
    return 1;
}

typedef struct stratum_sums {
    int64_t n_cells;
    sum residual;
} stratum_sums;

/* sqrt(m / (m - 1)) (z - mean z), added up by cluster; infinite times zero makes a single-cluster stratum NaN. */
static void add_deviations(const cells *cells, const stratum_sums *strata, cut place, sum *deviation)
{
    for (int64_t c = 0; c < cells->n; c++) {
        const stratum_sums *own = &strata[cells->stratum[c]];
        double m = (double)own->n_cells;
        double from_mean = cells->sums.residual[c] - sum_value(own->residual) / m;
        cut_add(&deviation[cells->cluster[c]], place, m < 2 ? NAN : sqrt(m / (m - 1)) * from_mean);
    }
}

static double add_squares(const sum *deviation, int64_t n_clusters)
{
    double largest = 0;
    for (int64_t g = 0; g < n_clusters; g++)
        largest = fmax(largest, fabs(sum_value(deviation[g])));
    const cut place = cut_for(n_clusters, largest * largest);
    sum squares = {0, 0};
    for (int64_t g = 0; g < n_clusters; g++) {
        double whole = sum_value(deviation[g]);
        cut_add(&squares, place, whole * whole);
    }
    return sum_value(squares);
}

int linearized_variance(const sample *sample, scratch *scratch, linearized *out)
{
    cells cells;
    if (!cross_cells(sample, scratch, &cells))
        return 0;
    stratum_sums *strata = arena_take_zeroed(scratch->arena, cells.n_strata, sizeof *strata);
    sum *deviation = arena_take_zeroed(scratch->arena, cells.n_clusters, sizeof *deviation);
    if (strata == NULL || deviation == NULL)
        return 0;
    const cut place = cut_for(cells.n, 4 * sample->reach * cells.sums.largest); /* sqrt(2) (z - mean z) included */
    for (int64_t c = 0; c < cells.n; c++) {
        strata[cells.stratum[c]].n_cells++;
        cut_add(&strata[cells.stratum[c]].residual, place, cells.sums.residual[c]);
    }
    add_deviations(&cells, strata, place, deviation);
    double unsampled = sample->population > 0 ? 1 - (double)sample->n / sample->population : 1;
    double total = sample->total_weight;
    out->variance = unsampled * add_squares(deviation, cells.n_clusters) / (total * total);
    out->df = fmin((double)(cells.n - cells.n_strata), (double)(cells.n_clusters - 1));
    return 1;
}
