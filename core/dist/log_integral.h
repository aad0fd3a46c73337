/* Integrals over the line of functions known by their logarithm. */
#ifndef WHISKER_DIST_LOG_INTEGRAL_H
#define WHISKER_DIST_LOG_INTEGRAL_H

#include <math.h>

/* ---- sums of exponentials: total * exp(peak), so that the peak may lie anywhere ---- */

typedef struct log_sum {
    double peak, total;
    int place; /* of the peak */
} log_sum;

static inline log_sum log_sum_empty(int place)
{
    return (log_sum){-INFINITY, 0, place};
}

static inline void log_sum_add(log_sum *sum, double term, int place)
{
    if (term > sum->peak) {
        sum->total *= exp(sum->peak - term);
        sum->peak = term;
        sum->place = place;
    }
    if (!isinf(term))
        sum->total += exp(term - sum->peak);
}

/* Has a side ended: do its terms fall, and no longer matter? */
static inline int log_sum_ends(const log_sum *sum, double before, double term, double negligible)
{
    return term <= before && term < sum->peak - negligible;
}

static inline double log_sum_value(const log_sum *sum)
{
    return sum->peak + log(sum->total);
}

/* ---- the trapezoidal rule ---- */

typedef double log_integrand(double u, void *context);

/* log of the integral of exp(f). f has one peak, is analytic and falls off exponentially or faster on both sides, so that
 * the error of the trapezoidal rule vanishes exponentially with the step (Trefethen and Weideman 2014). Points are
 * multiples of `step`, from *start both ways until a term falls below e^-negligible of the largest; *start becomes the
 * place of the largest, where the next integral of its kind may begin. NaN when f is, or does not fall off. */
double log_integral(log_integrand *f, void *context, double step, double negligible, int *start);

#endif
