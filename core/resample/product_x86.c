/* product_plain with the sums of a block in registers: 8 replicates by 3 vectors, and 4 by 3 where registers are half as
 * long and half as many. */
#include "resample/product.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

enum { VECTORS = 3, WIDE = 8, NARROW = 4, ROWS = 4 };

__attribute__((target("avx512f"))) void product_avx512(int64_t n, const double *count, const double *panel, double *out)
{
    __m512d sum[PRODUCT_REPLICATES][VECTORS];
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = _mm512_setzero_pd();
    for (int64_t u = 0; u < n; u++) {
        __m512d row[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            row[v] = _mm512_loadu_pd(panel + u * PRODUCT_COLUMNS + v * WIDE);
        for (int r = 0; r < PRODUCT_REPLICATES; r++) {
            __m512d times = _mm512_set1_pd(count[r * n + u]);
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = _mm512_fmadd_pd(times, row[v], sum[r][v]);
        }
    }
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            _mm512_storeu_pd(out + r * PRODUCT_COLUMNS + v * WIDE, sum[r][v]);
}

/* Four replicates by twelve columns of the block. */
__attribute__((target("avx2,fma"))) static void quarter(int64_t n, const double *count, const double *panel, double *out)
{
    __m256d sum[ROWS][VECTORS];
    for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = _mm256_setzero_pd();
    for (int64_t u = 0; u < n; u++) {
        __m256d row[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            row[v] = _mm256_loadu_pd(panel + u * PRODUCT_COLUMNS + v * NARROW);
        for (int r = 0; r < ROWS; r++) {
            __m256d times = _mm256_set1_pd(count[r * n + u]);
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = _mm256_fmadd_pd(times, row[v], sum[r][v]);
        }
    }
    for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < VECTORS; v++)
            _mm256_storeu_pd(out + r * PRODUCT_COLUMNS + v * NARROW, sum[r][v]);
}

__attribute__((target("avx2,fma"))) void product_avx2(int64_t n, const double *count, const double *panel, double *out)
{
    for (int r = 0; r < PRODUCT_REPLICATES; r += ROWS)
        for (int c = 0; c < PRODUCT_COLUMNS; c += VECTORS * NARROW)
            quarter(n, count + r * n, panel + c, out + r * PRODUCT_COLUMNS + c);
}

/* ---- short integers ---- */

enum { SHORT_LANES = 16 };

/* Sums in the type that they are: gcc moves vectors of another type to and fro in the loop. */
typedef int32_t words __attribute__((vector_size(64)));

__attribute__((target("avx512f,avx512bw"))) void short_product_avx512(int64_t n_pairs, const int32_t *count,
                                                                      const int32_t *panel, int32_t *out)
{
    words sum[PRODUCT_REPLICATES][VECTORS];
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = (words){0};
    for (int64_t p = 0; p < n_pairs; p++) {
        __m512i row[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            row[v] = _mm512_loadu_si512(panel + p * SHORT_COLUMNS + v * SHORT_LANES);
        for (int r = 0; r < PRODUCT_REPLICATES; r++) {
            __m512i times = _mm512_set1_epi32(count[r * n_pairs + p]);
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] += (words)_mm512_madd_epi16(times, row[v]);
        }
    }
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            _mm512_storeu_si512(out + r * SHORT_COLUMNS + v * SHORT_LANES, (__m512i)sum[r][v]);
}

__attribute__((target("avx512f,avx512vnni"))) void short_product_vnni(int64_t n_pairs, const int32_t *count,
                                                                      const int32_t *panel, int32_t *out)
{
    words sum[PRODUCT_REPLICATES][VECTORS];
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = (words){0};
    for (int64_t p = 0; p < n_pairs; p++) {
        __m512i row[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            row[v] = _mm512_loadu_si512(panel + p * SHORT_COLUMNS + v * SHORT_LANES);
        for (int r = 0; r < PRODUCT_REPLICATES; r++) {
            __m512i times = _mm512_set1_epi32(count[r * n_pairs + p]);
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = (words)_mm512_dpwssd_epi32((__m512i)sum[r][v], times, row[v]);
        }
    }
    for (int r = 0; r < PRODUCT_REPLICATES; r++)
        for (int v = 0; v < VECTORS; v++)
            _mm512_storeu_si512(out + r * SHORT_COLUMNS + v * SHORT_LANES, (__m512i)sum[r][v]);
}

#else
typedef int product_x86_is_empty; /* ISO C has no empty file */
#endif
