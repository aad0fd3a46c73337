#include "resample/bootstrap_interval.h"

#include "base/sum.h"
#include "whisker.h"

static double tail_of(double level)
{
    return (1 - level) / 2;
}

static bootstrap_interval join(law_limit lower, law_limit upper)
{
    return (bootstrap_interval){lower.place, upper.place, fmax(lower.error, upper.error),
                                lower.outermost || upper.outermost};
}

static bootstrap_interval percentile(law *law, double level)
{
    return join(law->limit(law, tail_of(level), 0), law->limit(law, tail_of(level), 1));
}

/* The law of replicate - estimate stands for that of estimate - truth. */
static bootstrap_interval basic(law *law, double level)
{
    bootstrap_interval made = percentile(law, level);
    double lower = made.lower;
    made.lower = law->estimate - (made.upper - law->estimate);
    made.upper = law->estimate - (lower - law->estimate);
    return made;
}

/* The two err to opposite sides where the law is not smooth: percentiles stay away from ends that the estimate is drawn
 * from, what is turned round leaves out the middle. */
static bootstrap_interval hull(law *law, double level)
{
    bootstrap_interval made = percentile(law, level), turned = basic(law, level);
    made.lower = fmin(made.lower, turned.lower);
    made.upper = fmax(made.upper, turned.upper);
    return made;
}

static bootstrap_interval normal(law *law, double level)
{
    double z = whisker_normal_quantile(tail_of(level), WHISKER_UPPER), n = (double)law->n_replicates;
    double centre = law->estimate - (law->mean - law->estimate), half = z * law->standard_error;
    double error = law->n_replicates == 0 ? 0 : law->standard_error * sqrt(1 / n + z * z / (2 * (n - 1)));
    return (bootstrap_interval){centre - half, centre + half, error, 0};
}

/* ---- BCa: Efron 1987 ---- */

/* From the smaller side, so that the mirrored law has it with the other sign to the last digit. */
double bootstrap_bias_correction(law *law)
{
    if (law->below <= law->above)
        return whisker_normal_quantile(law->below, WHISKER_LOWER);
    return -whisker_normal_quantile(law->above, WHISKER_LOWER);
}

/* Where on the normal scale the limit for z stands; beyond the pole of the formula at the end of the law. */
static double corrected(double z0, double acceleration, double z)
{
    double denominator = 1 - acceleration * (z0 + z);
    return denominator > 0 ? z0 + (z0 + z) / denominator : copysign(INFINITY, z0 + z);
}

/* The error of z0 moves a limit about twice as far on the normal scale, which is stretched here by the distance of the
 * limit from the estimate. */
static double error_of_correction(law *law, double z0, double z, double limit)
{
    if (law->n_replicates == 0)
        return 0;
    double density = exp(-z0 * z0 / 2) / 2.50662827463100050242;
    double error = sqrt(law->below * law->above / (double)law->n_replicates) / density;
    return 2 * error * fabs((limit - law->estimate) / z);
}

static law_limit bca_limit(law *law, double z0, double acceleration, double z)
{
    double place = corrected(z0, acceleration, z);
    law_limit limit = law->limit(law, whisker_normal_cdf(-fabs(place), WHISKER_LOWER), place > 0);
    limit.error = hypot(limit.error, error_of_correction(law, z0, z, limit.place));
    return limit;
}

static bootstrap_interval bca(law *law, double level, double acceleration)
{
    double z = whisker_normal_quantile(tail_of(level), WHISKER_UPPER), z0 = bootstrap_bias_correction(law);
    if (!isfinite(z0) || isnan(acceleration))
        return (bootstrap_interval){NAN, NAN, NAN, 0};
    return join(bca_limit(law, z0, acceleration, -z), bca_limit(law, z0, acceleration, z));
}

/* In units of the largest, whose cube might be no number. */
double bootstrap_acceleration(int64_t n, const double *influence)
{
    sum total = {0, 0}, squares = {0, 0}, cubes = {0, 0};
    double largest = 0;
    for (int64_t u = 0; u < n; u++)
        sum_add(&total, influence[u]);
    double mean = sum_value(total) / (double)n;
    for (int64_t u = 0; u < n; u++)
        largest = fabs(influence[u] - mean) > largest ? fabs(influence[u] - mean) : largest;
    for (int64_t u = 0; u < n; u++) {
        double distance = (influence[u] - mean) / largest;
        sum_add(&squares, distance * distance);
        sum_add(&cubes, distance * distance * distance);
    }
    double root = sqrt(sum_value(squares));
    return sum_value(cubes) / (root * root * root) / 6;
}

/* ---- all ---- */

bootstrap_interval bootstrap_interval_of(law *law, int32_t kind, double level, double acceleration)
{
    switch (kind) {
    case WHISKER_BOOTSTRAP_BASIC: return basic(law, level);
    case WHISKER_BOOTSTRAP_NORMAL: return normal(law, level);
    case WHISKER_BOOTSTRAP_BCA: return bca(law, level, acceleration);
    case WHISKER_BOOTSTRAP_HULL: return hull(law, level);
    }
    return percentile(law, level);
}

bootstrap_interval bootstrap_interval_studentized(law *ratio, double estimate, double standard_error,
                                                  double level)
{
    bootstrap_interval made = percentile(ratio, level);
    double lower = made.lower;
    made.lower = estimate - made.upper * standard_error;
    made.upper = estimate - lower * standard_error;
    made.error *= standard_error;
    return made;
}
