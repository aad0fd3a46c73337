#include "data/codes.h"

#include <string.h>

/* Fibonacci hashing (Knuth, volume 3, section 6.4) of the folded key. */
static uint64_t hash_key(uint64_t key, int shift)
{
    return ((key ^ key >> 32) * UINT64_C(0x9e3779b97f4a7c15)) >> shift;
}

static int slots_bits(int64_t n)
{
    int bits = 4;
    while ((INT64_C(1) << bits) < 2 * n)
        bits++;
    return bits;
}

/* A slot holds the position of the first item with its key, -1 when it is free. */
static int64_t first_with_key(int64_t *slots, int bits, const uint64_t *keys, int64_t i)
{
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint64_t slot = hash_key(keys[i], 64 - bits);
    while (slots[slot] >= 0 && keys[slots[slot]] != keys[i])
        slot = (slot + 1) & mask;
    if (slots[slot] < 0)
        slots[slot] = i;
    return slots[slot];
}

int codes_encode(int64_t n, const uint64_t *keys, int32_t *codes, int32_t *n_codes, whisker_arena *scratch)
{
    int bits = slots_bits(n);
    int64_t *slots = arena_take(scratch, INT64_C(1) << bits, sizeof *slots);
    if (slots == NULL)
        return 0;
    memset(slots, 0xff, (size_t)(INT64_C(1) << bits) * sizeof *slots);
    *n_codes = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t first = keys[i] == CODES_ALONE ? i : first_with_key(slots, bits, keys, i);
        codes[i] = first == i ? (*n_codes)++ : codes[first];
    }
    return 1;
}
