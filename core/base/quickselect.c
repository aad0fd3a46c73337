#include "base/quickselect.h"

#include <math.h>

enum { LARGE_RANGE = 600 };

static void exchange(double *number, int64_t i, int64_t j)
{
    double held = number[i];
    number[i] = number[j];
    number[j] = held;
}

/* Part left .. right around what stands at k; returns where that comes to stand. */
static int64_t part(double *number, int64_t left, int64_t right, int64_t k)
{
    double pivot = number[k];
    int64_t i = left, j = right;
    exchange(number, left, k);
    if (number[right] > pivot)
        exchange(number, left, right);
    while (i < j) {
        exchange(number, i++, j--);
        while (number[i] < pivot)
            i++;
        while (number[j] > pivot)
            j--;
    }
    if (number[left] == pivot)
        exchange(number, left, j);
    else
        exchange(number, ++j, right);
    return j;
}

static int64_t at_least(int64_t low, double x)
{
    return x < (double)low ? low : (int64_t)x;
}

static int64_t at_most(int64_t high, double x)
{
    return x > (double)high ? high : (int64_t)x;
}

static void select_in(double *number, int64_t left, int64_t right, int64_t k)
{
    while (right > left) {
        if (right - left > LARGE_RANGE) { /* a sample of about n^(2/3) puts a number close to the one wanted at k */
            double n = (double)(right - left + 1), i = (double)(k - left + 1), sample = 0.5 * exp(2 * log(n) / 3);
            double spread = 0.5 * sqrt(log(n) * sample * (n - sample) / n) * (i < n / 2 ? -1 : 1);
            select_in(number, at_least(left, (double)k - i * sample / n + spread),
                      at_most(right, (double)k + (n - i) * sample / n + spread), k);
        }
        int64_t place = part(number, left, right, k);
        if (place <= k)
            left = place + 1;
        if (place >= k)
            right = place - 1;
    }
}

double quickselect(int64_t n, double *number, int64_t k)
{
    select_in(number, 0, n - 1, k);
    return number[k];
}
