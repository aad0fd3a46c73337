/* Eight bytes of text in one word, the first the lowest, whatever the machine. */
#ifndef WHISKER_BASE_WORD_H
#define WHISKER_BASE_WORD_H

#include <stdint.h>
#include <string.h>

enum { WORD_BYTES = 8 };

#define WORD_OF_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t word_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

#endif
