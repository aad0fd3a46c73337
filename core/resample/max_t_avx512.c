/* max_t_block.c for processors with AVX-512: 32 replicates at a time, the same bits. */
#include "resample/max_t.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

#define VECTOR __attribute__((target("avx512f,avx512dq,popcnt")))

enum { LANES = 8, VECTORS = 4, TOGETHER = LANES * VECTORS };

typedef struct state {
    __m512d largest[VECTORS], centred[VECTORS];
    __mmask8 counted[VECTORS]; /* replicates that are there */
} state;

VECTOR static inline __m512d squared(__m512d x)
{
    return _mm512_mul_pd(x, x);
}

VECTOR static inline void look_at(const max_t_entry *entry, const int64_t *sums, state *state, int32_t *alone,
                                  int32_t *stepped)
{
    const int64_t *first = sums + (int64_t)entry->first * FLIPS_BLOCK;
    const int64_t *second = sums + (int64_t)entry->second * FLIPS_BLOCK;
    const int64_t *size = sums + (int64_t)entry->size * FLIPS_BLOCK;
    const __m512d weight = _mm512_set1_pd(entry->weight), observed = _mm512_set1_pd(entry->observed);
    const __m512d mean = _mm512_set1_pd(entry->mean), centred_weight = _mm512_set1_pd(entry->centred_weight);
    uint32_t reached_alone = 0, reached = 0;
    for (int v = 0; v < VECTORS; v++) {
        __m512d d = _mm512_cvtepi64_pd(_mm512_sub_epi64(_mm512_loadu_si512(first + v * LANES),
                                                        _mm512_loadu_si512(second + v * LANES)));
        __m512d n = _mm512_cvtepi64_pd(_mm512_loadu_si512(size + v * LANES));
        __m512d e = _mm512_sub_pd(d, _mm512_mul_pd(mean, n));
        __m512d of_d = _mm512_mul_pd(squared(d), weight), of_e = _mm512_mul_pd(squared(e), centred_weight);
        state->largest[v] = _mm512_max_pd(of_d, state->largest[v]);
        state->centred[v] = _mm512_max_pd(of_e, state->centred[v]);
        __mmask8 counted = state->counted[v];
        reached_alone |= (uint32_t)_mm512_mask_cmp_pd_mask(counted, of_d, observed, _CMP_GE_OQ) << v * LANES;
        reached |= (uint32_t)_mm512_mask_cmp_pd_mask(counted, state->largest[v], observed, _CMP_GE_OQ) << v * LANES;
    }
    *alone += __builtin_popcount(reached_alone);
    *stepped += __builtin_popcount(reached);
}

VECTOR static void look_at_all(int64_t n_entries, const max_t_entry *entries, const int64_t *sums, int64_t count,
                               double *largest, double *centred, const max_t_counts *counts)
{
    state state;
    for (int v = 0; v < VECTORS; v++) {
        int64_t left = count - v * LANES;
        state.largest[v] = state.centred[v] = _mm512_setzero_pd();
        state.counted[v] = left >= LANES ? 0xff : left <= 0 ? 0 : (__mmask8)((1u << left) - 1);
    }
    for (int64_t k = 0; k < n_entries; k++)
        look_at(&entries[k], sums, &state, &counts->alone[k], &counts->stepped[k]);
    for (int v = 0; v < VECTORS; v++) {
        _mm512_mask_storeu_pd(largest + v * LANES, state.counted[v], state.largest[v]);
        _mm512_mask_storeu_pd(centred + v * LANES, state.counted[v], state.centred[v]);
    }
}

void max_t_block_avx512(int64_t n_entries, const max_t_entry *entries, const int64_t *sums, int64_t count,
                        double *largest, double *centred, const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += TOGETHER)
        look_at_all(n_entries, entries, sums + i, count - i, largest + i, centred + i, counts);
}

#else
typedef int max_t_avx512_is_empty; /* ISO C has no empty file */
#endif
