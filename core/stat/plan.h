/* What planning and reporting share. */
#ifndef WHISKER_STAT_PLAN_H
#define WHISKER_STAT_PLAN_H

/* Standard errors that an effect must measure to be found with `power` by a two-sided test at alpha: the sum of the
 * two quantiles, of t below 100 df, else of the normal (Miller 2024 eq. 10; M5.3). */
double plan_quantiles(double alpha, double power, double df);

#endif
