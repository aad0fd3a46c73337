#include "stat/cluster.h"

#include "stat/cut_sum.h"

/* ---- sums ---- */

typedef struct cell {
    sum residual;
    sum size;
} cell;

static inline void cell_merge(cell *into, const cell *run)
{
    into->residual.total += run->residual.total;
    into->residual.correction += run->residual.correction;
    into->size.total += run->size.total;
    into->size.correction += run->size.correction;
}

/* Rows sorted by cluster would wait for each store before the next load: a run of one code is summed in registers. */
static inline double scatter(const sample *sample, const int32_t *codes, int weighted, cell *cells)
{
    const cut residuals = cut_for(sample->n, sample->reach), sizes = cut_for(sample->n, 1);
    const cut square = cut_for(sample->n, sample->reach * sample->reach);
    sum squares = {0, 0};
    cell run = {{0, 0}, {0, 0}};
    int32_t code = codes[0];
    for (int64_t i = 0; i < sample->n; i++) {
        double weight = weighted ? sample->weight[i] : 1;
        double residual = weight * sample_residual(sample, i);
        if (codes[i] != code) {
            cell_merge(&cells[code], &run);
            run = (cell){{0, 0}, {0, 0}};
            code = codes[i];
        }
        cut_add(&run.residual, residuals, residual);
        cut_add(&squares, square, residual * residual);
        if (weighted)
            cut_add(&run.size, sizes, weight);
        else
            run.size.total += 1;
    }
    cell_merge(&cells[code], &run);
    return sum_value(squares);
}

static void gather(const cell *cells, int64_t n_codes, clusters *out)
{
    for (int64_t code = 0; code < n_codes; code++) {
        if (cells[code].size.total == 0)
            continue;
        out->size[out->n] = sum_value(cells[code].size);
        out->residual[out->n++] = sum_value(cells[code].residual);
    }
}

static void each_item(const sample *sample, clusters *out)
{
    for (int64_t i = 0; i < sample->n; i++) {
        out->size[i] = sample_weight(sample, i);
        out->residual[i] = out->size[i] * sample_residual(sample, i);
    }
    out->n = sample->n;
}

int clusters_sum(const sample *sample, const int32_t *codes, int64_t n_codes, scratch *scratch, clusters *out)
{
    int64_t capacity = codes == NULL ? sample->n : n_codes;
    *out = (clusters){.size = arena_take(scratch->arena, capacity, sizeof *out->size),
                      .residual = arena_take(scratch->arena, capacity, sizeof *out->residual),
                      .total = sample->total_weight};
    cell *cells = codes == NULL ? NULL : arena_take_zeroed(scratch->arena, n_codes, sizeof *cells);
    if (out->size == NULL || out->residual == NULL || (codes != NULL && cells == NULL))
        return 0;
    if (codes == NULL) {
        each_item(sample, out);
        out->squares = sample_squares(sample);
    } else {
        out->squares = sample->weight != NULL ? scatter(sample, codes, 1, cells) : scatter(sample, codes, 0, cells);
        gather(cells, n_codes, out);
    }
    out->smallest = out->largest = out->size[0];
    for (int64_t g = 1; g < out->n; g++) {
        out->smallest = fmin(out->smallest, out->size[g]);
        out->largest = fmax(out->largest, out->size[g]);
    }
    return 1;
}

/* ---- totals over clusters ---- */

typedef double cluster_term(const clusters *clusters, int64_t g);

/* In any order the same bits: the largest term sets the places where all are cut. */
static inline double total_without(const clusters *clusters, cluster_term *term, int64_t skipped)
{
    double largest = 0;
    for (int64_t g = 0; g < clusters->n; g++) {
        double found = g == skipped ? 0 : term(clusters, g);
        largest = found > largest ? found : largest;
    }
    const cut place = cut_for(clusters->n, largest);
    sum sum = {0, 0};
    for (int64_t g = 0; g < clusters->n; g++)
        cut_add(&sum, place, g == skipped ? 0 : term(clusters, g));
    return sum_value(sum);
}

