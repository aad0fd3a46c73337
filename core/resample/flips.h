/* Sums of units under random signs, one sign a unit and replicate, the same for every column.
 *
 * Units are integers, so that no addition rounds: any order, any width of the processor's vectors and any number of
 * threads give the same sums. Doubles become such integers by fixed_units, with more digits than they have. */
#ifndef WHISKER_RESAMPLE_FLIPS_H
#define WHISKER_RESAMPLE_FLIPS_H

#include "base/processor.h"

#include <stdint.h>

enum {
    FLIPS_BLOCK = 256,         /* replicates that are summed together, */
    FLIPS_GROUP = 32,          /* and those of them whose sums stand side by side */
    FLIPS_CHUNK = 128,         /* units whose signs the generator makes at once */
    FLIPS_WORDS = FLIPS_CHUNK / 64,
    FLIPS_TABLES = FLIPS_CHUNK / 4,
    FLIPS_PATTERNS = 16
};

/* The sign of unit u in replicate r is + where bit u mod 64 of number u / 64 of the stream (seed, r) is set. When all
 * patterns are enumerated it is + where bit u of r is set: r below 2^(n - 1) are all patterns but for their opposites. */
typedef struct flips {
    int64_t n;
    int32_t n_columns;
    int32_t enumerated; /* n at most 64 */
    uint64_t seed;
    const int64_t *unit; /* unit[column * n + u] */
} flips;

/* The inner loops, for every processor or for some. */
typedef struct flips_kernel {
    /* Signs of the units of a chunk in replicates first onwards: bits of signs[word * FLIPS_BLOCK + i]. */
    void (*draw)(uint64_t seed, uint64_t first, uint64_t chunk, uint64_t *signs);
    /* Four units share a table of what their 16 patterns of signs add up to ("four Russians", Arlazarov et al. 1970),
     * so that four signs cost one look-up and one addition: tables[table * FLIPS_PATTERNS + pattern], of the units of a
     * whole chunk. */
    void (*fill)(const int64_t *unit, int64_t *tables);
    /* The sums of a group stand `stride` behind those of the one before. */
    void (*add)(const int64_t *tables, const uint64_t *signs, int64_t *sums, int64_t stride);
} flips_kernel;

extern const flips_kernel flips_plain;
#ifdef PROCESSOR_X86
extern const flips_kernel flips_avx512;
#endif
const flips_kernel *flips_kernel_for(processor processor);

/* sums[n_columns * FLIPS_BLOCK]: that of replicate first + i and a column comes to stand at flips_place. All columns of a
 * group of replicates lie together, for whoever looks at many of them at once. */
static inline int64_t flips_place(int32_t n_columns, int64_t column, int64_t i)
{
    return (i / FLIPS_GROUP * n_columns + column) * FLIPS_GROUP + i % FLIPS_GROUP;
}
void flips_sum(const flips *flips, const flips_kernel *kernel, uint64_t first, int64_t *sums);

/* unit[i] = x[i] 2^exponent, rounded. The exponent that fixed_exponent has for a sum of magnitudes keeps sums of such
 * units, and differences of two of them, below 2^62. */
int fixed_exponent(double magnitude);
void fixed_units(int64_t n, const double *x, int exponent, int64_t *unit);

#endif
