/* One mixing step for every hash table and digest: the finaliser of MurmurHash3 (Appleby 2011), by which every bit of
 * the state reaches every bit of the result. Without a seed: the same on every machine and in every run. */
#ifndef WHISKER_BASE_HASH_H
#define WHISKER_BASE_HASH_H

#include <stdint.h>

static inline uint64_t hash_mix(uint64_t state)
{
    state ^= state >> 33;
    state *= UINT64_C(0xff51afd7ed558ccd);
    state ^= state >> 33;
    state *= UINT64_C(0xc4ceb9fe1a85ec53);
    return state ^ state >> 33;
}

#endif
