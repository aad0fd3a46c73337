#include "base/quickselect.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* Numbers with `distinct` values, in an order that looks random. */
static void fill(int64_t n, uint32_t distinct, double *number)
{
    uint32_t state = 5;
    for (int64_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        number[i] = (double)((state >> 8) % distinct) - distinct / 2.0;
    }
}

static void check_all_ranks(int64_t n, uint32_t distinct, int64_t step)
{
    double *given = malloc((size_t)n * sizeof *given), *sorted = malloc((size_t)n * sizeof *sorted);
    double *number = malloc((size_t)n * sizeof *number);
    fill(n, distinct, given);
    memcpy(sorted, given, (size_t)n * sizeof *given);
    qsort(sorted, (size_t)n, sizeof *sorted, ascending);
    for (int64_t k = 0; k < n; k += step) {
        memcpy(number, given, (size_t)n * sizeof *given);
        ranking ranking = ranking_of(n, number);
        cr_assert_eq(ranking_at(&ranking, k), sorted[k]);
        for (int64_t i = 0; i < n; i++)
            cr_assert(i < k ? number[i] <= number[k] : number[i] >= number[k]);
    }
    qsort(number, (size_t)n, sizeof *number, ascending);
    cr_assert_eq(memcmp(number, sorted, (size_t)n * sizeof *number), 0, "nothing is lost");
    free(given);
    free(sorted);
    free(number);
}

Test(quickselect, finds_what_sorting_finds)
{
    for (int64_t n = 1; n < 30; n++)
        for (uint32_t distinct = 1; distinct < 40; distinct += 3)
            check_all_ranks(n, distinct, 1);
    check_all_ranks(5000, 3, 37);
    check_all_ranks(5000, 1000000, 37);
}

Test(quickselect, ordered_and_infinite_numbers)
{
    enum { N = 3000 };
    static double number[N];
    for (int64_t k = 0; k < N; k += 100) {
        ranking ranking;
        for (int i = 0; i < N; i++)
            number[i] = i;
        number[0] = -INFINITY;
        number[N - 1] = INFINITY;
        ranking = ranking_of(N, number);
        cr_assert_eq(ranking_at(&ranking, k), k == 0 ? -INFINITY : (double)k);
        for (int i = 0; i < N; i++)
            number[i] = -i;
        ranking = ranking_of(N, number);
        cr_assert_eq(ranking_at(&ranking, k), (double)(k - N + 1));
    }
}

/* Many ranks of one ranking, in an order that looks random. */
Test(quickselect, ranks_after_each_other)
{
    enum { N = 4000 };
    static double number[N], sorted[N];
    for (uint32_t distinct = 5; distinct < 100000; distinct *= 20) {
        fill(N, distinct, number);
        memcpy(sorted, number, sizeof sorted);
        qsort(sorted, N, sizeof *sorted, ascending);
        ranking ranking = ranking_of(N, number);
        for (int64_t i = 0; i < 3 * MOST_SETTLED; i++) {
            int64_t k = i * 977 % N;
            cr_assert_eq(ranking_at(&ranking, k), sorted[k]);
        }
        cr_assert_eq(ranking_at(&ranking, N - 1), sorted[N - 1]);
        cr_assert_eq(ranking_at(&ranking, 0), sorted[0]);
    }
}