static inline double total(const clusters *clusters, cluster_term *term)
{
    return total_without(clusters, term, -1);
}

static double square(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g];
}

static double size_squared(const clusters *clusters, int64_t g)
{
    return clusters->size[g] * clusters->size[g];
}

/* ---- variance ---- */

static double cr2_term(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g] / (clusters->total - clusters->size[g]);
}

static double cr3_term(const clusters *clusters, int64_t g)
{
    double ratio = clusters->residual[g] / (clusters->total - clusters->size[g]);
    return ratio * ratio;
}

double clusters_variance(const clusters *clusters, int32_t estimator)
{
    double n_clusters = (double)clusters->n, n = clusters->total;
    if (clusters->n < 2)
        return NAN;
    switch (estimator) {
    case WHISKER_CR0: return total(clusters, square) / (n * n);
    case WHISKER_CR1: return total(clusters, square) / (n * n) * (n_clusters / (n_clusters - 1));
    case WHISKER_CR2: /* Bell and McCaffrey 2002 for a mean: sum S_g^2 / (1 - n_g/n) / n^2 */
        return clusters->smallest == clusters->largest ? total(clusters, square) / (n * (n - clusters->largest))
                                                       : total(clusters, cr2_term) / n;
    case WHISKER_CR3: /* near the delete-one-cluster jackknife: sum S_g^2 / (1 - n_g/n)^2 / n^2 */
        return total(clusters, cr3_term);
    default: return NAN;
    }
}

/* ---- degrees of freedom ---- */

static double share_squared(const clusters *clusters, int64_t g)
{
    double share = clusters->size[g] / clusters->total;
    return share * share;
}

/* w_g / n^2, w_g = n_g^2 / (1 - n_g/n) */
static double leverage(const clusters *clusters, int64_t g)
{
    return clusters->size[g] / clusters->total * (clusters->size[g] / (clusters->total - clusters->size[g]));
}

static double leverage_squared(const clusters *clusters, int64_t g)
{
    return leverage(clusters, g) * leverage(clusters, g);
}

/* n^2 / (sum n_g^2 + sum over g != k of w_g w_k / n^2). The largest cluster is taken out of the double sum first:
 * beside its w the others would vanish in (sum w)^2 - sum w^2. */
double clusters_satterthwaite(const clusters *given)
{
    if (given->n < 2)
        return NAN;
    if (given->smallest == given->largest)
        return (double)(given->n - 1);
    int64_t skipped = 0;
    while (given->size[skipped] != given->largest)
        skipped++;
    double rest = total_without(given, leverage, skipped);
    double rest_crossed = rest * rest - total_without(given, leverage_squared, skipped);
    return 1 / (total(given, share_squared) + (2 * leverage(given, skipped) * rest + rest_crossed));
}

/* ---- intraclass correlation ---- */

static double between(const clusters *clusters, int64_t g)
{
    return clusters->residual[g] * clusters->residual[g] / clusters->size[g];
}

/* (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1). Negative values are kept. */
double clusters_icc(const clusters *clusters)
{
    double n = clusters->total, n_clusters = (double)clusters->n;
    if (clusters->n < 2 || n <= n_clusters)
        return NAN;
    double squares_between = total(clusters, between);
    double mean_between = squares_between / (n_clusters - 1);
    double mean_within = fmax(0, clusters->squares - squares_between) / (n - n_clusters);
    double typical_size = (n - total(clusters, size_squared) / n) / (n_clusters - 1);
    return (mean_between - mean_within) / (mean_between + (typical_size - 1) * mean_within);
}

/* ---- uneven weights ---- */

double clusters_kish(const clusters *clusters)
{
    return clusters->total * clusters->total / total(clusters, size_squared);
}
