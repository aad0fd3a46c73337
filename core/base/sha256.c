#include "base/sha256.h"

#include "base/processor.h"

#ifdef PROCESSOR_X86

#include <cpuid.h>
#include <immintrin.h>

enum { BLOCK = 64, ROUNDS = 64 };

static int has_instructions(void)
{
    unsigned a, b = 0, c = 0, d;
    int has_sse41 = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) != 0 && (c & bit_SSSE3) != 0;
    return has_sse41 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29) != 0;
}

/* The instructions keep the state as (A, B, E, F) and (C, D, G, H), and do two rounds each; four words of the schedule
 * are made at a time from the sixteen before them (Gulley and others, "Intel SHA extensions", 2013). */
__attribute__((target("sha,sse4.1,ssse3"))) static void add_blocks(uint32_t state[8], const uint8_t *bytes, size_t count)
{
    static const uint32_t constants[ROUNDS] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i *words = (__m128i *)(void *)state;
    __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1), hgfe = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8), cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
    for (; count > 0; count--, bytes += BLOCK) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i schedule[4];
#pragma GCC unroll 16
        for (int i = 0; i < ROUNDS / 4; i++) {
            __m128i *now = &schedule[i & 3], last = schedule[(i + 3) & 3];
            if (i < 4) {
                *now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)bytes + i), big_endian);
            } else {
                __m128i seven_back = _mm_alignr_epi8(last, schedule[(i + 2) & 3], 4);
                *now = _mm_add_epi32(_mm_sha256msg1_epu32(*now, schedule[(i + 1) & 3]), seven_back);
                *now = _mm_sha256msg2_epu32(*now, last);
            }
            __m128i sum = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)(const void *)constants + i));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

static size_t update_blocks(SHA2_CTX *context, const uint8_t *bytes, size_t length)
{
    if (length < BLOCK || context->bitcount[0] % (8 * BLOCK) != 0)
        return 0;
    add_blocks(context->state.st32, bytes, length / BLOCK);
    context->bitcount[0] += (uint64_t)(length / BLOCK) * 8 * BLOCK;
    return length / BLOCK * BLOCK;
}

#else

static int has_instructions(void)
{
    return 0;
}

static size_t update_blocks(SHA2_CTX *context, const uint8_t *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return 0;
}

#endif

void sha256_open(sha256 *digest)
{
    SHA256Init(&digest->context);
    digest->has_instructions = -1;
}

void sha256_ask(sha256 *digest)
{
    digest->has_instructions = has_instructions();
}

void sha256_update(sha256 *digest, const uint8_t *bytes, size_t length)
{
    if (digest->has_instructions < 0 && length >= SHA256_WORTH_ASKING)
        sha256_ask(digest);
    size_t done = digest->has_instructions == 1 ? update_blocks(&digest->context, bytes, length) : 0;
    SHA256Update(&digest->context, bytes + done, length - done);
}

void sha256_close(sha256 *digest, char *text)
{
    SHA256End(&digest->context, text);
}
