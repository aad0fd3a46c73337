#include "resample/flips.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

enum { UNITS_A_TABLE = 4, UNITS_A_WORD = 64, TABLES_A_WORD = UNITS_A_WORD / UNITS_A_TABLE };

/* ---- fixed point ---- */

int fixed_exponent(double magnitude)
{
    int exponent;
    frexp(magnitude, &exponent);
    return 60 - exponent;
}

void fixed_units(int64_t n, const double *x, int exponent, int64_t *unit)
{
    for (int64_t i = 0; i < n; i++)
        unit[i] = (int64_t)rint(ldexp(x[i], exponent));
}

/* ---- the kernel in plain C ---- */

static void draw_plain(uint64_t seed, uint64_t first, uint64_t chunk, uint64_t *signs)
{
    for (uint64_t i = 0; i < FLIPS_BLOCK; i++) {
        random_stream stream = random_open(seed, first + i);
        random_seek(&stream, chunk);
        for (int word = 0; word < FLIPS_WORDS; word++)
            signs[word * FLIPS_BLOCK + i] = random_bits(&stream);
    }
}

/* entry[pattern]: the units whose bit is set less the others. */
static void fill_plain(const int64_t *unit, int64_t *tables)
{
    for (int t = 0; t < FLIPS_TABLES; t++, unit += UNITS_A_TABLE) {
        int64_t *entry = tables + t * FLIPS_PATTERNS;
        entry[0] = -unit[0] - unit[1] - unit[2] - unit[3];
        for (int j = 0; j < UNITS_A_TABLE; j++)
            for (int pattern = 0; pattern < 1 << j; pattern++)
                entry[pattern | 1 << j] = entry[pattern] + 2 * unit[j];
    }
}

static void add_to_group(const int64_t *tables, const uint64_t *signs, int64_t *sums)
{
    for (int t = 0; t < FLIPS_TABLES; t++) {
        const int64_t *table = tables + t * FLIPS_PATTERNS;
        const uint64_t *word = signs + t / TABLES_A_WORD * FLIPS_BLOCK;
        int shift = t % TABLES_A_WORD * UNITS_A_TABLE;
        for (int i = 0; i < FLIPS_GROUP; i++)
            sums[i] += table[word[i] >> shift & (FLIPS_PATTERNS - 1)];
    }
}

static void add_plain(const int64_t *tables, const uint64_t *signs, int64_t *sums, int64_t stride)
{
    for (int group = 0; group < FLIPS_BLOCK / FLIPS_GROUP; group++)
        add_to_group(tables, signs + group * FLIPS_GROUP, sums + group * stride);
}

const flips_kernel flips_plain = {draw_plain, fill_plain, add_plain};

const flips_kernel *flips_kernel_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor >= PROCESSOR_AVX512)
        return &flips_avx512;
#endif
    (void)processor;
    return &flips_plain;
}

/* ---- sums ---- */

static void enumerate(uint64_t first, uint64_t chunk, uint64_t *signs)
{
    memset(signs, 0, FLIPS_WORDS * FLIPS_BLOCK * sizeof *signs);
    for (uint64_t i = 0; chunk == 0 && i < FLIPS_BLOCK; i++)
        signs[i] = first + i;
}

/* A chunk that ends early is filled up with units of 0. */
static void fill_tables(const flips_kernel *kernel, const int64_t *unit, int64_t n, int64_t *tables)
{
    int64_t filled[FLIPS_CHUNK] = {0};
    if (n < FLIPS_CHUNK) {
        memcpy(filled, unit, (size_t)n * sizeof *filled);
        unit = filled;
    }
    kernel->fill(unit, tables);
}

void flips_sum(const flips *flips, const flips_kernel *kernel, uint64_t first, int64_t *sums)
{
    _Alignas(64) uint64_t signs[FLIPS_WORDS * FLIPS_BLOCK];
    _Alignas(64) int64_t tables[FLIPS_TABLES * FLIPS_PATTERNS];
    memset(sums, 0, (size_t)flips->n_columns * FLIPS_BLOCK * sizeof *sums);
    for (int64_t begin = 0; begin < flips->n; begin += FLIPS_CHUNK) {
        uint64_t chunk = (uint64_t)(begin / FLIPS_CHUNK);
        if (flips->enumerated)
            enumerate(first, chunk, signs);
        else
            kernel->draw(flips->seed, first, chunk, signs);
        for (int32_t column = 0; column < flips->n_columns; column++) {
            fill_tables(kernel, flips->unit + column * flips->n + begin, flips->n - begin, tables);
            kernel->add(tables, signs, sums + (int64_t)column * FLIPS_GROUP, (int64_t)flips->n_columns * FLIPS_GROUP);
        }
    }
}
