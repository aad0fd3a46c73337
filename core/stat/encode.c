/* Dense codes for integer labels: by a table when the labels span little more than their number, else by hashing. */
#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "whisker.h"

#include <string.h>

typedef struct label_range {
    int64_t smallest, largest;
} label_range;

static label_range find_range(int64_t n, const int64_t *labels)
{
    label_range range = {labels[0], labels[0]};
    for (int64_t i = 1; i < n; i++) {
        range.smallest = labels[i] < range.smallest ? labels[i] : range.smallest;
        range.largest = labels[i] > range.largest ? labels[i] : range.largest;
    }
    return range;
}

/* slots[span], -1 where a label was not met yet. */
static int32_t encode_by_table(int64_t n, const int64_t *labels, int64_t smallest, int32_t *slots, int32_t *codes)
{
    int32_t count = 0;
    for (int64_t i = 0; i < n; i++) {
        int32_t *slot = &slots[labels[i] - smallest];
        if (*slot < 0)
            *slot = count++;
        codes[i] = *slot;
    }
    return count;
}

/* Open addressing with linear probing; slots[mask + 1] hold the code, first[code] the item that it stands for. */
static int32_t encode_by_hash(int64_t n, const int64_t *labels, uint64_t mask, int32_t *slots, int64_t *first,
                              int32_t *codes)
{
    int32_t count = 0;
    for (int64_t i = 0; i < n; i++) {
        uint64_t slot = hash_mix((uint64_t)labels[i]) & mask;
        while (slots[slot] >= 0 && labels[first[slots[slot]]] != labels[i])
            slot = (slot + 1) & mask;
        if (slots[slot] < 0) {
            first[count] = i;
            slots[slot] = count++;
        }
        codes[i] = slots[slot];
    }
    return count;
}

static int32_t *empty_slots(int64_t count, scratch *scratch)
{
    int32_t *slots = arena_take(scratch->arena, count, sizeof *slots);
    if (slots != NULL)
        memset(slots, 0xff, (size_t)count * sizeof *slots);
    return slots;
}

/* Number of codes, or -1 when memory is out. */
static int32_t encode(int64_t n, const int64_t *labels, int32_t *codes, scratch *scratch)
{
    label_range range = find_range(n, labels);
    uint64_t span = (uint64_t)range.largest - (uint64_t)range.smallest;
    int64_t capacity = 16;
    while (capacity < 2 * n)
        capacity *= 2;
    int32_t *slots = empty_slots(capacity, scratch);
    if (slots == NULL)
        return -1;
    if (span < (uint64_t)capacity)
        return encode_by_table(n, labels, range.smallest, slots, codes);
    int64_t *first = arena_take(scratch->arena, n, sizeof *first);
    return first == NULL ? -1 : encode_by_hash(n, labels, (uint64_t)capacity - 1, slots, first, codes);
}

int32_t whisker_encode(int64_t n, const int64_t *labels, int32_t *codes, int32_t *n_codes, whisker_arena *arena,
                       whisker_error *error)
{
    scratch scratch;
    if (n < 0 || n > INT32_MAX || n_codes == NULL || (n > 0 && (labels == NULL || codes == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "labels, codes and their number are needed");
    *n_codes = 0;
    if (n == 0)
        return WHISKER_OK;
    int32_t status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    int32_t count = encode(n, labels, codes, &scratch);
    scratch_close(&scratch);
    if (count < 0)
        return error_memory(error);
    *n_codes = count;
    return WHISKER_OK;
}
