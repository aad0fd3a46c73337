/* Hoare 1961 (FIND), with the sampling of Floyd and Rivest 1975 (algorithm 489) for long ranges, and a partition without
 * branches that depend on the numbers (Lomuto's): a processor cannot foresee which side they fall on. */
#include "base/quickselect.h"

#include <math.h>

enum { SHORT_RANGE = 12, LONG_RANGE = 400 };

static void sort_short(double *number, int64_t left, int64_t right)
{
    for (int64_t i = left + 1; i <= right; i++) {
        double held = number[i];
        int64_t place = i;
        for (; place > left && number[place - 1] > held; place--)
            number[place] = number[place - 1];
        number[place] = held;
    }
}

/* Numbers below the pivot to the front of left .. right; returns where the others begin. */
static int64_t part_below(double *number, int64_t left, int64_t right, double pivot)
{
    int64_t place = left;
    for (int64_t i = left; i <= right; i++) {
        double held = number[i];
        number[i] = number[place];
        number[place] = held;
        place += held < pivot;
    }
    return place;
}

static int64_t part_equal(double *number, int64_t left, int64_t right, double pivot)
{
    int64_t place = left;
    for (int64_t i = left; i <= right; i++) {
        double held = number[i];
        number[i] = number[place];
        number[place] = held;
        place += held <= pivot;
    }
    return place;
}

static double median_of(double a, double b, double c)
{
    if (a > b)
        return b > c ? b : a > c ? c : a;
    return a > c ? a : b > c ? c : b;
}

static int64_t at_least(int64_t low, double x)
{
    return x < (double)low ? low : (int64_t)x;
}

static int64_t at_most(int64_t high, double x)
{
    return x > (double)high ? high : (int64_t)x;
}

static void select_in(double *number, int64_t left, int64_t right, int64_t k);

/* The number of rank k in a sample of about n^(2/3) around k: close to the one wanted. */
static double sampled_pivot(double *number, int64_t left, int64_t right, int64_t k)
{
    double n = (double)(right - left + 1), i = (double)(k - left + 1), sample = 0.5 * exp(2 * log(n) / 3);
    double spread = 0.5 * sqrt(log(n) * sample * (n - sample) / n) * (i < n / 2 ? -1 : 1);
    select_in(number, at_least(left, (double)k - i * sample / n + spread),
              at_most(right, (double)k + (n - i) * sample / n + spread), k);
    return number[k];
}

static void select_in(double *number, int64_t left, int64_t right, int64_t k)
{
    while (right - left > SHORT_RANGE) {
        double pivot = right - left > LONG_RANGE ? sampled_pivot(number, left, right, k)
                                                 : median_of(number[left], number[k], number[right]);
        int64_t place = part_below(number, left, right, pivot);
        if (k < place) {
            right = place - 1;
            continue;
        }
        left = part_equal(number, place, right, pivot);
        if (k < left)
            return;
    }
    sort_short(number, left, right);
}

/* Between the settled ranks on both sides; then k is settled too, as far as there is room. */
double ranking_at(ranking *ranking, int64_t k)
{
    int64_t *settled = ranking->settled;
    int32_t place = 0;
    while (place < ranking->n_settled && settled[place] < k)
        place++;
    if (place < ranking->n_settled && settled[place] == k)
        return ranking->number[k];
    int64_t left = place > 0 ? settled[place - 1] + 1 : 0;
    int64_t right = place < ranking->n_settled ? settled[place] - 1 : ranking->n - 1;
    select_in(ranking->number, left, right, k);
    if (ranking->n_settled == MOST_SETTLED)
        return ranking->number[k];
    for (int32_t i = ranking->n_settled++; i > place; i--)
        settled[i] = settled[i - 1];
    settled[place] = k;
    return ranking->number[k];
}
