/* 64 bytes at a time, each kind of byte as a mask of 64 bits (Langdale and Lemire 2019, "Parsing gigabytes of JSON per
 * second"). Where the text ends inside a block, bytes behind it count as spaces and are not read. */
#include "scan/json_skip.h"

#ifdef PROCESSOR_X86

#include "base/simd.h"

#include <immintrin.h>
#include <string.h>

enum { BLOCK = 64 };

#define WITH_AVX2 __attribute__((target("avx2,bmi,pclmul")))
#define WITH_AVX512 __attribute__((target("avx512f,avx512bw,bmi,bmi2,pclmul")))

/* A bit for each byte of a block. With bit 0x20 set, [ and { are one byte and so are ] and }. */
typedef struct block {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t brackets;
} block;

typedef block look(const char *at, size_t length);

WITH_AVX2 static inline uint64_t equal_32(__m256i low, __m256i high, char byte)
{
    __m256i sought = _mm256_set1_epi8(byte);
    uint32_t of_low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, sought));
    uint32_t of_high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, sought));
    return of_low | (uint64_t)of_high << 32;
}

WITH_AVX2 static inline block look_avx2(const char *at, size_t length)
{
    char copy[BLOCK];
    if (length < BLOCK) {
        memset(copy, ' ', sizeof copy);
        at = memcpy(copy, at, length);
    }
    const __m256i *halves = (const __m256i *)(const void *)at, fold = _mm256_set1_epi8(0x20);
    __m256i low = _mm256_loadu_si256(halves), high = _mm256_loadu_si256(halves + 1);
    __m256i low_folded = _mm256_or_si256(low, fold), high_folded = _mm256_or_si256(high, fold);
    return (block){
        .quotes = equal_32(low, high, '"'),
        .backslashes = equal_32(low, high, '\\'),
        .brackets = equal_32(low_folded, high_folded, '{') | equal_32(low_folded, high_folded, '}'),
    };
}

WITH_AVX512 static inline block look_avx512(const char *at, size_t length)
{
    __mmask64 present = length < BLOCK ? (UINT64_C(1) << length) - 1 : ~UINT64_C(0);
    __m512i bytes = _mm512_maskz_loadu_epi8(present, at), folded = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    return (block){
        .quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
        .backslashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')),
        .brackets = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('{')) |
                    _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('}')),
    };
}

/* The bytes that a backslash stands before, where it does not itself stand behind one. *carry: the first byte of the
 * next block is such a byte. In runs of backslashes that begin at an odd place the even ones are escaped, and the
 * reverse: an addition carries to the end of each run and so tells them apart. */
static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t *carry)
{
    const uint64_t even = UINT64_C(0x5555555555555555);
    backslashes &= ~*carry;
    uint64_t behind = backslashes << 1 | *carry, sum;
    *carry = __builtin_add_overflow(backslashes & ~even & ~behind, backslashes, &sum);
    return (even ^ (sum << 1)) & behind;
}

/* Each bit becomes the parity of those up to it, by a product without carries with ones everywhere: from quotes to what
 * stands between them, opening ones included. */
__attribute__((target("pclmul"))) static inline uint64_t parities(uint64_t bits)
{
    __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8((char)0xff), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

SIMD_INLINE static const char *pass_string(const char *at, const char *end, int *escaped, look *look)
{
    for (uint64_t carry = 0; at < end; at += BLOCK) {
        size_t length = (size_t)(end - at);
        block block = look(at, length);
        uint64_t quotes = block.quotes & ~escaped_bytes(block.backslashes, &carry);
        if (quotes != 0) {
            if ((block.backslashes & (quotes - 1) & ~quotes) != 0)
                *escaped = 1;
            return at + __builtin_ctzll(quotes) + 1;
        }
        if (block.backslashes != 0)
            *escaped = 1;
        if (length <= BLOCK)
            break;
    }
    return NULL;
}

/* One bracket; the kinds of those that are open are bits of a word, the innermost lowest, 1 = object. */
typedef struct open_brackets {
    uint64_t objects;
    int32_t depth;
    int32_t most;
} open_brackets;

static inline int take_bracket(open_brackets *open, char bracket)
{
    uint64_t is_object = (bracket & 0x20) != 0;
    if ((bracket & 0x04) == 0) { /* [ is 0x5b and { is 0x7b, ] is 0x5d and } is 0x7d */
        open->objects = open->objects << 1 | is_object;
        return open->depth++ < open->most;
    }
    int is_match = (open->objects & 1) == is_object;
    open->objects >>= 1;
    open->depth--;
    return is_match;
}

SIMD_INLINE static const char *pass_container(const char *at, const char *end, int32_t max_depth, look *look)
{
    uint64_t carry = 0, in_string = 0;
    open_brackets open = {.most = max_depth < BLOCK ? max_depth : BLOCK};
    for (; at < end; at += BLOCK) {
        size_t length = (size_t)(end - at);
        block block = look(at, length);
        uint64_t quotes = block.quotes & ~escaped_bytes(block.backslashes, &carry);
        uint64_t between = parities(quotes) ^ in_string;
        in_string = (uint64_t)((int64_t)between >> 63);
        if ((block.backslashes & ~between) != 0)
            return NULL; /* outside a string a backslash escapes nothing */
        block.brackets &= ~between;
        for (; block.brackets != 0; block.brackets &= block.brackets - 1) {
            const char *bracket = at + __builtin_ctzll(block.brackets);
            if (!take_bracket(&open, *bracket))
                return NULL;
            if (open.depth == 0)
                return bracket + 1;
        }
        if (length <= BLOCK)
            break;
    }
    return NULL;
}

WITH_AVX2 const char *json_skip_string_avx2(const char *at, const char *end, int *escaped)
{
    return pass_string(at, end, escaped, look_avx2);
}

WITH_AVX512 const char *json_skip_string_avx512(const char *at, const char *end, int *escaped)
{
    return pass_string(at, end, escaped, look_avx512);
}

WITH_AVX2 const char *json_skip_container_avx2(const char *at, const char *end, int32_t max_depth)
{
    return pass_container(at, end, max_depth, look_avx2);
}

WITH_AVX512 const char *json_skip_container_avx512(const char *at, const char *end, int32_t max_depth)
{
    return pass_container(at, end, max_depth, look_avx512);
}

#endif
