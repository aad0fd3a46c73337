#include "exact.h"

#include <math.h>
#include <stdlib.h>

static const double ROUNDING = 1e-12; /* a bound that is the truth but for its last digits covers it */

static int covers(double lower, double upper, double truth)
{
    return lower <= truth + ROUNDING && truth <= upper + ROUNDING;
}

/* ---- one proportion ---- */

static void naive_bounds(int n, int x, double *lower, double *upper)
{
    double p = (double)x / n, half = 1.959963984540054 * sqrt(p * (1 - p) / (n - 1));
    *lower = p - half;
    *upper = p + half;
}

/* All right or all wrong has the bound that a report shows there. */
static void our_bounds(int n, int x, const method *method, double *lower, double *upper)
{
    double bound = whisker_exact_bound(n, 0);
    int at_end = method->interval == WHISKER_INTERVAL_DEFAULT && (x == 0 || x == n);
    *lower = x == 0 ? 0 : 1 - bound;
    *upper = x == 0 ? bound : 1;
    int32_t interval = method->interval == WHISKER_INTERVAL_DEFAULT ? WHISKER_JEFFREYS : method->interval;
    if (!at_end)
        whisker_proportion_interval(x, n, interval, 0, lower, upper, NULL);
}

void binomial_intervals_fill(int n, const method *method, binomial_intervals *out)
{
    out->n = n;
    for (int x = 0; x <= n; x++)
        if (method->sort == NAIVE)
            naive_bounds(n, x, &out->lower[x], &out->upper[x]);
        else
            our_bounds(n, x, method, &out->lower[x], &out->upper[x]);
}

tally binomial_tally(const binomial_intervals *intervals, double p)
{
    tally found = {0};
    for (int x = 0; x <= intervals->n; x++) {
        double probability = whisker_binomial_pmf(x, intervals->n, p, 0);
        found.coverage += covers(intervals->lower[x], intervals->upper[x], p) ? probability : 0;
        found.width += probability * (intervals->upper[x] - intervals->lower[x]);
    }
    return found;
}

/* ---- a pair of runs ---- */

static answer no_interval(double p)
{
    return (answer){NAN, NAN, p};
}

static answer symmetric(double value, double half, double p)
{
    return (answer){fmax(-1, value - half), fmin(1, value + half), p};
}

static answer pair_answer(pair_method method, int n, int only_a, int only_b)
{
    int alike = n - only_a - only_b;
    whisker_paired_proportions table = {.size = sizeof table};
    whisker_compare_paired_proportions(alike / 2, only_a, only_b, alike - alike / 2, 0, &table, NULL);
    double value = table.difference, error = table.standard_error * sqrt(n / (n - 1.0)), statistic = fabs(value / error);
    double p_of_t = 2 * whisker_t_cdf(statistic, n - 1, WHISKER_UPPER);
    switch (method) {
    case PAIR_NAIVE: return symmetric(value, 1.959963984540054 * error, 2 * whisker_normal_cdf(statistic, WHISKER_UPPER));
    case PAIR_T:
        return error > 0 ? symmetric(value, whisker_t_quantile(0.025, n - 1, WHISKER_UPPER) * error, p_of_t)
                         : no_interval(1);
    case PAIR_NEWCOMBE: return (answer){table.newcombe[0], table.newcombe[1], p_of_t};
    case PAIR_TANGO: return (answer){table.tango[0], table.tango[1], p_of_t};
    case PAIR_EXACT: return no_interval(table.exact_p);
    default: return no_interval(table.mid_p);
    }
}

void pair_intervals_open(int n, pair_intervals *out, pair_method method)
{
    *out = (pair_intervals){n, calloc((size_t)(n + 1) * (size_t)(n + 1), sizeof *out->answers)};
    if (out->answers == NULL)
        abort();
    for (int a = 0; a <= n; a++)
        for (int b = 0; a + b <= n; b++)
            out->answers[a * (n + 1) + b] = pair_answer(method, n, a, b);
}

void pair_intervals_close(pair_intervals *intervals)
{
    free(intervals->answers);
}

/* P[a only A, b only B] of a trinomial, as binomial times binomial. */
static double trinomial(int n, int a, int b, double only_a, double only_b)
{
    return whisker_binomial_pmf(a, n, only_a, 0) * whisker_binomial_pmf(b, n - a, only_b / (1 - only_a), 0);
}

tally pair_tally(const pair_intervals *intervals, double only_a, double only_b)
{
    int n = intervals->n;
    double defined = 0;
    tally found = {0};
    for (int a = 0; a <= n; a++)
        for (int b = 0; a + b <= n; b++) {
            const answer *answer = &intervals->answers[a * (n + 1) + b];
            double probability = trinomial(n, a, b, only_a, only_b);
            found.rejected += answer->p <= 0.05 ? probability : 0;
            if (isnan(answer->lower))
                continue;
            defined += probability;
            found.coverage += covers(answer->lower, answer->upper, only_a - only_b) ? probability : 0;
            found.width += probability * (answer->upper - answer->lower);
        }
    found.none = 1 - defined;
    found.coverage /= defined;
    found.width /= defined;
    return found;
}
