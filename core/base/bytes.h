/* Fields of eight bytes, the lowest first, whatever the machine. Reading, writing and measuring walk over the same list
 * of fields. */
#ifndef WHISKER_BASE_BYTES_H
#define WHISKER_BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { FIELD = 8 };

typedef struct walk {
    unsigned char *to;         /* writing */
    const unsigned char *from; /* reading; neither: measuring */
    size_t at;
} walk;

static inline void walk_bits(walk *walk, uint64_t *bits)
{
    uint64_t found = 0;
    for (size_t i = 0; i < FIELD; i++) {
        if (walk->to != NULL)
            walk->to[walk->at + i] = (unsigned char)(*bits >> 8 * i);
        if (walk->from != NULL)
            found |= (uint64_t)walk->from[walk->at + i] << 8 * i;
    }
    if (walk->from != NULL)
        *bits = found;
    walk->at += FIELD;
}

static inline void walk_count(walk *walk, int64_t *count)
{
    uint64_t bits;
    memcpy(&bits, count, sizeof bits);
    walk_bits(walk, &bits);
    memcpy(count, &bits, sizeof bits);
}

/* -1 for what does not fit. */
static inline void walk_small(walk *walk, int32_t *number)
{
    int64_t wide = *number;
    walk_count(walk, &wide);
    *number = wide < INT32_MIN || wide > INT32_MAX ? -1 : (int32_t)wide;
}

static inline void walk_real(walk *walk, double *real)
{
    uint64_t bits;
    memcpy(&bits, real, sizeof bits);
    walk_bits(walk, &bits);
    memcpy(real, &bits, sizeof bits);
}

/* FNV-1a. */
static inline uint64_t checksum(const unsigned char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif
