#include "scan/utf8.h"

#include <stdint.h>
#include <string.h>

static int continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The second byte carries the limits of the first (table 3-7 of the Unicode standard). */
static int second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0: return second >= 0xa0;
    case 0xed: return second <= 0x9f;
    case 0xf0: return second >= 0x90;
    case 0xf4: return second <= 0x8f;
    default: return 1;
    }
}

size_t utf8_character(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char first = bytes[0];
    if (first < 0x80)
        return 1;
    size_t size = first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) == 0xe0 ? 3 : 0;
    if (first >= 0xf0 && first <= 0xf4)
        size = 4;
    if (size == 0 || size > length || !second_fits(first, bytes[1]))
        return 0;
    for (size_t i = 1; i < size; i++)
        if (!continues(bytes[i]))
            return 0;
    return size;
}

/* ASCII goes eight bytes a step. */
static size_t skip_ascii(const char *text, size_t at, size_t length)
{
    uint64_t word;
    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (at < length && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

size_t utf8_valid(const char *text, size_t length)
{
    size_t at = skip_ascii(text, 0, length);
    while (at < length) {
        size_t size = utf8_character(text + at, length - at);
        if (size == 0)
            return at;
        at += size;
        if (at < length && (unsigned char)text[at] < 0x80)
            at = skip_ascii(text, at, length);
    }
    return length;
}

size_t utf8_prefix(const char *text, size_t length, size_t most)
{
    if (length <= most)
        return length;
    while (most > 0 && continues((unsigned char)text[most]))
        most--;
    return most;
}
