/* How large an effect must be, in standard errors, for a two-sided t test to find it (M7.1, M5.3). */
#ifndef WHISKER_STAT_NONCENTRALITY_H
#define WHISKER_STAT_NONCENTRALITY_H

/* From this many df on, the normal distribution serves (Miller 2024 eq. 10). */
enum { NORMAL_DF = 100 };

/* Power of a test at alpha against an effect of `ratio` standard errors; the tail on its side only. */
double noncentral_power(double ratio, double alpha, double df);

/* The inverse: standard errors that an effect must measure to be found with `power`. */
double noncentrality(double alpha, double power, double df);

#endif
