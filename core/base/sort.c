#include "base/sort.h"

enum { SHORT_RUN = 12 };

typedef struct order {
    sort_tie *tie;
    const void *context;
} order;

static int precedes(const order *order, const sort_key *a, const sort_key *b)
{
    if (a->head != b->head)
        return a->head < b->head;
    return order->tie != NULL && order->tie(order->context, a->index, b->index) < 0;
}

static void insertion_sort(int64_t n, sort_key *keys, const order *order)
{
    for (int64_t i = 1; i < n; i++) {
        sort_key key = keys[i];
        int64_t place = i;
        for (; place > 0 && precedes(order, &key, &keys[place - 1]); place--)
            keys[place] = keys[place - 1];
        keys[place] = key;
    }
}

/* The left half is moved aside and merged back; nothing is to be done when the halves meet in order. */
static void merge(int64_t middle, int64_t n, sort_key *keys, sort_key *spare, const order *order)
{
    if (!precedes(order, &keys[middle], &keys[middle - 1]))
        return;
    memcpy(spare, keys, (size_t)middle * sizeof *keys);
    int64_t left = 0, right = middle, place = 0;
    while (left < middle && right < n)
        keys[place++] = precedes(order, &keys[right], &spare[left]) ? keys[right++] : spare[left++];
    memcpy(keys + place, spare + left, (size_t)(middle - left) * sizeof *keys);
}

static void sort_range(int64_t n, sort_key *keys, sort_key *spare, const order *order)
{
    if (n <= SHORT_RUN) {
        insertion_sort(n, keys, order);
        return;
    }
    int64_t middle = n / 2;
    sort_range(middle, keys, spare, order);
    sort_range(n - middle, keys + middle, spare, order);
    merge(middle, n, keys, spare, order);
}

void sort_keys(int64_t n, sort_key *keys, sort_key *spare, sort_tie *tie, const void *context)
{
    order order = {tie, context};
    sort_range(n, keys, spare, &order);
}
