/* The bounds are where the p-value of a two-sided test of the proportion crosses alpha.
 *
 * The exact tests add to the tail beyond x, P[X >= x] for the lower bound, those outcomes of the far side that count as
 * no less extreme: for Blaker 2000 those whose tail is no larger than that of x, for the minimum-likelihood test
 * (Sterne 1954) those that are no likelier than x. While p moves inwards the p-value is smooth and first falls, then
 * rises, until one more far outcome joins and it jumps up. Between two joins it can therefore cross alpha upwards at
 * most once, and walking from join to join from a place where the p-value is below alpha finds the outermost p that is
 * not rejected, exactly; a search that trusts the p-value to be monotone does not. */
#include "stat/test_inversion.h"

#include "base/sum.h"
#include "stat/bisection.h"
#include "whisker.h"

/* One bound. Far outcomes are counted from the far end: 0 for the lower bound of x > 0, n for the upper. */
typedef struct inversion {
    double x, n;
    double alpha;
    int upper;
    int likelihood;
    double far;      /* far outcomes 0 .. far count; -1: none */
} inversion;

/* ---- exact tests ---- */

/* The tail beyond x, x included. */
static double near_tail(const inversion *given, double p)
{
    return given->upper ? whisker_binomial_cdf(given->x, given->n, p, WHISKER_LOWER)
                        : whisker_binomial_cdf(given->x - 1, given->n, p, WHISKER_UPPER);
}

static double far_tail(const inversion *given, double far, double p)
{
    if (far < 0)
        return 0;
    return given->upper ? whisker_binomial_cdf(given->n - far - 1, given->n, p, WHISKER_UPPER)
                        : whisker_binomial_cdf(far, given->n, p, WHISKER_LOWER);
}

static double accepted(double p, const void *context)
{
    const inversion *given = context;
    return near_tail(given, p) + far_tail(given, given->far, p) - given->alpha;
}

static double far_tail_left(double p, const void *context)
{
    const inversion *given = context;
    return far_tail(given, given->far, p) - near_tail(given, p);
}

/* log of P[far outcome] / P[x] without its power of the odds: log C(n, far) / C(n, m) as a sum over the steps
 * between, where m is x counted from the far end. */
static double log_choose_ratio(double n, double far, double m)
{
    sum logs = {0, 0};
    for (double j = far + 1; j <= m; j++)
        sum_add(&logs, log(j / (n - j + 1)));
    return sum_value(logs);
}

/* Where far outcome `far` becomes as likely as x: (odds)^(m - far) = C(n, far) / C(n, m), odds seen from the far end. */
static double equal_likelihood(const inversion *given, double far)
{
    double m = given->upper ? given->n - given->x : given->x;
    double log_odds = log_choose_ratio(given->n, far, m) / (m - far);
    return 1 / (1 + exp(given->upper ? log_odds : -log_odds));
}

/* Where far outcome `far` joins, between p on the outside and the middle. */
static double joining(const inversion *given, double far, double outside)
{
    inversion at = *given;
    at.far = far;
    if (given->likelihood)
        return equal_likelihood(given, far);
    return bisect(far_tail_left, &at, outside, given->x / given->n);
}

/* Is the far outcome still out at p? */
static int is_out(const inversion *given, double far, double p)
{
    inversion at = *given;
    at.far = far;
    if (!given->likelihood)
        return far_tail_left(p, &at) > 0;
    double joins = equal_likelihood(given, far);
    return given->upper ? joins < p : joins > p;
}

/* The first far outcome that is still out at p; they join in order. */
static double first_out(const inversion *given, double p)
{
    double in = -1, out = (given->upper ? given->n - given->x : given->x) - 1;
    while (out - in > 1) {
        double middle = floor((in + out) / 2);
        if (is_out(given, middle, p))
            out = middle;
        else
            in = middle;
    }
    return out;
}

static double one_sided(const inversion *given, double alpha)
{
    return given->upper ? whisker_beta_quantile(alpha, given->x + 1, given->n - given->x, WHISKER_UPPER)
                        : whisker_beta_quantile(alpha, given->x, given->n - given->x + 1, WHISKER_LOWER);
}

/* Blaker's p-value is below alpha outside the Clopper-Pearson bound. The far tail of the likelihood test may be the
 * larger one, yet not a thousand times. */
static double outside_of(const inversion *given)
{
    return one_sided(given, given->likelihood ? given->alpha / 1000 : given->alpha / 2);
}

static double walk(inversion *given)
{
    double p = outside_of(given);
    double one_tail = one_sided(given, given->alpha); /* there the near tail alone is enough */
    for (double far = first_out(given, p);; far++) {
        double next = joining(given, far, p);
        int beyond = given->upper ? next < one_tail : next > one_tail;
        if (isnan(p) || isnan(next))
            return NAN;
        given->far = far - 1;
        if (beyond)
            next = one_tail;
        if (beyond || accepted(next, given) >= 0)
            return bisect(accepted, given, next, p);
        given->far = far;
        if (accepted(next, given) >= 0)
            return next;
        p = next;
    }
}

static double exact_bound(int likelihood, int upper, double x, double n, double alpha)
{
    inversion given = {x, n, alpha, upper, likelihood, -1};
    if (x == (upper ? n : 0))
        return upper;
    return walk(&given);
}

/* ---- likelihood ratio ---- */

/* 2 (log L(x/n) - log L(p)) less the chi-square quantile. */
static double excess_deviance(double p, const void *context)
{
    const inversion *given = context;
    double share = given->x / given->n;
    double right = given->x == 0 ? 0 : given->x * log1p((share - p) / p);
    double wrong = given->x == given->n ? 0 : (given->n - given->x) * log1p((p - share) / (1 - p));
    return 2 * (right + wrong) - given->alpha;
}

static double likelihood_bound(int upper, double x, double n, double quantile)
{
    inversion given = {x, n, quantile, upper, 1, -1};
    if (x == 0)
        return upper ? -expm1(-quantile / (2 * n)) : 0;
    if (x == n)
        return upper ? 1 : exp(-quantile / (2 * n));
    return bisect(excess_deviance, &given, upper, x / n);
}

void inversion_bounds(int32_t method, double x, double n, double alpha, double *lower, double *upper)
{
    if (method == WHISKER_LIKELIHOOD_RATIO) {
        double quantile = whisker_chi_square_quantile(alpha, 1, WHISKER_UPPER);
        *lower = likelihood_bound(0, x, n, quantile);
        *upper = likelihood_bound(1, x, n, quantile);
        return;
    }
    int likelihood = method == WHISKER_MINIMUM_LIKELIHOOD;
    *lower = exact_bound(likelihood, 0, x, n, alpha);
    *upper = exact_bound(likelihood, 1, x, n, alpha);
}
