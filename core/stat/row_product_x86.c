/* row_product_plain with the sums of four runs in registers, multiplied and added in one instruction. */
#include "stat/row_product.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

enum { WIDE = 8, NARROW = 4, FOLDED_AFTER = 32 };

static const double PLACE = 0x1.8p52 * (1 << FOLD_BITS);

/* ---- eight lanes ---- */

/* Each of eight vectors added up over its lanes: three rounds, each of which halves the number of vectors. */
__attribute__((target("avx512f"))) static inline __m512d lane_sums(const __m512d v[8])
{
    __m512d pair[4], four[2];
    for (int k = 0; k < 4; k++)
        pair[k] = _mm512_add_pd(_mm512_unpacklo_pd(v[2 * k], v[2 * k + 1]), _mm512_unpackhi_pd(v[2 * k], v[2 * k + 1]));
    for (int k = 0; k < 2; k++)
        four[k] = _mm512_add_pd(_mm512_shuffle_f64x2(pair[2 * k], pair[2 * k + 1], 0x88),
                                _mm512_shuffle_f64x2(pair[2 * k], pair[2 * k + 1], 0xdd));
    return _mm512_add_pd(_mm512_shuffle_f64x2(four[0], four[1], 0x88), _mm512_shuffle_f64x2(four[0], four[1], 0xdd));
}

__attribute__((target("avx512f"))) static inline void fold_wide(const __m512d sum[ROW_RUNS], double *out)
{
    const __m512d place = _mm512_set1_pd(PLACE);
    __m512d part[2 * ROW_RUNS];
    for (int run = 0; run < ROW_RUNS; run++) {
        part[run] = _mm512_sub_pd(_mm512_add_pd(sum[run], place), place);
        part[ROW_RUNS + run] = _mm512_sub_pd(sum[run], part[run]);
    }
    _mm512_storeu_pd(out, _mm512_add_pd(_mm512_loadu_pd(out), lane_sums(part)));
}

__attribute__((target("avx512f"))) void row_product_avx512(const double *one, const double *const other[ROW_RUNS],
                                                           row_sums *sums)
{
    __m512d heads[ROW_RUNS], crossed[ROW_RUNS];
    for (int run = 0; run < ROW_RUNS; run++)
        heads[run] = crossed[run] = _mm512_setzero_pd();
    for (int i = 0; i < ROW_ITEMS; i += WIDE) {
        __m512d head = _mm512_loadu_pd(one + i), tail = _mm512_loadu_pd(one + ROW_ITEMS + i);
        for (int run = 0; run < ROW_RUNS; run++) {
            __m512d its_head = _mm512_loadu_pd(other[run] + i), its_tail = _mm512_loadu_pd(other[run] + ROW_ITEMS + i);
            heads[run] = _mm512_fmadd_pd(head, its_head, heads[run]);
            crossed[run] = _mm512_fmadd_pd(head, its_tail, crossed[run]);
            crossed[run] = _mm512_fmadd_pd(tail, its_head, crossed[run]);
        }
    }
    fold_wide(heads, sums->heads[0]);
    fold_wide(crossed, sums->crossed[0]);
}

/* ---- four lanes ---- */

__attribute__((target("avx2,fma"))) static inline __m256d quad_sums(const __m256d v[ROW_RUNS])
{
    __m256d first = _mm256_hadd_pd(v[0], v[1]), second = _mm256_hadd_pd(v[2], v[3]);
    return _mm256_add_pd(_mm256_permute2f128_pd(first, second, 0x20), _mm256_permute2f128_pd(first, second, 0x31));
}

__attribute__((target("avx2,fma"))) static inline void fold_narrow(const __m256d sum[ROW_RUNS],
                                                                   double out[2][ROW_RUNS])
{
    const __m256d place = _mm256_set1_pd(PLACE);
    __m256d high[ROW_RUNS], rest[ROW_RUNS];
    for (int run = 0; run < ROW_RUNS; run++) {
        high[run] = _mm256_sub_pd(_mm256_add_pd(sum[run], place), place);
        rest[run] = _mm256_sub_pd(sum[run], high[run]);
    }
    _mm256_storeu_pd(out[0], _mm256_add_pd(_mm256_loadu_pd(out[0]), quad_sums(high)));
    _mm256_storeu_pd(out[1], _mm256_add_pd(_mm256_loadu_pd(out[1]), quad_sums(rest)));
}

/* So many items that a lane has as many as one of eight has. */
__attribute__((target("avx2,fma"))) static void half_row(const double *one, const double *const other[ROW_RUNS],
                                                         int first, row_sums *sums)
{
    __m256d heads[ROW_RUNS], crossed[ROW_RUNS];
    for (int run = 0; run < ROW_RUNS; run++)
        heads[run] = crossed[run] = _mm256_setzero_pd();
    for (int i = first; i < first + FOLDED_AFTER * NARROW; i += NARROW) {
        __m256d head = _mm256_loadu_pd(one + i), tail = _mm256_loadu_pd(one + ROW_ITEMS + i);
        for (int run = 0; run < ROW_RUNS; run++) {
            __m256d its_head = _mm256_loadu_pd(other[run] + i), its_tail = _mm256_loadu_pd(other[run] + ROW_ITEMS + i);
            heads[run] = _mm256_fmadd_pd(head, its_head, heads[run]);
            crossed[run] = _mm256_fmadd_pd(head, its_tail, crossed[run]);
            crossed[run] = _mm256_fmadd_pd(tail, its_head, crossed[run]);
        }
    }
    fold_narrow(heads, sums->heads);
    fold_narrow(crossed, sums->crossed);
}

void row_product_avx2(const double *one, const double *const other[ROW_RUNS], row_sums *sums)
{
    for (int first = 0; first < ROW_ITEMS; first += FOLDED_AFTER * NARROW)
        half_row(one, other, first, sums);
}

/* ---- bits ---- */

__attribute__((target("popcnt"))) int64_t bit_product_word(const uint64_t *a, const uint64_t *b)
{
    int64_t count = 0;
    for (int w = 0; w < BIT_WORDS; w++)
        count += __builtin_popcountll(a[w] & b[w]);
    return count;
}

__attribute__((target("avx512f,avx512vpopcntdq"))) int64_t bit_product_avx512(const uint64_t *a, const uint64_t *b)
{
    __m512i count = _mm512_setzero_si512();
    for (int w = 0; w < BIT_WORDS; w += WIDE)
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_and_si512(_mm512_loadu_si512(a + w),
                                                                             _mm512_loadu_si512(b + w))));
    return _mm512_reduce_add_epi64(count);
}

#else
typedef int row_product_x86_is_empty; /* ISO C has no empty file */
#endif
