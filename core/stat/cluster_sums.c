/* Residuals added up by cluster: the one loop over items that a clustered error takes. What makes it fast: the
 * arithmetic of a block of items is done first, in wide registers, so that only the scattered additions are left to
 * wait for memory; on the grid one integer addition counts the item and adds its score. Cut sums and integers give the
 * same bits for every order of rows. */
#include "base/binary.h"
#include "base/simd.h"
#include "stat/cluster_residuals.h"
#include "stat/cut_sum.h"

enum { BLOCK = 512 };

static inline int64_t block_size(const sample *sample, int64_t first)
{
    return sample->n - first < BLOCK ? sample->n - first : BLOCK;
}

/* Rows sorted by cluster would wait for each store before the next load: their runs are summed in registers. Where
 * clusters alternate that only costs time: the beginning of a block tells which it is. */
static int has_runs(int64_t n, const int32_t *code)
{
    const int64_t looked_at = n < 64 ? n : 64;
    int64_t repeats = 0;
    for (int64_t i = 1; i < looked_at; i++)
        repeats += code[i] == code[i - 1];
    return 4 * repeats > looked_at;
}

/* What the sizes decide, which clusters of the same sizes may know already. */
static int weigh(const clusters *known, scratch *scratch, clusters *out)
{
    if (known == NULL)
        return clusters_weigh(out, scratch);
    out->size = known->size;
    out->smallest = known->smallest;
    out->largest = known->largest;
    out->inverse_size = known->inverse_size;
    out->inverse_rest = known->inverse_rest;
    out->size_squares = known->size_squares;
    out->satterthwaite = known->satterthwaite;
    return 1;
}

static int finish(const clusters *known, scratch *scratch, clusters *out)
{
    if (!weigh(known, scratch, out))
        return 0;
    clusters_square(out);
    return 1;
}

/* ---- scores on the grid: integers ---- */

/* Count in the upper half, sum of the scores in units of 1/256 in the lower. */
typedef int64_t packed;

static inline int32_t packed_total(packed cell)
{
    return (int32_t)(uint32_t)((uint64_t)cell & UINT32_MAX);
}

static inline int32_t packed_count(packed cell)
{
    return (int32_t)((cell - packed_total(cell)) >> 32);
}

SIMD_CLONES
static void pack(int64_t n, const double *score, packed *out)
{
    for (int64_t i = 0; i < n; i++)
        out[i] = ((packed)1 << 32) + (packed)(int32_t)(score[i] * SCORE_GRID);
}

static void add_packed(int64_t n, const int32_t *code, const packed *block, packed *cells)
{
    for (int64_t i = 0; i < n; i++)
        cells[code[i]] += block[i];
}

static void add_packed_runs(int64_t n, const int32_t *code, const packed *block, packed *cells)
{
    for (int64_t i = 0; i < n;) {
        int32_t own = code[i];
        packed run = cells[own];
        do
            run += block[i++];
        while (i < n && code[i] == own);
        cells[own] = run;
    }
}

static void scatter_packed(const sample *sample, const int32_t *codes, packed *cells)
{
    packed block[BLOCK];
    for (int64_t first = 0; first < sample->n; first += BLOCK) {
        int64_t count = block_size(sample, first);
        pack(count, sample->score + first, block);
        if (has_runs(count, codes + first))
            add_packed_runs(count, codes + first, block, cells);
        else
            add_packed(count, codes + first, block, cells);
    }
}

static void gather_packed(const packed *cells, int64_t n_codes, clusters *out)
{
    for (int64_t code = 0; code < n_codes; code++) {
        int32_t count = packed_count(cells[code]);
        if (count == 0)
            continue;
        out->size[out->n] = count;
        out->grid_sum[out->n++] = packed_total(cells[code]);
    }
}

static int64_t sum_at(const double *sum, const double *less, int64_t g)
{
    return (int64_t)sum[g] - (less != NULL ? (int64_t)less[g] : 0);
}

/* Even clusters: the sum of (S - T/G)^2 is G sum S^2 - T^2 over G, whole numbers. */
static double even_squares(const sample *sample, const double *sum, const double *less, const clusters *clusters)
{
    int64_t squares = 0;
    if (clusters->smallest != clusters->largest)
        return NAN;
    for (int64_t g = 0; g < clusters->n; g++)
        squares += sum_at(sum, less, g) * sum_at(sum, less, g);
    return grid_squares_about_mean(clusters->n, sample->grid_total, squares, sample->scale);
}

