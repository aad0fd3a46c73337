/* The product X X' of a matrix of runs by items, in blocks of items that stay in the cache, without a rounding in any
 * sum: then no order of additions can be seen, and neither can the width of the processor's registers or the number
 * of threads. Scores of 0 and 1 are bits, 64 items a word. Scores on the grid are whole numbers. Residuals of others
 * are cut so that products add up as whole numbers for a block and are folded into integers behind it; what is lost is
 * 2^-48 of the largest product. */
#include "stat/run_products.h"

#include "base/binary.h"
#include "base/simd.h"
#include "base/workers.h"
#include "stat/row_product.h"

#include <string.h>

enum { LANES = 8, BLOCK = ROW_ITEMS, WORDS = BIT_WORDS, BLOCK_OF_BITS = 64 * WORDS };

/* Up to four pairs with one run in common. */
typedef struct pair_row {
    int32_t one, n;
    int32_t other[ROW_RUNS];
    int64_t place[ROW_RUNS];  /* of these pairs in the work */
} pair_row;

/* One task: a range of items, with sums and buffers of its own. */
typedef struct shift {
    int64_t first, last;
    product *product;      /* product[n_pairs] */
    double *slices;        /* slices[n_runs][2][BLOCK] */
    row_sums *sums;        /* sums[n_rows] */
    uint64_t *words;       /* words[n_runs][WORDS] */
} shift;

typedef struct crew {
    const product_work *work;
    shift *shifts;
    pair_row *rows;        /* of residuals */
    int64_t n_rows;
    row_product *multiply;
    bit_product *count;
} crew;

static inline void wide_add(wide_sum *sum, int64_t term)
{
    sum->high += term >> FOLD_BITS;
    sum->low += term & ((1 << FOLD_BITS) - 1);
}

static double wide_value(wide_sum sum)
{
    return (double)sum.high * (1 << FOLD_BITS) + (double)sum.low;
}

/* Scores of the items first .. first + count - 1. */
static const double *scores_of(const product_work *work, int32_t run, int64_t first, int64_t count, double *buffer)
{
    if (work->kept == NULL)
        return work->score[run] + first;
    for (int64_t i = 0; i < count; i++)
        buffer[i] = work->score[run][work->kept[first + i]];
    return buffer;
}

/* ---- bits ---- */

/* Eight bytes of 0 or 1 into eight bits by one multiplication; which bit is whose does not matter, as it is the same in
 * every run. */
SIMD_CLONES
static void pack_bits(int64_t count, const double *score, uint64_t *words)
{
    unsigned char flags[BLOCK_OF_BITS];
    for (int64_t i = 0; i < count; i++)
        flags[i] = score[i] == 1;
    memset(flags + count, 0, (size_t)(BLOCK_OF_BITS - count));
    for (int w = 0; w < WORDS; w++) {
        uint64_t word = 0;
        for (int byte = 0; byte < 8; byte++) {
            uint64_t eight;
            memcpy(&eight, flags + 64 * w + 8 * byte, sizeof eight);
            word = word << 8 | (eight * UINT64_C(0x0102040810204080)) >> 56;
        }
        words[w] = word;
    }
}

static void count_both(const crew *crew, const uint64_t *words, product *product)
{
    const product_work *work = crew->work;
    for (int64_t k = 0; k < work->n_pairs; k++) {
        const uint64_t *a = words + (int64_t)work->pair[k].a * WORDS, *b = words + (int64_t)work->pair[k].b * WORDS;
        product[k].heads.low += crew->count(a, b);
    }
}

static void sum_bits(const crew *crew, shift *shift)
{
    const product_work *work = crew->work;
    double buffer[BLOCK_OF_BITS];
    for (int64_t first = shift->first; first < shift->last; first += BLOCK_OF_BITS) {
        int64_t left = shift->last - first, count = left < BLOCK_OF_BITS ? left : BLOCK_OF_BITS;
        for (int32_t run = 0; run < work->n_runs; run++)
            pack_bits(count, scores_of(work, run, first, count, buffer), shift->words + (int64_t)run * WORDS);
        count_both(crew, shift->words, shift->product);
    }
}

/* ---- whole numbers in doubles ---- */

SIMD_CLONES
static void slice_grid(int64_t count, const double *score, double *out)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = isnan(score[i]) ? 0 : score[i] * SCORE_GRID;
    memset(out + count, 0, (size_t)(BLOCK - count) * sizeof *out);
}

/* The power of two above every residual. */
static int reach_exponent(const sample *sample)
{
    return binary_exponent(sample->reach);
}

