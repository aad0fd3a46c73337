#include "summary/hypergeometric.h"

#include "base/sum.h"
#include "whisker.h"

#include <float.h>

static int64_t least(hypergeometric law)
{
    return law.k + law.right > law.n ? law.k + law.right - law.n : 0;
}

static int64_t most(hypergeometric law)
{
    return law.k < law.right ? law.k : law.right;
}

/* C(right, x) C(n - right, k - x) / C(n, k) with p^x (1 - p)^(k - x) put into each: any p will do, k / n keeps them all
 * near their peaks. */
double hypergeometric_pmf(hypergeometric law, int64_t x)
{
    if (x < least(law) || x > most(law))
        return 0;
    double p = (double)law.k / (double)law.n;
    double among_right = whisker_binomial_pmf((double)x, (double)law.right, p, WHISKER_LOG);
    double among_wrong = whisker_binomial_pmf((double)(law.k - x), (double)(law.n - law.right), p, WHISKER_LOG);
    double all = whisker_binomial_pmf((double)law.k, (double)law.n, p, WHISKER_LOG);
    return exp(among_right + among_wrong - all);
}

/* P[X = x + 1] / P[X = x] */
static double step_up(hypergeometric law, int64_t x)
{
    double wrong_left = (double)(law.n - law.right - law.k + x + 1);
    return (double)(law.right - x) / (double)(x + 1) * ((double)(law.k - x) / wrong_left);
}

static int64_t mode(hypergeometric law)
{
    return (int64_t)((double)(law.k + 1) * (double)(law.right + 1) / (double)(law.n + 2));
}

static int64_t within(int64_t x, int64_t low, int64_t high)
{
    return x < low ? low : x > high ? high : x;
}

/* From the likeliest x on both ways by ratios, until what is left cannot change the sum. */
double hypergeometric_sum(hypergeometric law, int64_t from, hypergeometric_worth *worth)
{
    int64_t low = within(from, least(law), INT64_MAX), high = most(law);
    if (low > high)
        return 0;
    int64_t start = within(mode(law), low, high);
    double peak = hypergeometric_pmf(law, start), negligible = peak * DBL_EPSILON * DBL_EPSILON;
    sum total = {0, 0};
    double mass = peak;
    for (int64_t x = start; x <= high && mass > negligible; mass *= step_up(law, x), x++)
        sum_add(&total, worth(x, from) * mass);
    mass = peak;
    for (int64_t x = start - 1; x >= low && mass > negligible; x--) {
        mass /= step_up(law, x);
        sum_add(&total, worth(x, from) * mass);
    }
    return sum_value(total);
}
