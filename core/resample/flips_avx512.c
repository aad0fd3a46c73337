/* The loops of flips.c for processors with AVX-512: eight replicates a vector, the same bits. */
#include "resample/flips.h"

#ifdef PROCESSOR_X86

#include <Random123/philox.h>
#include <immintrin.h>

#define VECTOR __attribute__((target("avx512f,avx512dq")))

enum { LANES = 8, ROUNDS = 10, GROUPS = 2, A_GROUP = FLIPS_GROUP / LANES, TABLES_A_WORD = FLIPS_TABLES / FLIPS_WORDS };

/* ---- Philox4x32-10 of eight counters, whose words are the low halves of 64-bit lanes ---- */

typedef struct counters {
    __m512i word[4];
} counters;

VECTOR static inline __m512i same(uint32_t x)
{
    return _mm512_set1_epi64(x);
}

VECTOR static inline __m512i xor_of_three(__m512i a, __m512i b, __m512i c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

VECTOR static inline counters philox(counters x, uint64_t seed)
{
    uint32_t low_key = (uint32_t)seed, high_key = (uint32_t)(seed >> 32);
    for (int round = 0; round < ROUNDS; round++) {
        __m512i first = _mm512_mul_epu32(x.word[0], same(PHILOX_M4x32_0));
        __m512i second = _mm512_mul_epu32(x.word[2], same(PHILOX_M4x32_1));
        x.word[0] = xor_of_three(_mm512_srli_epi64(second, 32), x.word[1], same(low_key));
        x.word[2] = xor_of_three(_mm512_srli_epi64(first, 32), x.word[3], same(high_key));
        x.word[1] = second;
        x.word[3] = first;
        low_key += PHILOX_W32_0;
        high_key += PHILOX_W32_1;
    }
    return x;
}

VECTOR static inline __m512i joined(__m512i low, __m512i high)
{
    return _mm512_ternarylogic_epi64(low, same(UINT32_MAX), _mm512_slli_epi64(high, 32), 0xEA); /* low & mask | high */
}

VECTOR static void draw(uint64_t seed, uint64_t first, uint64_t chunk, uint64_t *signs)
{
    const __m512i lane = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    for (int i = 0; i < FLIPS_BLOCK; i += LANES) {
        __m512i replicate = _mm512_add_epi64(_mm512_set1_epi64((int64_t)(first + (uint64_t)i)), lane);
        counters drawn = philox((counters){{same((uint32_t)chunk), same((uint32_t)(chunk >> 32)), replicate,
                                            _mm512_srli_epi64(replicate, 32)}},
                                seed);
        _mm512_storeu_si512(signs + i, joined(drawn.word[0], drawn.word[1]));
        _mm512_storeu_si512(signs + FLIPS_BLOCK + i, joined(drawn.word[2], drawn.word[3]));
    }
}

/* ---- sums ---- */

VECTOR static inline __m512i signed_by(__mmask8 plus, int64_t unit)
{
    __m512i x = _mm512_set1_epi64(unit);
    return _mm512_mask_sub_epi64(x, (__mmask8)~plus, _mm512_setzero_si512(), x);
}

/* The first three units by the bits of the lane, the fourth by the half. */
VECTOR static void fill(const int64_t *unit, int64_t *tables)
{
    for (int t = 0; t < FLIPS_TABLES; t++, unit += 4, tables += FLIPS_PATTERNS) {
        __m512i three = _mm512_add_epi64(_mm512_add_epi64(signed_by(0xAA, unit[0]), signed_by(0xCC, unit[1])),
                                         signed_by(0xF0, unit[2]));
        __m512i fourth = _mm512_set1_epi64(unit[3]);
        _mm512_storeu_si512(tables, _mm512_sub_epi64(three, fourth));
        _mm512_storeu_si512(tables + LANES, _mm512_add_epi64(three, fourth));
    }
}

/* A table of sixteen fills two registers, from which one instruction takes eight entries by the low four bits of as many
 * words. Two groups at a time, so that a table is loaded for both. */
VECTOR static inline void add_word(const int64_t *tables, const uint64_t *signs, int64_t *sums, int64_t stride)
{
    __m512i sign[GROUPS * A_GROUP], sum[GROUPS * A_GROUP];
    for (int k = 0; k < GROUPS * A_GROUP; k++) {
        sign[k] = _mm512_loadu_si512(signs + k * LANES);
        sum[k] = _mm512_loadu_si512(sums + k / A_GROUP * stride + k % A_GROUP * LANES);
    }
    for (int t = 0; t < TABLES_A_WORD; t++) {
        __m512i low = _mm512_loadu_si512(tables + t * FLIPS_PATTERNS);
        __m512i high = _mm512_loadu_si512(tables + t * FLIPS_PATTERNS + LANES);
        for (int k = 0; k < GROUPS * A_GROUP; k++) {
            sum[k] = _mm512_add_epi64(sum[k], _mm512_permutex2var_epi64(low, sign[k], high));
            sign[k] = _mm512_srli_epi64(sign[k], 4);
        }
    }
    for (int k = 0; k < GROUPS * A_GROUP; k++)
        _mm512_storeu_si512(sums + k / A_GROUP * stride + k % A_GROUP * LANES, sum[k]);
}

VECTOR static void add(const int64_t *tables, const uint64_t *signs, int64_t *sums, int64_t stride)
{
    for (int word = 0; word < FLIPS_WORDS; word++)
        for (int group = 0; group < FLIPS_BLOCK / FLIPS_GROUP; group += GROUPS)
            add_word(tables + word * TABLES_A_WORD * FLIPS_PATTERNS,
                     signs + word * FLIPS_BLOCK + group * FLIPS_GROUP, sums + group * stride, stride);
}

const flips_kernel flips_avx512 = {draw, fill, add};

#else
typedef int flips_avx512_is_empty; /* ISO C has no empty file */
#endif
