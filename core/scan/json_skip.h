/* Passing over JSON that nobody asked for: the loops that see every byte of a file. */
#ifndef WHISKER_SCAN_JSON_SKIP_H
#define WHISKER_SCAN_JSON_SKIP_H

#include "base/processor.h"

#include <stddef.h>
#include <stdint.h>
#ifdef PROCESSOR_X86
#include <emmintrin.h>
#endif

typedef enum skip_result {
    SKIP_DONE = 0,
    SKIP_ENDS_IN_STRING = 1,
    SKIP_ENDS_OPEN = 2,  /* the text ends inside an object or array */
    SKIP_MISMATCH = 3,   /* [ closed by } or the reverse; *at is the bracket */
    SKIP_TOO_DEEP = 4
} skip_result;

/* The same loops for the vectors of one processor. string: from behind the opening quote to behind the closing one;
 * NULL when the text ends first. *escaped becomes 1 when a backslash was met and is left alone otherwise. container:
 * from an opening bracket to behind the one that closes it; NULL when that is for the plain loop to say, which takes more
 * levels than a word has bits; the member itself is NULL where there is no other loop. */
typedef struct json_skipper {
    const char *(*string)(const char *at, const char *end, int *escaped);
    const char *(*container)(const char *at, const char *end, int32_t max_depth);
} json_skipper;

json_skipper json_skipper_for(processor processor);

/* Most strings that a walk meets one by one are keys and short. */
static inline const char *json_skip_string(json_skipper skipper, const char *at, const char *end, int *escaped)
{
#ifdef PROCESSOR_X86
    if (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        unsigned quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
        unsigned backslashes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        if (quotes != 0 && (backslashes & (quotes - 1) & ~quotes) == 0)
            return at + __builtin_ctz(quotes) + 1;
    }
#endif
    return skipper.string(at, end, escaped);
}

/* From an opening bracket to behind the one that closes it. Brackets and strings are checked, what stands between
 * them is not. objects[(max_depth + 63) / 64] is scratch: one bit for each level, 1 = object. */
skip_result json_skip_container(json_skipper skipper, const char **at, const char *end, uint64_t *objects,
                                int32_t max_depth);

#ifdef PROCESSOR_X86
const char *json_skip_string_avx2(const char *at, const char *end, int *escaped);
const char *json_skip_string_avx512(const char *at, const char *end, int *escaped);
const char *json_skip_container_avx2(const char *at, const char *end, int32_t max_depth);
const char *json_skip_container_avx512(const char *at, const char *end, int32_t max_depth);
#endif

#endif