/* Adding 1.5 * 2^52 and taking it away rounds to a whole number. */
SIMD_CLONES
static void slice_residuals(int64_t count, const double *score, const sample *sample, double *head, double *tail)
{
    const double whole = 0x1.8p52, step = binary_scaled(1, SLICE_BITS), up = binary_scaled(1, SLICE_BITS - reach_exponent(sample));
    const double scale = sample->scale, centre = sample->centre, centre_low = sample->centre_low;
    for (int64_t i = 0; i < count; i++) {
        double residual = ((score[i] * scale - centre) - centre_low) * up;
        head[i] = (residual + whole) - whole;
        tail[i] = ((residual - head[i]) * step + whole) - whole;
    }
    memset(head + count, 0, (size_t)(BLOCK - count) * sizeof *head);
    memset(tail + count, 0, (size_t)(BLOCK - count) * sizeof *tail);
}

static inline void fold(const simd_doubles *lanes, wide_sum *sum)
{
    for (int lane = 0; lane < LANES; lane++)
        wide_add(sum, (int64_t)(*lanes)[lane]);
}

SIMD_CLONES
static void multiply_heads(const product_work *work, const double *slices, product *product)
{
    for (int64_t k = 0; k < work->n_pairs; k++) {
        const simd_doubles *a = (const simd_doubles *)(slices + (int64_t)work->pair[k].a * 2 * BLOCK);
        const simd_doubles *b = (const simd_doubles *)(slices + (int64_t)work->pair[k].b * 2 * BLOCK);
        simd_doubles total = {0};
        for (int i = 0; i < BLOCK / LANES; i++)
            total += a[i] * b[i];
        fold(&total, &product[k].heads);
    }
}

/* Scores that the next block will look at are asked for before this one is multiplied: runs lie far apart in memory. */
static void ask_for_next(const product_work *work, int32_t run, int64_t next)
{
    enum { LINE = 8 };
    int64_t end = next + BLOCK < work->n ? next + BLOCK : work->n;
    for (int64_t i = next; work->kept == NULL && i < end; i += LINE)
        __builtin_prefetch(work->score[run] + i);
}

static void slice(const product_work *work, int32_t run, int64_t first, int64_t count, double *slices)
{
    double buffer[BLOCK];
    const double *score = scores_of(work, run, first, count, buffer);
    double *out = slices + (int64_t)run * 2 * BLOCK;
    if (work->kind == PRODUCT_GRID)
        slice_grid(count, score, out);
    else
        slice_residuals(count, score, work->sample[run], out, out + BLOCK);
}

static void multiply_rows(const crew *crew, const double *slices, row_sums *sums)
{
    for (int64_t r = 0; r < crew->n_rows; r++) {
        const pair_row *row = &crew->rows[r];
        const double *other[ROW_RUNS];
        for (int k = 0; k < ROW_RUNS; k++)
            other[k] = slices + (int64_t)row->other[k] * 2 * BLOCK;
        crew->multiply(slices + (int64_t)row->one * 2 * BLOCK, other, &sums[r]);
    }
}

static void add_whole(wide_sum *sum, double multiples, double rest)
{
    sum->high += (int64_t)(multiples / (1 << FOLD_BITS));
    sum->low += (int64_t)rest;
}

static void unfold_rows(const crew *crew, const row_sums *sums, product *product)
{
    for (int64_t r = 0; r < crew->n_rows; r++)
        for (int k = 0; k < crew->rows[r].n; k++) {
            struct product *own = &product[crew->rows[r].place[k]];
            add_whole(&own->heads, sums[r].heads[0][k], sums[r].heads[1][k]);
            add_whole(&own->crossed, sums[r].crossed[0][k], sums[r].crossed[1][k]);
        }
}

static void sum_slices(const crew *crew, shift *shift)
{
    const product_work *work = crew->work;
    for (int64_t first = shift->first; first < shift->last; first += BLOCK) {
        int64_t left = shift->last - first, count = left < BLOCK ? left : BLOCK;
        for (int32_t run = 0; run < work->n_runs; run++)
            slice(work, run, first, count, shift->slices);
        for (int32_t run = 0; run < work->n_runs; run++)
            ask_for_next(work, run, first + BLOCK);
        if (work->kind == PRODUCT_GRID)
            multiply_heads(work, shift->slices, shift->product);
        else
            multiply_rows(crew, shift->slices, shift->sums);
    }
    unfold_rows(crew, shift->sums, shift->product);
}

/* ---- rows of pairs ---- */

/* Where each pair comes when four runs at a time are taken as the second of all pairs that have them there: these four
 * stay in the nearest cache. */
static int64_t *order_by_second(const product_work *work, scratch *scratch)
{
    int64_t *order = arena_take(scratch->arena, work->n_pairs, sizeof *order);
    int64_t *next = arena_take_zeroed(scratch->arena, work->n_runs / ROW_RUNS + 2, sizeof *next);
    if (order == NULL || next == NULL)
        return NULL;
    for (int64_t k = 0; k < work->n_pairs; k++)
        next[work->pair[k].b / ROW_RUNS + 1]++;
    for (int32_t tile = 0; tile < work->n_runs / ROW_RUNS; tile++)
        next[tile + 1] += next[tile];
    for (int64_t k = 0; k < work->n_pairs; k++)
        order[next[work->pair[k].b / ROW_RUNS]++] = k;
    return order;
}

