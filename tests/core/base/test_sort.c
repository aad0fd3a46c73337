#include "base/random.h"
#include "base/sort.h"

#include <criterion/criterion.h>

#include <math.h>

enum { MOST = 5000 };

static const int downwards = -1;

/* The context is the sign of the order. */
static int by_index(const void *context, int64_t first, int64_t second)
{
    int sign = *(const int *)context;
    return sign * ((first > second) - (first < second));
}

static void check_sort(int64_t n, uint32_t heads, sort_tie *tie, const void *context)
{
    static sort_key keys[MOST], spare[MOST];
    static int seen[MOST];
    random_stream stream = random_open(21, (uint64_t)n);
    for (int64_t i = 0; i < n; i++) {
        keys[i] = (sort_key){random_below(&stream, heads), i};
        seen[i] = 0;
    }
    sort_keys(n, keys, spare, tie, context);
    for (int64_t i = 0; i < n; i++) {
        seen[keys[i].index]++;
        if (i == 0)
            continue;
        cr_assert_leq(keys[i - 1].head, keys[i].head);
        if (keys[i - 1].head == keys[i].head)
            cr_assert((keys[i - 1].index < keys[i].index) == (tie == NULL));
    }
    for (int64_t i = 0; i < n; i++)
        cr_assert_eq(seen[i], 1);
}

Test(sort, orders_by_head_and_keeps_or_breaks_ties)
{
    for (int64_t n = 0; n < 100; n++)
        for (uint32_t heads = 1; heads < 50; heads += 6) {
            check_sort(n, heads, NULL, NULL);
            check_sort(n, heads, by_index, &downwards);
        }
    check_sort(MOST, 1000, NULL, NULL);
    check_sort(MOST, 1000, by_index, &downwards);
}

Test(sort, heads_order_numbers_and_give_them_back)
{
    static const double ordered[] = {-INFINITY, -1.7976931348623157e308, -2, -1, -2.2250738585072014e-308, -5e-324, -0.0,
                                     0.0, 5e-324, 2.2250738585072014e-308, 0.1, 1, 1.0000000000000002, 1e308, INFINITY};
    for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++) {
        double back = sort_real_of_head(sort_head_of_real(ordered[i]));
        cr_assert(back == ordered[i] && signbit(back) == signbit(ordered[i]));
        if (i > 0)
            cr_assert_lt(sort_head_of_real(ordered[i - 1]), sort_head_of_real(ordered[i]));
    }
}