/* less: NULL, or sums to be taken away first. */
static void finish_grid(const sample *sample, const double *sum, const double *less, clusters *out)
{
    cluster_residuals_on_grid(sample, sum, less, out);
    out->even_squares = even_squares(sample, sum, less, out);
}

static int sum_packed(const sample *sample, const int32_t *codes, int64_t n_codes, const clusters *known,
                      scratch *scratch, clusters *out)
{
    packed *cells = arena_take_zeroed(scratch->arena, n_codes, sizeof *cells);
    out->grid_sum = arena_take(scratch->arena, n_codes, sizeof *out->grid_sum);
    if (cells == NULL || out->grid_sum == NULL)
        return 0;
    scatter_packed(sample, codes, cells);
    gather_packed(cells, n_codes, out);
    if (!weigh(known, scratch, out))
        return 0;
    finish_grid(sample, out->grid_sum, NULL, out);
    return 1;
}

/* ---- other scores: residuals, cut ---- */

typedef struct cell {
    sum residual;
    double count;
} cell;

/* Residuals of a block of items, cut in two; the pieces of one lie side by side, as they are added. */
SIMD_CLONES
static void cut_residuals(const sample *sample, int64_t first, int64_t n, cut place, sum *out)
{
    const double *score = sample->score + first;
    const double scale = sample->scale, centre = sample->centre, centre_low = sample->centre_low;
    for (int64_t i = 0; i < n; i++) {
        sum pieces = cut_pieces(place, (score[i] * scale - centre) - centre_low);
        out[i] = pieces;
    }
}

static inline void cell_add(cell *cell, const sum *pieces)
{
    cell->residual.total += pieces->total;
    cell->residual.correction += pieces->correction;
    cell->count += 1;
}

static void add_pieces(int64_t n, const int32_t *code, const sum *block, cell *cells)
{
    for (int64_t i = 0; i < n; i++)
        cell_add(&cells[code[i]], &block[i]);
}

static void add_pieces_runs(int64_t n, const int32_t *code, const sum *block, cell *cells)
{
    for (int64_t i = 0; i < n;) {
        int32_t own = code[i];
        cell run = cells[own];
        do
            cell_add(&run, &block[i++]);
        while (i < n && code[i] == own);
        cells[own] = run;
    }
}

static void scatter_cut(const sample *sample, const int32_t *codes, cell *cells)
{
    const cut place = cut_for(sample->n, sample->reach);
    sum block[BLOCK];
    for (int64_t first = 0; first < sample->n; first += BLOCK) {
        int64_t count = block_size(sample, first);
        cut_residuals(sample, first, count, place, block);
        if (has_runs(count, codes + first))
            add_pieces_runs(count, codes + first, block, cells);
        else
            add_pieces(count, codes + first, block, cells);
    }
}

static int sum_cut(const sample *sample, const int32_t *codes, int64_t n_codes, const clusters *known, scratch *scratch,
                   clusters *out)
{
    cell *cells = arena_take_zeroed(scratch->arena, n_codes, sizeof *cells);
    if (cells == NULL)
        return 0;
    scatter_cut(sample, codes, cells);
    for (int64_t code = 0; code < n_codes; code++) {
        if (cells[code].count == 0)
            continue;
        out->size[out->n] = cells[code].count;
        out->residual[out->n++] = sum_value(cells[code].residual);
    }
    return finish(known, scratch, out);
}

/* ---- weights ---- */

typedef struct weighted_cell {
    sum residual;
    sum size;
} weighted_cell;

static int sum_weighted(const sample *sample, const int32_t *codes, int64_t n_codes, scratch *scratch, clusters *out)
{
    const cut residuals = cut_for(sample->n, sample->reach), sizes = cut_for(sample->n, 1);
    weighted_cell *cells = arena_take_zeroed(scratch->arena, n_codes, sizeof *cells);
    if (cells == NULL)
        return 0;
    for (int64_t i = 0; i < sample->n; i++) {
        cut_add(&cells[codes[i]].residual, residuals, sample->weight[i] * sample_residual(sample, i));
        cut_add(&cells[codes[i]].size, sizes, sample->weight[i]);
    }
    for (int64_t code = 0; code < n_codes; code++) {
        if (cells[code].size.total == 0)
            continue;
        out->size[out->n] = sum_value(cells[code].size);
        out->residual[out->n++] = sum_value(cells[code].residual);
    }
    return finish(NULL, scratch, out);
}