/* Empty places repeat the first run; their sums are nobody's. */
static pair_row begin_row(whisker_run_pair pair)
{
    pair_row row = {.one = pair.a};
    for (int k = 0; k < ROW_RUNS; k++)
        row.other[k] = pair.b;
    return row;
}

static int lay_rows(crew *crew, scratch *scratch)
{
    const product_work *work = crew->work;
    const int64_t *order = order_by_second(work, scratch);
    crew->rows = arena_take(scratch->arena, work->n_pairs, sizeof *crew->rows);
    if (order == NULL || crew->rows == NULL)
        return 0;
    pair_row *row = NULL;
    for (int64_t k = 0; k < work->n_pairs; k++) {
        whisker_run_pair pair = work->pair[order[k]];
        if (row == NULL || row->n == ROW_RUNS || row->one != pair.a)
            *(row = &crew->rows[crew->n_rows++]) = begin_row(pair);
        row->other[row->n] = pair.b;
        row->place[row->n++] = order[k];
    }
    return 1;
}

/* ---- threads ---- */

static void work_shift(void *context, int64_t index)
{
    crew *crew = context;
    if (crew->work->kind == PRODUCT_BITS)
        sum_bits(crew, &crew->shifts[index]);
    else
        sum_slices(crew, &crew->shifts[index]);
}

static int take_shift(const crew *crew, scratch *scratch, shift *shift)
{
    const product_work *work = crew->work;
    int bits = work->kind == PRODUCT_BITS;
    shift->product = arena_take_zeroed(scratch->arena, work->n_pairs, sizeof *shift->product);
    shift->words = arena_take(scratch->arena, bits ? work->n_runs : 0, WORDS * sizeof *shift->words);
    shift->slices = arena_take(scratch->arena, bits ? 0 : work->n_runs, 2 * BLOCK * sizeof *shift->slices);
    shift->sums = arena_take_zeroed(scratch->arena, crew->n_rows, sizeof *shift->sums);
    return shift->product != NULL && shift->words != NULL && shift->slices != NULL && shift->sums != NULL;
}

static void join(const product_work *work, const shift *shifts, int32_t n_shifts)
{
    memset(work->product, 0, (size_t)work->n_pairs * sizeof *work->product);
    for (int32_t t = 0; t < n_shifts; t++)
        for (int64_t k = 0; k < work->n_pairs; k++) {
            const product *part = &shifts[t].product[k];
            work->product[k].heads.high += part->heads.high;
            work->product[k].heads.low += part->heads.low;
            work->product[k].crossed.high += part->crossed.high;
            work->product[k].crossed.low += part->crossed.low;
        }
}

int products_sum(const product_work *work, int32_t threads, scratch *scratch)
{
    int64_t step = work->kind == PRODUCT_BITS ? BLOCK_OF_BITS : BLOCK;
    int32_t n_shifts = workers_at_once(threads, (work->n + step - 1) / step);
    const processor here = processor_here();
    crew crew = {.work = work, .multiply = row_product_for(here), .count = bit_product_for(here)};
    crew.shifts = arena_take(scratch->arena, n_shifts, sizeof *crew.shifts);
    if (crew.shifts == NULL || (work->kind == PRODUCT_RESIDUALS && !lay_rows(&crew, scratch)))
        return 0;
    for (int32_t t = 0; t < n_shifts; t++) {
        crew.shifts[t].first = work->n * t / n_shifts;
        crew.shifts[t].last = work->n * (t + 1) / n_shifts;
        if (!take_shift(&crew, scratch, &crew.shifts[t]))
            return 0;
    }
    workers_run(threads, n_shifts, work_shift, &crew);
    join(work, crew.shifts, n_shifts);
    return 1;
}

/* ---- results ---- */

int64_t product_on_grid(product_kind kind, const product *product)
{
    int64_t total = product->heads.high * (1 << FOLD_BITS) + product->heads.low;
    return kind == PRODUCT_BITS ? total * SCORE_GRID * SCORE_GRID : total;
}

double product_of_residuals(const product *product, const sample *a, const sample *b)
{
    double total = wide_value(product->heads) + binary_scaled(wide_value(product->crossed), -SLICE_BITS);
    return binary_scaled(total, reach_exponent(a) + reach_exponent(b) - 2 * SLICE_BITS);
}

/* In units of a head squared, an item loses a quarter with its tails and half twice with what the tails leave out. */
double product_error(const sample *a, const sample *b)
{
    return 1.25 * binary_scaled((double)a->n, reach_exponent(a) + reach_exponent(b) - 2 * SLICE_BITS);
}
