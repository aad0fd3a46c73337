/* A stable merge sort on 64-bit heads, for names and for numbers. */
#ifndef WHISKER_BASE_SORT_H
#define WHISKER_BASE_SORT_H

#include <stdint.h>
#include <string.h>

typedef struct sort_key {
    uint64_t head;
    int64_t index; /* of what is sorted */
} sort_key;

/* Order of two things whose heads are equal: below 0 when the first comes first. */
typedef int sort_tie(const void *context, int64_t first, int64_t second);

/* spare[n] is scratch. tie NULL: equal heads stay in the order they came in. Linear when the keys are in order. */
void sort_keys(int64_t n, sort_key *keys, sort_key *spare, sort_tie *tie, const void *context);

/* A head that orders doubles from -infinity to infinity, -0 before 0; NaNs lie outside the infinities. */
static inline uint64_t sort_head_of_real(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static inline double sort_real_of_head(uint64_t head)
{
    uint64_t bits = head >> 63 ? head & ~(UINT64_C(1) << 63) : ~head;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