/* ---- items as clusters ---- */

SIMD_CLONES
static void each_residual(const sample *sample, clusters *out)
{
    for (int64_t i = 0; i < sample->n; i++) {
        out->size[i] = sample_weight(sample, i);
        out->residual[i] = out->size[i] * sample_residual(sample, i);
    }
}

static int each_item(const sample *sample, scratch *scratch, clusters *out)
{
    each_residual(sample, out);
    out->n = sample->n;
    if (sample->on_grid && sample->weight == NULL)
        out->even_squares = out->squares;
    return finish(NULL, scratch, out);
}

/* ---- all of it ---- */

static int sum_codes(const clusters *known, const sample *sample, const int32_t *codes, int64_t n_codes,
                     scratch *scratch, clusters *out)
{
    int64_t capacity = codes == NULL ? sample->n : n_codes;
    *out = (clusters){.size = arena_take(scratch->arena, capacity, sizeof *out->size),
                      .residual = arena_take(scratch->arena, capacity, sizeof *out->residual),
                      .total = sample->total_weight, .squares = sample_squares(sample), .even_squares = NAN};
    if (out->size == NULL || out->residual == NULL)
        return 0;
    if (codes == NULL)
        return each_item(sample, scratch, out);
    if (sample->weight != NULL)
        return sum_weighted(sample, codes, n_codes, scratch, out);
    return sample->on_grid ? sum_packed(sample, codes, n_codes, known, scratch, out)
                           : sum_cut(sample, codes, n_codes, known, scratch, out);
}

int clusters_sum(const sample *sample, const int32_t *codes, int64_t n_codes, scratch *scratch, clusters *out)
{
    return sum_codes(NULL, sample, codes, n_codes, scratch, out);
}

int clusters_sum_alike(const clusters *known, const sample *sample, const int32_t *codes, int64_t n_codes,
                       scratch *scratch, clusters *out)
{
    return sum_codes(known, sample, codes, n_codes, scratch, out);
}

int clusters_of_sums(const sample *sample, int64_t n, double *size, double *sum, double squares, scratch *scratch,
                     clusters *out)
{
    *out = (clusters){.n = n, .size = size, .residual = sum, .total = sample->total_weight, .squares = squares,
                      .even_squares = NAN};
    if (!sample->on_grid)
        return finish(NULL, scratch, out);
    out->grid_sum = sum;
    out->residual = arena_take(scratch->arena, n, sizeof *out->residual);
    if (out->residual == NULL || !clusters_weigh(out, scratch))
        return 0;
    finish_grid(sample, sum, NULL, out);
    return 1;
}

int clusters_alike(const clusters *known, const sample *sample, double *sum, double squares, scratch *scratch,
                   clusters *out)
{
    *out = *known;
    out->squares = squares;
    out->even_squares = NAN;
    if (!sample->on_grid) {
        out->residual = sum;
        clusters_square(out);
        return 1;
    }
    out->grid_sum = sum;
    out->residual = arena_take(scratch->arena, out->n, sizeof *out->residual);
    if (out->residual == NULL)
        return 0;
    finish_grid(sample, sum, NULL, out);
    return 1;
}

/* ---- differences of two samples ---- */

void clusters_subtract(const sample *difference, const sample *a, const clusters *of_a, const sample *b,
                       const clusters *of_b, double squares, double *residual, clusters *out)
{
    *out = *of_a;
    out->residual = residual;
    out->grid_sum = NULL;
    out->squares = squares;
    out->even_squares = NAN;
    if (!difference->on_grid) {
        cluster_residuals_between(of_a->residual, binary_scaled(1, a->exponent - difference->exponent), of_b->residual,
                                  binary_scaled(1, b->exponent - difference->exponent), out);
        return;
    }
    finish_grid(difference, of_a->grid_sum, of_b->grid_sum, out);
}
