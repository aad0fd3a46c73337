/* draw_units_plain, four and eight lanes at once. */
#include "resample/draw.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

/* Bits 0 .. 31 and 32 .. 63 of eight words, each times n_units: the high words of the products, side by side. */
__attribute__((target("avx512f"))) static inline __m512i scale_512(__m512i bits, __m512i n_units)
{
    __m512i low = _mm512_srli_epi64(_mm512_mul_epu32(bits, n_units), 32);
    __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(bits, 32), n_units);
    return _mm512_mask_blend_epi32(0xAAAA, low, high);
}

__attribute__((target("avx512f"))) void draw_units_avx512(draw_stream *stream, uint32_t n_units, int64_t count,
                                                          uint32_t *unit)
{
    const __m512i bound = _mm512_set1_epi64(n_units);
    __m512i a = _mm512_loadu_si512(stream->state[0]), b = _mm512_loadu_si512(stream->state[1]);
    __m512i c = _mm512_loadu_si512(stream->state[2]), d = _mm512_loadu_si512(stream->state[3]);
    for (int64_t i = 0; i < count; i += DRAW_STEP) {
        __m512i bits = _mm512_add_epi64(_mm512_rol_epi64(_mm512_add_epi64(a, d), 23), a);
        __m512i shifted = _mm512_slli_epi64(b, 17);
        c = _mm512_xor_si512(c, a);
        d = _mm512_xor_si512(d, b);
        b = _mm512_xor_si512(b, c);
        a = _mm512_xor_si512(a, d);
        c = _mm512_xor_si512(c, shifted);
        d = _mm512_rol_epi64(d, 45);
        _mm512_storeu_si512(unit + i, scale_512(bits, bound));
    }
    _mm512_storeu_si512(stream->state[0], a);
    _mm512_storeu_si512(stream->state[1], b);
    _mm512_storeu_si512(stream->state[2], c);
    _mm512_storeu_si512(stream->state[3], d);
}

__attribute__((target("avx2"))) static inline __m256i rotate_256(__m256i x, int bits)
{
    return _mm256_or_si256(_mm256_slli_epi64(x, bits), _mm256_srli_epi64(x, 64 - bits));
}

__attribute__((target("avx2"))) static inline __m256i scale_256(__m256i bits, __m256i n_units)
{
    __m256i low = _mm256_srli_epi64(_mm256_mul_epu32(bits, n_units), 32);
    __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(bits, 32), n_units);
    return _mm256_blend_epi32(low, high, 0xAA);
}

/* Four of the eight lanes, beginning with `lane`. */
__attribute__((target("avx2"))) static void draw_half(draw_stream *stream, int lane, uint32_t n_units, int64_t count,
                                                      uint32_t *unit)
{
    const __m256i bound = _mm256_set1_epi64x(n_units);
    __m256i *state[4];
    for (int i = 0; i < 4; i++)
        state[i] = (__m256i *)(void *)&stream->state[i][lane];
    __m256i a = _mm256_loadu_si256(state[0]), b = _mm256_loadu_si256(state[1]);
    __m256i c = _mm256_loadu_si256(state[2]), d = _mm256_loadu_si256(state[3]);
    for (int64_t i = 2 * lane; i < count; i += DRAW_STEP) {
        __m256i bits = _mm256_add_epi64(rotate_256(_mm256_add_epi64(a, d), 23), a);
        __m256i shifted = _mm256_slli_epi64(b, 17);
        c = _mm256_xor_si256(c, a);
        d = _mm256_xor_si256(d, b);
        b = _mm256_xor_si256(b, c);
        a = _mm256_xor_si256(a, d);
        c = _mm256_xor_si256(c, shifted);
        d = rotate_256(d, 45);
        _mm256_storeu_si256((__m256i *)(void *)(unit + i), scale_256(bits, bound));
    }
    _mm256_storeu_si256(state[0], a);
    _mm256_storeu_si256(state[1], b);
    _mm256_storeu_si256(state[2], c);
    _mm256_storeu_si256(state[3], d);
}

__attribute__((target("avx2"))) void draw_units_avx2(draw_stream *stream, uint32_t n_units, int64_t count, uint32_t *unit)
{
    draw_half(stream, 0, n_units, count, unit);
    draw_half(stream, DRAW_LANES / 2, n_units, count, unit);
}

#else
typedef int draw_x86_is_empty; /* ISO C has no empty file */
#endif
