/* Parts of the gamma function from which the incomplete functions are put together. */
#ifndef WHISKER_DIST_LOG_GAMMA_H
#define WHISKER_DIST_LOG_GAMMA_H

/* log Gamma(a) - ((a - 1/2) log a - a + log(2 pi) / 2), what Stirling's formula leaves. a > 0. */
double stirling_correction(double a);

/* log Gamma(b + e) - log Gamma(b), accurate relative to itself also for tiny e. b > 0, b + e > 0. */
double log_gamma_ratio(double b, double e);

#endif
