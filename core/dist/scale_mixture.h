/* Averages over the scale S = sqrt(chi^2_df / df) by which a standard deviation is estimated. */
#ifndef WHISKER_DIST_SCALE_MIXTURE_H
#define WHISKER_DIST_SCALE_MIXTURE_H

/* log of what is averaged, at S = s. Its exponential times the density of log S must have one peak. */
typedef double scale_function(const void *context, double s);

/* log of the mean of exp(log_value(S)), df finite. curvature: how strongly log_value can bend in log s near the peak;
 * it sets the step. NaN when that asks for too many steps. */
double log_scale_mean(scale_function *log_value, const void *context, double df, double curvature);

#endif
