#include "stat/noncentrality.h"

#include "whisker.h"

#include <math.h>

enum { MOST_STEPS = 30, MOST_ERRORS = 1000 };

static double critical(double alpha, double df)
{
    return df < NORMAL_DF ? whisker_t_quantile(alpha / 2, df, WHISKER_UPPER)
                          : whisker_normal_quantile(alpha / 2, WHISKER_UPPER);
}

double noncentral_power(double ratio, double alpha, double df)
{
    if (df < NORMAL_DF)
        return whisker_noncentral_t_cdf(critical(alpha, df), df, ratio, WHISKER_UPPER);
    return whisker_normal_cdf(ratio - critical(alpha, df), WHISKER_LOWER);
}

/* Johnson and Welch 1940: T' > c is Z + effect > c S, with S = chi / sqrt(df) taken for normal. */
static double approximation(double alpha, double power, double df)
{
    double c = critical(alpha, df);
    return c * (1 - 1 / (4 * df)) + whisker_normal_quantile(power, WHISKER_LOWER) * sqrt(1 + c * c / (2 * df));
}

/* By how much the normal quantile of the power misses its aim: nearly straight in the effect. */
static double miss(double effect, double alpha, double power, double df)
{
    double tail = noncentral_power(effect, alpha, df);
    return whisker_normal_quantile(tail, WHISKER_LOWER) - whisker_normal_quantile(power, WHISKER_LOWER);
}

/* Secants from the approximation, three or so of them. Below one df, and for effects of a thousand standard errors, the
 * approximation is the answer: beyond that nobody plans. */
static double solve(double alpha, double power, double df)
{
    double first = approximation(alpha, power, df), second = first * 1.001 + 1e-4;
    if (df < 1 || first > MOST_ERRORS)
        return first;
    double first_miss = miss(first, alpha, power, df);
    for (int step = 0; step < MOST_STEPS; step++) {
        double second_miss = miss(second, alpha, power, df);
        if (second_miss == first_miss)
            return second;
        double next = second - second_miss * (second - first) / (second_miss - first_miss);
        if (fabs(second_miss) < 1e-8) /* the next error is about its square */
            return next;
        first = second;
        first_miss = second_miss;
        second = next;
    }
    return second;
}

double noncentrality(double alpha, double power, double df)
{
    if (isnan(df))
        return NAN;
    if (df < NORMAL_DF)
        return solve(alpha, power, df);
    return critical(alpha, df) + whisker_normal_quantile(1 - power, WHISKER_UPPER);
}
