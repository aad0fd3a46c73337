#include "stat/cluster.h"

/* ---- sums ---- */

typedef struct cell {
    sum residual;
    double size;
} cell;

static inline void cell_merge(cell *into, const cell *run)
{
    sum_add(&into->residual, run->residual.total);
    into->residual.correction += run->residual.correction;
    into->size += run->size;
}

/* Rows sorted by cluster would wait for each store before the next load: a run of one code is summed in registers. */
static double scatter(const sample *sample, const int32_t *codes, cell *cells)
{
    sum squares = {0, 0};
    cell run = {{0, 0}, 0};
    int32_t code = codes[0];
    for (int64_t i = 0; i < sample->n; i++) {
        double weight = sample_weight(sample, i);
        double residual = weight * sample_residual(sample, i);
        if (codes[i] != code) {
            cell_merge(&cells[code], &run);
            run = (cell){{0, 0}, 0};
            code = codes[i];
        }
        sum_add(&run.residual, residual);
        run.size += weight;
        sum_add(&squares, residual * residual);
    }
    cell_merge(&cells[code], &run);
    return sum_value(squares);
}

static void gather(const cell *cells, int64_t n_codes, clusters *out)
{
    for (int64_t code = 0; code < n_codes; code++) {
        if (cells[code].size == 0)
            continue;
        out->size[out->n] = cells[code].size;
        out->residual[out->n++] = sum_value(cells[code].residual);
    }
}

static void each_item(const sample *sample, clusters *out)
{
    sum squares = {0, 0};
    for (int64_t i = 0; i < sample->n; i++) {
        out->size[i] = sample_weight(sample, i);
        out->residual[i] = out->size[i] * sample_residual(sample, i);
        sum_add(&squares, out->residual[i] * out->residual[i]);
    }
    out->n = sample->n;
    out->squares = sum_value(squares);
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
    } else {
        out->squares = scatter(sample, codes, cells);
        gather(cells, n_codes, out);
    }
    out->smallest = out->largest = out->size[0];
    for (int64_t g = 1; g < out->n; g++) {
        out->smallest = fmin(out->smallest, out->size[g]);
        out->largest = fmax(out->largest, out->size[g]);
    }
    return 1;
}

/* ---- variance ---- */

static double sum_of_squares(const clusters *clusters)
{
    sum squares = {0, 0};
    for (int64_t g = 0; g < clusters->n; g++)
        sum_add(&squares, clusters->residual[g] * clusters->residual[g]);
    return sum_value(squares);
}

/* Bell and McCaffrey 2002 for a mean: S_g^2 / (1 - n_g/n) / n^2. Even sizes share the divisor, which makes singletons
 * agree with the central limit formula to the last digit. */
static double cr2(const clusters *clusters)
{
    double n = clusters->total;
    if (clusters->smallest == clusters->largest)
        return sum_of_squares(clusters) / (n * (n - clusters->largest));
    sum adjusted = {0, 0};
    for (int64_t g = 0; g < clusters->n; g++)
        sum_add(&adjusted, clusters->residual[g] * clusters->residual[g] / (n - clusters->size[g]));
    return sum_value(adjusted) / n;
}

/* S_g^2 / (1 - n_g/n)^2 / n^2: near the delete-one-cluster jackknife. */
static double cr3(const clusters *clusters)
{
    sum adjusted = {0, 0};
    for (int64_t g = 0; g < clusters->n; g++) {
        double ratio = clusters->residual[g] / (clusters->total - clusters->size[g]);
        sum_add(&adjusted, ratio * ratio);
    }
    return sum_value(adjusted);
}

double clusters_variance(const clusters *clusters, int32_t estimator)
{
    double n_clusters = (double)clusters->n, n = clusters->total;
    if (clusters->n < 2)
        return NAN;
    switch (estimator) {
    case WHISKER_CR0: return sum_of_squares(clusters) / (n * n);
    case WHISKER_CR1: return sum_of_squares(clusters) / (n * n) * (n_clusters / (n_clusters - 1));
    case WHISKER_CR2: return cr2(clusters);
    case WHISKER_CR3: return cr3(clusters);
    default: return NAN;
    }
}

/* ---- degrees of freedom ---- */

/* n^2 / (sum n_g^2 + sum over g != k of w_g w_k / n^2), w_g = n_g^2 / (1 - n_g/n). The largest w is taken out of the
 * double sum first: beside it the others would vanish in (sum w)^2 - sum w^2. */
double clusters_satterthwaite(const clusters *clusters)
{
    double n = clusters->total, largest = 0;
    if (clusters->n < 2)
        return NAN;
    if (clusters->smallest == clusters->largest)
        return (double)(clusters->n - 1);
    sum shares_squared = {0, 0}, others = {0, 0}, others_squared = {0, 0};
    int64_t skipped = 0;
    for (int64_t g = 1; g < clusters->n; g++)
        skipped = clusters->size[g] > clusters->size[skipped] ? g : skipped;
    for (int64_t g = 0; g < clusters->n; g++) {
        double share = clusters->size[g] / n;
        double leverage = share * clusters->size[g] / (n - clusters->size[g]);
        sum_add(&shares_squared, share * share);
        if (g == skipped) {
            largest = leverage;
            continue;
        }
        sum_add(&others, leverage);
        sum_add(&others_squared, leverage * leverage);
    }
    double rest = sum_value(others);
    double crossed = 2 * largest * rest + (rest * rest - sum_value(others_squared));
    return 1 / (sum_value(shares_squared) + crossed);
}

/* ---- intraclass correlation ---- */

/* (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1). Negative values are kept. */
double clusters_icc(const clusters *clusters)
{
    double n = clusters->total, n_clusters = (double)clusters->n;
    if (clusters->n < 2 || n <= n_clusters)
        return NAN;
    sum between = {0, 0}, sizes_squared = {0, 0};
    for (int64_t g = 0; g < clusters->n; g++) {
        sum_add(&between, clusters->residual[g] * clusters->residual[g] / clusters->size[g]);
        sum_add(&sizes_squared, clusters->size[g] * clusters->size[g]);
    }
    double within = fmax(0, clusters->squares - sum_value(between));
    double mean_between = sum_value(between) / (n_clusters - 1);
    double mean_within = within / (n - n_clusters);
    double typical_size = (n - sum_value(sizes_squared) / n) / (n_clusters - 1);
    return (mean_between - mean_within) / (mean_between + (typical_size - 1) * mean_within);
}
