/* The product X X' of a matrix of runs by items, in blocks of items that stay in the cache, without a rounding in any
 * sum: then no order of additions can be seen, and neither can the width of the processor's registers or the number
 * of threads. Scores of 0 and 1 are bits, 64 items a word. Scores on the grid are whole numbers. Residuals of others
 * are cut into a head and a tail of 24 bits each (Ozaki, Ogita, Oishi and Rump 2012), so that products add up as whole
 * numbers for a block and are folded into integers behind it; what is lost is 2^-48 of the largest product. */
#include "stat/run_products.h"

#include "base/simd.h"
#include "base/workers.h"

#include <string.h>

enum { LANES = 8, BLOCK = 256, BLOCK_OF_BITS = 4096, WORDS = BLOCK_OF_BITS / 64, SLICE_BITS = 24 };

/* One task: a range of items, with sums and buffers of its own. */
typedef struct shift {
    int64_t first, last;
    product *product;      /* product[n_pairs] */
    double *slices;        /* slices[n_runs][2][BLOCK] */
    uint64_t *words;       /* words[n_runs][WORDS] */
} shift;

typedef struct crew {
    const product_work *work;
    shift *shifts;
} crew;

static inline void wide_add(wide_sum *sum, int64_t term)
{
    sum->high += term >> 20;
    sum->low += term & 0xfffff;
}

static double wide_value(wide_sum sum)
{
    return (double)sum.high * 0x1p20 + (double)sum.low;
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

SIMD_CLONES
static void count_both(const product_work *work, const uint64_t *words, product *product)
{
    for (int64_t k = 0; k < work->n_pairs; k++) {
        const uint64_t *a = words + (int64_t)work->pair[k].a * WORDS, *b = words + (int64_t)work->pair[k].b * WORDS;
        int64_t count = 0;
        for (int w = 0; w < WORDS; w++)
            count += __builtin_popcountll(a[w] & b[w]);
        product[k].heads.low += count;
    }
}

static void sum_bits(const product_work *work, shift *shift)
{
    double buffer[BLOCK_OF_BITS];
    for (int64_t first = shift->first; first < shift->last; first += BLOCK_OF_BITS) {
        int64_t left = shift->last - first, count = left < BLOCK_OF_BITS ? left : BLOCK_OF_BITS;
        for (int32_t run = 0; run < work->n_runs; run++)
            pack_bits(count, scores_of(work, run, first, count, buffer), shift->words + (int64_t)run * WORDS);
        count_both(work, shift->words, shift->product);
    }
}

/* ---- whole numbers in doubles ---- */

SIMD_CLONES
static void slice_grid(int64_t count, const double *score, double *out)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = score[i] * SCORE_GRID;
    memset(out + count, 0, (size_t)(BLOCK - count) * sizeof *out);
}

/* The power of two above every residual. */
static int reach_exponent(const sample *sample)
{
    int exponent = 0;
    frexp(sample->reach, &exponent);
    return exponent;
}

/* Adding 1.5 * 2^52 and taking it away rounds to a whole number. Sums of 32 products of heads, or of twice as many of a
 * head and a tail, stay at most 2^53. */
SIMD_CLONES
static void slice_residuals(int64_t count, const double *score, const sample *sample, double *head, double *tail)
{
    const double whole = 0x1.8p52, step = ldexp(1, SLICE_BITS), up = ldexp(1, SLICE_BITS - reach_exponent(sample));
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

/* Tail times tail is left out: it is smaller than what the tails themselves leave out. */
SIMD_CLONES
static void multiply_slices(const product_work *work, const double *slices, product *product)
{
    enum { TAIL = BLOCK / LANES };
    for (int64_t k = 0; k < work->n_pairs; k++) {
        const simd_doubles *a = (const simd_doubles *)(slices + (int64_t)work->pair[k].a * 2 * BLOCK);
        const simd_doubles *b = (const simd_doubles *)(slices + (int64_t)work->pair[k].b * 2 * BLOCK);
        simd_doubles heads = {0}, crossed = {0};
        for (int i = 0; i < TAIL; i++) {
            heads += a[i] * b[i];
            crossed += a[i] * b[TAIL + i] + a[TAIL + i] * b[i];
        }
        fold(&heads, &product[k].heads);
        fold(&crossed, &product[k].crossed);
    }
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

static void sum_slices(const product_work *work, shift *shift)
{
    for (int64_t first = shift->first; first < shift->last; first += BLOCK) {
        int64_t left = shift->last - first, count = left < BLOCK ? left : BLOCK;
        for (int32_t run = 0; run < work->n_runs; run++)
            slice(work, run, first, count, shift->slices);
        if (work->kind == PRODUCT_GRID)
            multiply_heads(work, shift->slices, shift->product);
        else
            multiply_slices(work, shift->slices, shift->product);
    }
}

/* ---- threads ---- */

static void work_shift(void *context, int64_t index)
{
    crew *crew = context;
    if (crew->work->kind == PRODUCT_BITS)
        sum_bits(crew->work, &crew->shifts[index]);
    else
        sum_slices(crew->work, &crew->shifts[index]);
}

static int take_shift(const product_work *work, scratch *scratch, shift *shift)
{
    int bits = work->kind == PRODUCT_BITS;
    shift->product = arena_take_zeroed(scratch->arena, work->n_pairs, sizeof *shift->product);
    shift->words = arena_take(scratch->arena, bits ? work->n_runs : 0, WORDS * sizeof *shift->words);
    shift->slices = arena_take(scratch->arena, bits ? 0 : work->n_runs, 2 * BLOCK * sizeof *shift->slices);
    return shift->product != NULL && shift->words != NULL && shift->slices != NULL;
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
    crew crew = {work, arena_take(scratch->arena, n_shifts, sizeof *crew.shifts)};
    if (crew.shifts == NULL)
        return 0;
    for (int32_t t = 0; t < n_shifts; t++) {
        crew.shifts[t].first = work->n * t / n_shifts;
        crew.shifts[t].last = work->n * (t + 1) / n_shifts;
        if (!take_shift(work, scratch, &crew.shifts[t]))
            return 0;
    }
    workers_run(threads, n_shifts, work_shift, &crew);
    join(work, crew.shifts, n_shifts);
    return 1;
}

/* ---- results ---- */

int64_t product_on_grid(product_kind kind, const product *product)
{
    int64_t total = product->heads.high * (1 << 20) + product->heads.low;
    return kind == PRODUCT_BITS ? total * SCORE_GRID * SCORE_GRID : total;
}

double product_of_residuals(const product *product, const sample *a, const sample *b)
{
    double total = wide_value(product->heads) + ldexp(wide_value(product->crossed), -SLICE_BITS);
    return ldexp(total, reach_exponent(a) + reach_exponent(b) - 2 * SLICE_BITS);
}

/* In units of a head squared, an item loses a quarter with its tails and half twice with what the tails leave out. */
double product_error(const sample *a, const sample *b)
{
    return 1.25 * ldexp((double)a->n, reach_exponent(a) + reach_exponent(b) - 2 * SLICE_BITS);
}
