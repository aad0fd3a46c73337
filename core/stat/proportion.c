/* Intervals for one binomial proportion in closed form or by a beta quantile. Those that invert a test by search are
 * in test_inversion.c. */
#include "base/error.h"
#include "stat/test_inversion.h"
#include "whisker.h"

#include <math.h>

static const double DEFAULT_LEVEL = 0.95;

/* x of n at two-sided level 1 - alpha; z is the normal quantile of alpha / 2. */
typedef struct proportion {
    double x, n;
    double alpha;
    double z;
} proportion;

typedef struct bounds {
    double lower, upper;
} bounds;

static bounds wald(const proportion *given)
{
    double p = given->x / given->n;
    double half = given->z * sqrt(p * (1 - p) / given->n);
    return (bounds){p - half, p + half};
}

/* Wilson 1927. The bounds solve (x - n p)^2 = z^2 n p (1 - p): the upper is a sum of positive terms, the lower is the
 * product of the roots over the upper, so that neither cancels. */
static bounds wilson(const proportion *given)
{
    double x = given->x, n = given->n, square = given->z * given->z;
    double upper = (x + square / 2 + given->z * sqrt(x * (n - x) / n + square / 4)) / (n + square);
    return (bounds){x * x / (n * (n + square)) / upper, x == n ? 1 : upper};
}

/* Newcombe 1998 method 4. As in R's prop.test the correction is never more than what separates x from n/2. */
static bounds wilson_continuity(const proportion *given)
{
    double correction = fmin(0.5, fabs(given->x - given->n / 2));
    proportion below = *given, above = *given;
    below.x = fmax(0, given->x - correction);
    above.x = fmin(given->n, given->x + correction);
    return (bounds){wilson(&below).lower, wilson(&above).upper};
}

/* Agresti and Coull 1998: Wald at the centre of Wilson's interval, in n + z^2 trials. */
static bounds agresti_coull(const proportion *given)
{
    double square = given->z * given->z;
    proportion shifted = *given;
    shifted.x += square / 2;
    shifted.n += square;
    return wald(&shifted);
}

/* Equal tails of the distribution Beta(a, b). */
static bounds beta_tails(double a, double b, double alpha)
{
    return (bounds){whisker_beta_quantile(alpha / 2, a, b, WHISKER_LOWER),
                    whisker_beta_quantile(alpha / 2, a, b, WHISKER_UPPER)};
}

/* Clopper and Pearson 1934. */
static bounds clopper_pearson(const proportion *given)
{
    double x = given->x, n = given->n, tail = given->alpha / 2;
    return (bounds){x == 0 ? 0 : whisker_beta_quantile(tail, x, n - x + 1, WHISKER_LOWER),
                    x == n ? 1 : whisker_beta_quantile(tail, x + 1, n - x, WHISKER_UPPER)};
}

static bounds jeffreys_equal_tailed(const proportion *given)
{
    return beta_tails(given->x + 0.5, given->n - given->x + 0.5, given->alpha);
}

/* Brown, Cai and DasGupta 2001: at x = 0 and x = n the interval reaches the end. */
static bounds jeffreys(const proportion *given)
{
    bounds found = jeffreys_equal_tailed(given);
    return (bounds){given->x == 0 ? 0 : found.lower, given->x == given->n ? 1 : found.upper};
}

static bounds find_bounds(const proportion *given, int32_t method)
{
    switch (method) {
    case WHISKER_WALD: return wald(given);
    case WHISKER_WILSON: return wilson(given);
    case WHISKER_WILSON_CONTINUITY: return wilson_continuity(given);
    case WHISKER_CLOPPER_PEARSON: return clopper_pearson(given);
    case WHISKER_JEFFREYS: return jeffreys(given);
    case WHISKER_JEFFREYS_EQUAL_TAILED: return jeffreys_equal_tailed(given);
    case WHISKER_AGRESTI_COULL: return agresti_coull(given);
    case WHISKER_BAYES_UNIFORM: return beta_tails(given->x + 1, given->n - given->x + 1, given->alpha);
    default: break;
    }
    bounds found;
    inversion_bounds(method, given->x, given->n, given->alpha, &found.lower, &found.upper);
    return found;
}

static int32_t check(const proportion *given, int32_t method, whisker_error *error)
{
    if (method < WHISKER_WALD || method > WHISKER_MINIMUM_LIKELIHOOD)
        return error_set(error, WHISKER_BAD_OPTION, "interval %d is not one of a proportion", (int)method);
    if (!(given->alpha > 0 && given->alpha < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (!(given->n > 0) || isinf(given->n) || !(given->x >= 0 && given->x <= given->n))
        return error_set(error, WHISKER_BAD_ARGUMENT, "successes must lie between 0 and a positive number of trials");
    int counts = given->x == floor(given->x) && given->n == floor(given->n);
    if (!counts && (method == WHISKER_BLAKER || method == WHISKER_MINIMUM_LIKELIHOOD))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the %s interval is for whole successes and trials",
                         whisker_interval_name(method));
    return WHISKER_OK;
}

int32_t whisker_proportion_interval(double successes, double trials, int32_t method, double level, double *lower,
                                    double *upper, whisker_error *error)
{
    proportion given = {successes, trials, 1 - (level == 0 ? DEFAULT_LEVEL : level), NAN};
    if (lower == NULL || upper == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the bounds");
    int32_t status = check(&given, method, error);
    if (status != WHISKER_OK)
        return status;
    given.z = whisker_normal_quantile(given.alpha / 2, WHISKER_UPPER);
    bounds found = find_bounds(&given, method);
    if (isnan(found.lower) || isnan(found.upper))
        return error_set(error, WHISKER_NO_CONVERGENCE, "the search for the %s interval did not converge",
                         whisker_interval_name(method));
    *lower = found.lower;
    *upper = found.upper;
    return WHISKER_OK;
}

double whisker_exact_bound(double n, double level)
{
    double confidence = level == 0 ? DEFAULT_LEVEL : level;
    if (!(n > 0) || !(confidence > 0 && confidence < 1))
        return NAN;
    return -expm1(log1p(-confidence) / n);
}
