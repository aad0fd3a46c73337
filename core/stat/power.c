/* Power of the classical tests: t tests by the noncentral t, two proportions, McNemar (M7.2 to M7.4). */
#include "whisker.h"

#include "stat/bisection.h"

#include <math.h>

static double upper_quantile(double p)
{
    return whisker_normal_quantile(p, WHISKER_UPPER);
}

static int is_share(double p)
{
    return p > 0 && p < 1;
}

/* ---- t tests ---- */

/* A t test with one number left open: what the root finder is given. */
typedef struct t_test {
    double n, effect, sd, alpha;
    double power; /* to be reached */
    int32_t two_samples;
} t_test;

/* Both tails are counted, as the test does (power.t.test with strict = TRUE in R). */
static double t_test_power(const t_test *test)
{
    double samples = test->two_samples ? 2 : 1;
    double df = samples * (test->n - 1);
    double shift = fabs(test->effect) / test->sd * sqrt(test->n / samples);
    double critical = whisker_t_quantile(test->alpha / 2, df, WHISKER_UPPER);
    return whisker_noncentral_t_cdf(critical, df, shift, WHISKER_UPPER) +
           whisker_noncentral_t_cdf(-critical, df, shift, WHISKER_LOWER);
}

static int is_test(const t_test *test)
{
    return isfinite(test->sd) && test->sd > 0 && is_share(test->alpha);
}

double whisker_t_test_power(double n, double effect, double sd, double alpha, int32_t two_samples)
{
    t_test test = {.n = n, .effect = effect, .sd = sd, .alpha = alpha, .two_samples = two_samples};
    return is_test(&test) && n > 1 && !isnan(effect) ? t_test_power(&test) : NAN;
}

static double power_lacking_at_effect(double effect, const void *context)
{
    t_test test = *(const t_test *)context;
    test.effect = effect;
    return test.power - t_test_power(&test);
}

static double power_lacking_at_items(double n, const void *context)
{
    t_test test = *(const t_test *)context;
    test.n = n;
    return test.power - t_test_power(&test);
}

/* The smallest argument from `low` on that reaches the power: double until it does, then close in. */
static double reach(bisection_function *power_lacking, const t_test *test, double low)
{
    double high = low;
    while (power_lacking(high, test) > 0) {
        low = high;
        high *= 2;
        if (high > 1e15)
            return NAN;
    }
    return high > low ? bisect(power_lacking, test, low, high) : low;
}

double whisker_t_test_effect(double n, double power, double sd, double alpha, int32_t two_samples)
{
    t_test test = {.n = n, .sd = 1, .alpha = alpha, .power = power, .two_samples = two_samples};
    if (!is_test(&test) || !(n > 1) || !is_share(power) || power <= alpha || !(isfinite(sd) && sd > 0))
        return NAN;
    double high = reach(power_lacking_at_effect, &test, 1);
    return sd * bisect(power_lacking_at_effect, &test, 0, high);
}

/* At least 2: a t test has no df before. */
double whisker_t_test_items(double effect, double power, double sd, double alpha, int32_t two_samples)
{
    t_test test = {.effect = effect, .sd = sd, .alpha = alpha, .power = power, .two_samples = two_samples};
    if (!is_test(&test) || !is_share(power) || power <= alpha || !isfinite(effect) || effect == 0)
        return NAN;
    return reach(power_lacking_at_items, &test, 2);
}

/* ---- two independent proportions ---- */

static int is_pair_of_proportions(double p1, double p2)
{
    return p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1 && p1 != p2;
}

static int is_aim(double power, double alpha)
{
    return is_share(power) && is_share(alpha) && power > alpha / 2;
}

/* Fleiss, Levin and Paik 2003, eq. 4.14 without continuity correction; the formula of R's power.prop.test. */
double whisker_proportions_items(double p1, double p2, double power, double alpha)
{
    if (!is_pair_of_proportions(p1, p2) || !is_aim(power, alpha))
        return NAN;
    double pooled = (p1 + p2) / 2;
    double under_null = sqrt(2 * pooled * (1 - pooled));
    double under_effect = sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    double needed = upper_quantile(alpha / 2) * under_null + upper_quantile(1 - power) * under_effect;
    return needed * needed / ((p1 - p2) * (p1 - p2));
}

/* Cohen 1988, section 6.2. */
double whisker_cohen_h(double p1, double p2)
{
    return 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p2));
}

double whisker_proportions_items_arcsine(double p1, double p2, double power, double alpha)
{
    if (!is_pair_of_proportions(p1, p2) || !is_aim(power, alpha))
        return NAN;
    double needed = (upper_quantile(alpha / 2) + upper_quantile(1 - power)) / whisker_cohen_h(p1, p2);
    return 2 * needed * needed;
}

/* ---- McNemar ---- */

static int is_discordance(double only_a, double only_b)
{
    return only_a >= 0 && only_b >= 0 && only_a + only_b > 0 && only_a + only_b <= 1;
}

/* The largest count of the rarer kind at which the exact two-sided test of `discordant` items rejects, -1 if none
 * does. The slack forgives the rounding of a p that equals alpha. */
static double critical_count(double discordant, double alpha)
{
    double count = whisker_binomial_quantile(alpha / 2, discordant, 0.5, WHISKER_LOWER);
    double p = 2 * whisker_binomial_cdf(count, discordant, 0.5, WHISKER_LOWER);
    return p <= alpha * (1 + 1e-11) ? count : count - 1;
}

static double power_given_discordant(double discordant, double share_a, double alpha)
{
    double critical = critical_count(discordant, alpha);
    if (critical < 0)
        return 0;
    return whisker_binomial_cdf(critical, discordant, share_a, WHISKER_LOWER) +
           whisker_binomial_cdf(discordant - critical - 1, discordant, share_a, WHISKER_UPPER);
}

/* Exact: the sum over the numbers of discordant items that may turn up, but for 1e-20 in each tail. */
double whisker_mcnemar_power(double only_a, double only_b, int64_t n, double alpha)
{
    if (!is_discordance(only_a, only_b) || n < 1 || !is_share(alpha))
        return NAN;
    double items = (double)n, share = only_a + only_b, power = 0;
    double first = fmax(1, whisker_binomial_quantile(1e-20, items, share, WHISKER_LOWER));
    double last = whisker_binomial_quantile(1e-20, items, share, WHISKER_UPPER);
    for (double m = first; m <= last; m++)
        power += whisker_binomial_pmf(m, items, share, WHISKER_LOWER) *
                 power_given_discordant(m, only_a / share, alpha);
    return power;
}

/* Connett, Smith and McHugh 1987. */
double whisker_mcnemar_items(double only_a, double only_b, double power, double alpha)
{
    if (!is_discordance(only_a, only_b) || only_a == only_b || !is_aim(power, alpha))
        return NAN;
    double discordant = only_a + only_b, difference = only_a - only_b;
    double needed = upper_quantile(alpha / 2) * sqrt(discordant) +
                    upper_quantile(1 - power) * sqrt(discordant - difference * difference);
    return needed * needed / (difference * difference);
}
