/* Differences of logarithms and exponentials without their cancellation. */
#ifndef WHISKER_DIST_ELEMENTARY_H
#define WHISKER_DIST_ELEMENTARY_H

#include <math.h>

#define LOG_2 0.69314718055994530942
#define LOG_2_REST 2.319046813846299558e-17 /* what the double LOG_2 lacks */
#define LOG_2_PI 1.83787706640934548356

/* (atanh(r) / r - 1) / r^2 = 1/3 + r^2/5 + r^4/7 + ..., for r^2 <= 1/9. */
static inline double atanh_series(double r_squared)
{
    static const double coefficient[] = {
        1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17,
        1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33,
    };
    double total = 0;
    for (int k = 15; k >= 0; k--)
        total = total * r_squared + coefficient[k];
    return total;
}

/* w - log(1 + w) >= 0, by log(1 + w) = 2 atanh(w / (2 + w)) where the difference would cancel. */
static inline double log1p_excess(double w)
{
    if (w < -0.5 || w > 1)
        return w - log1p(w);
    double r = w / (2 + w);
    return r * (w - 2 * r * r * atanh_series(r * r));
}

/* log(1 - exp(x)), x <= 0 (Maechler 2012). */
static inline double log1m_exp(double x)
{
    return x > -LOG_2 ? log(-expm1(x)) : log1p(-exp(x));
}

#endif
