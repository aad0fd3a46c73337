#include "scan/digest.h"

#include "base/hash.h"
#include "scan/utf8.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_BYTES = 80 };

static uint64_t word_at(const char *text, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, text, length < sizeof word ? length : sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Little-endian words, so that a digest is the same on every machine. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t state = hash_mix(length ^ UINT64_C(0x9e3779b97f4a7c15));
    for (size_t at = 0; at < length; at += sizeof state)
        state = hash_mix(state ^ word_at(text + at, length - at));
    return state;
}

size_t digest_text(const char *text, size_t length, char *digest)
{
    size_t shown = utf8_prefix(text, length, SHOWN_BYTES);
    int written = snprintf(digest, DIGEST_CAPACITY, "%.*s\xe2\x80\xa6 [%016" PRIx64 ", %zu bytes]", (int)shown, text,
                           hash(text, length), length);
    return (size_t)written;
}
