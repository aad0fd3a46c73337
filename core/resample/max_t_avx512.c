/* max_t_block.c for processors with AVX-512: a group of replicates at a time, the same bits. */
#include "resample/max_t.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

#define VECTOR __attribute__((target("avx512f,avx512dq,popcnt")))

enum { LANES = 8, VECTORS = FLIPS_GROUP / LANES };

typedef struct seen {
    __m512d largest[VECTORS], centred[VECTORS];
    __mmask8 there[VECTORS]; /* replicates that are */
} seen;

typedef struct statistics {
    __m512d of_d, of_e;
} statistics;

VECTOR static inline __m512d same(double x)
{
    return _mm512_set1_pd(x);
}

VECTOR static inline const int64_t *sums_of(const int64_t *sums, int64_t column)
{
    return sums + column * FLIPS_GROUP;
}

VECTOR static inline __m512d difference(const int64_t *first, const int64_t *second)
{
    return _mm512_cvtepi64_pd(_mm512_sub_epi64(_mm512_loadu_si512(first), _mm512_loadu_si512(second)));
}

VECTOR static inline __m512d number(const int64_t *sum)
{
    return _mm512_cvtepi64_pd(_mm512_loadu_si512(sum));
}

VECTOR static inline __m512d squared(__m512d x)
{
    return _mm512_mul_pd(x, x);
}

VECTOR static inline statistics even(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums)
{
    __m512d d = difference(sums_of(sums, entry->first), sums_of(sums, entry->second));
    __m512d n = number(sums_of(sums, columns->n_sums + entry->size));
    __m512d e = _mm512_sub_pd(d, _mm512_mul_pd(same(entry->mean), n));
    return (statistics){_mm512_mul_pd(squared(d), same(entry->weight)),
                        _mm512_mul_pd(squared(e), same(entry->centred_weight))};
}

/* max_t_uneven, operation by operation. */
VECTOR static inline __m512d studentized(const max_t_entry *entry, __m512d d, __m512d cross, double square)
{
    __m512d m = _mm512_mul_pd(d, same(entry->per_size));
    __m512d taken = _mm512_sub_pd(_mm512_mul_pd(same(2), cross), _mm512_mul_pd(m, same(entry->size_square)));
    __m512d left = _mm512_sub_pd(same(square), _mm512_mul_pd(same(entry->studentized), _mm512_mul_pd(m, taken)));
    return _mm512_div_pd(squared(d), _mm512_max_pd(left, same(1e-12 * square)));
}

VECTOR static inline __m512d scaled(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums,
                                    int family, double scale)
{
    const int64_t *of_family = sums_of(sums, (int64_t)family * columns->n_sums);
    return _mm512_mul_pd(difference(sums_of(of_family, entry->first), sums_of(of_family, entry->second)), same(scale));
}

VECTOR static inline statistics uneven(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums)
{
    const int64_t *size = sums_of(sums, (int64_t)MAX_T_FAMILIES * columns->n_sums + entry->size);
    __m512d n = _mm512_mul_pd(number(size), same(columns->lean_size_scale));
    __m512d square = _mm512_mul_pd(number(sums_of(size, columns->n_sizes)), same(columns->lean_square_scale));
    __m512d d = difference(sums_of(sums, entry->first), sums_of(sums, entry->second));
    __m512d cross = scaled(columns, entry, sums, MAX_T_CROSS, columns->cross_scale);
    __m512d lean = scaled(columns, entry, sums, MAX_T_LEAN, columns->lean_scale);
    __m512d lean_cross = scaled(columns, entry, sums, MAX_T_LEAN_CROSS, columns->lean_cross_scale);
    __m512d e = _mm512_sub_pd(lean, _mm512_mul_pd(same(entry->mean), n));
    __m512d e_cross = _mm512_sub_pd(lean_cross, _mm512_mul_pd(same(entry->mean), square));
    __m512d of_e = studentized(entry, e, e_cross, entry->centred);
    return (statistics){studentized(entry, d, cross, entry->square), _mm512_mul_pd(of_e, same(entry->centred_weight))};
}

/* The statistics of one vector, and which of its replicates reach what was observed. */
VECTOR static inline void take(seen *seen, int v, statistics found, double observed, uint32_t *alone, uint32_t *stepped)
{
    seen->largest[v] = _mm512_max_pd(found.of_d, seen->largest[v]);
    seen->centred[v] = _mm512_max_pd(found.of_e, seen->centred[v]);
    *alone |= (uint32_t)_mm512_mask_cmp_pd_mask(seen->there[v], found.of_d, same(observed), _CMP_GE_OQ) << v * LANES;
    *stepped |= (uint32_t)_mm512_mask_cmp_pd_mask(seen->there[v], seen->largest[v], same(observed), _CMP_GE_OQ)
                << v * LANES;
}

VECTOR static inline seen start(int64_t count)
{
    seen seen;
    for (int v = 0; v < VECTORS; v++) {
        int64_t left = count - v * LANES;
        seen.largest[v] = seen.centred[v] = _mm512_setzero_pd();
        seen.there[v] = left >= LANES ? 0xff : left <= 0 ? 0 : (__mmask8)((1u << left) - 1);
    }
    return seen;
}

VECTOR static inline void finish(const seen *seen, double *largest, double *centred)
{
    for (int v = 0; v < VECTORS; v++) {
        _mm512_mask_storeu_pd(largest + v * LANES, seen->there[v], seen->largest[v]);
        _mm512_mask_storeu_pd(centred + v * LANES, seen->there[v], seen->centred[v]);
    }
}

VECTOR void max_t_even_avx512(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries,
                              const int64_t *sums, int64_t count, double *largest, double *centred,
                              const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += FLIPS_GROUP) {
        const int64_t *group = sums + flips_place(columns->n_columns, 0, i);
        seen seen = start(count - i);
        for (int64_t k = 0; k < n_entries; k++) {
            uint32_t alone = 0, stepped = 0;
            for (int v = 0; v < VECTORS; v++)
                take(&seen, v, even(columns, &entries[k], group + v * LANES), entries[k].observed, &alone, &stepped);
            counts->alone[k] += __builtin_popcount(alone);
            counts->stepped[k] += __builtin_popcount(stepped);
        }
        finish(&seen, largest + i, centred + i);
    }
}

VECTOR void max_t_uneven_avx512(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries,
                                const int64_t *sums, int64_t count, double *largest, double *centred,
                                const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += FLIPS_GROUP) {
        const int64_t *group = sums + flips_place(columns->n_columns, 0, i);
        seen seen = start(count - i);
        for (int64_t k = 0; k < n_entries; k++) {
            uint32_t alone = 0, stepped = 0;
            for (int v = 0; v < VECTORS; v++)
                take(&seen, v, uneven(columns, &entries[k], group + v * LANES), entries[k].observed, &alone,
                     &stepped);
            counts->alone[k] += __builtin_popcount(alone);
            counts->stepped[k] += __builtin_popcount(stepped);
        }
        finish(&seen, largest + i, centred + i);
    }
}

#else
typedef int max_t_avx512_is_empty; /* ISO C has no empty file */
#endif
