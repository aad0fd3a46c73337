/* Two independent samples of 0/1 scores: intervals for the difference of their proportions, and tests (M5.5). */
#include "base/error.h"
#include "base/structs.h"
#include "stat/bisection.h"

#include <math.h>

typedef struct two_samples {
    double x1, n1, x2, n2;
    double p1, p2;
    double z; /* normal quantile of the level */
} two_samples;

/* ---- closed forms ---- */

static double binomial_variance(double p, double n)
{
    return p * (1 - p) / n;
}

static void around(double centre, double half_width, double limits[2])
{
    limits[0] = centre - half_width;
    limits[1] = centre + half_width;
}

static void wald(const two_samples *s, double limits[2])
{
    around(s->p1 - s->p2, s->z * sqrt(binomial_variance(s->p1, s->n1) + binomial_variance(s->p2, s->n2)), limits);
}

/* Agresti and Caffo 2000: Wald after one success and one failure more in each sample. Not cut at -1 and 1. */
static void agresti_caffo(const two_samples *s, double limits[2])
{
    double p1 = (s->x1 + 1) / (s->n1 + 2), p2 = (s->x2 + 1) / (s->n2 + 2);
    around(p1 - p2, s->z * sqrt(binomial_variance(p1, s->n1 + 2) + binomial_variance(p2, s->n2 + 2)), limits);
}

/* Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10. */
static int32_t newcombe(const two_samples *s, double level, double limits[2], whisker_error *error)
{
    double lower1, upper1, lower2, upper2;
    int32_t status = whisker_proportion_interval(s->x1, s->n1, WHISKER_WILSON, level, &lower1, &upper1, error);
    if (status == WHISKER_OK)
        status = whisker_proportion_interval(s->x2, s->n2, WHISKER_WILSON, level, &lower2, &upper2, error);
    if (status != WHISKER_OK)
        return status;
    double difference = s->p1 - s->p2;
    limits[0] = difference - hypot(s->p1 - lower1, upper2 - s->p2);
    limits[1] = difference + hypot(upper1 - s->p1, s->p2 - lower2);
    return WHISKER_OK;
}

/* ---- Miettinen and Nurminen 1985: the score interval ---- */

typedef struct restricted {
    const two_samples *samples;
    double difference; /* p1 - p2, held fixed */
} restricted;

/* One term of the derivative of the log-likelihood; a count of 0 contributes nothing, even at its boundary. */
static double slope_term(double count, double probability)
{
    return count == 0 ? 0 : count / fmax(probability, 0);
}

/* Derivative in p2 of the log-likelihood at (p2 + difference, p2); it falls, since the log-likelihood is concave. */
static double likelihood_slope(double p2, const void *context)
{
    const restricted *r = context;
    const two_samples *s = r->samples;
    double p1 = p2 + r->difference;
    return slope_term(s->x1, p1) + slope_term(s->x2, p2) -
           (slope_term(s->n1 - s->x1, 1 - p1) + slope_term(s->n2 - s->x2, 1 - p2));
}

/* The maximum likelihood p2 when p1 - p2 is held at `difference`, by the root of the slope rather than by the cubic
 * of the paper, whose closed form loses half of the digits where two of its roots meet. */
static double restricted_p2(const two_samples *s, double difference)
{
    restricted r = {s, difference};
    double low = fmax(0, -difference), high = fmin(1, 1 - difference);
    if (!(likelihood_slope(low, &r) > 0))
        return low;
    if (!(likelihood_slope(high, &r) < 0))
        return high;
    return bisect(likelihood_slope, &r, low, high);
}

/* Positive where the score test would reject `difference` because the data lie above it; variance with the factor
 * N / (N - 1) of the paper. */
static double score_excess(double difference, const void *context)
{
    const two_samples *s = context;
    double p2 = restricted_p2(s, difference), p1 = p2 + difference;
    double total = s->n1 + s->n2;
    double variance = binomial_variance(p1, s->n1) + binomial_variance(p2, s->n2);
    return s->p1 - s->p2 - difference - s->z * sqrt(fmax(0, variance) * total / (total - 1));
}

static double score_lower(const two_samples *s)
{
    return bisect(score_excess, s, -1, s->p1 - s->p2);
}

static two_samples exchanged(const two_samples *s)
{
    two_samples swapped = {s->x2, s->n2, s->x1, s->n1, s->p2, s->p1, s->z};
    return swapped;
}

/* ---- tests ---- */

/* NaN when both samples are all 0 or all 1: the pooled variance is then 0. */
static double z_pooled_p(const two_samples *s)
{
    double pooled = (s->x1 + s->x2) / (s->n1 + s->n2);
    double z = (s->p1 - s->p2) / sqrt(pooled * (1 - pooled) * (1 / s->n1 + 1 / s->n2));
    return 2 * whisker_normal_cdf(fabs(z), WHISKER_UPPER);
}

/* Probability of a table with x1 + 1 successes in the first sample over that with x1, margins fixed. */
static double table_ratio(const two_samples *s, double x1)
{
    double successes = s->x1 + s->x2;
    return (s->n1 - x1) * (successes - x1) / ((x1 + 1) * (s->n2 - successes + x1 + 1));
}

static double likeliest_table(const two_samples *s)
{
    return floor((s->x1 + s->x2 + 1) * (s->n1 + 1) / (s->n1 + s->n2 + 2));
}

/* Weights of tables from the likeliest (1) to `end`, both included; those not above `limit` are the tail. */
static void walk(const two_samples *s, double end, double limit, double *all, double *tail)
{
    double x1 = likeliest_table(s), weight = 1;
    double step = end < x1 ? -1 : 1;
    while (x1 != end && weight > 0) {
        weight = step > 0 ? weight * table_ratio(s, x1) : weight / table_ratio(s, x1 - 1);
        x1 += step;
        *all += weight;
        *tail += weight <= limit ? weight : 0;
    }
}

static double table_weight(const two_samples *s)
{
    double weight = 1;
    for (double x1 = likeliest_table(s); x1 < s->x1 && weight > 0; x1++)
        weight *= table_ratio(s, x1);
    for (double x1 = likeliest_table(s); x1 > s->x1 && weight > 0; x1--)
        weight /= table_ratio(s, x1 - 1);
    return weight;
}

/* Fisher 1935, two-sided: all tables no likelier than the one seen, equality up to rounding (1e-7, as in R). Ratios
 * of neighbours instead of factorials, from the likeliest table outwards. */
static double fisher_p(const two_samples *s)
{
    double limit = table_weight(s) * (1 + 1e-7);
    double successes = s->x1 + s->x2;
    double all = 1, tail = limit >= 1 ? 1 : 0;
    walk(s, fmax(0, successes - s->n2), limit, &all, &tail);
    walk(s, fmin(successes, s->n1), limit, &all, &tail);
    return fmin(1, tail / all);
}

/* ---- the call ---- */

static int32_t check(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level,
                     const whisker_two_proportions *out, whisker_error *error)
{
    if (n1 < 1 || n2 < 1)
        return error_set(error, WHISKER_BAD_ARGUMENT, "each sample needs at least one item");
    if (x1 < 0 || x1 > n1 || x2 < 0 || x2 > n2)
        return error_set(error, WHISKER_BAD_ARGUMENT, "successes lie between 0 and the number of items");
    if (!(level > 0 && level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    return struct_check(out, "whisker_two_proportions", error);
}

int32_t whisker_compare_proportions(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level,
                                    whisker_two_proportions *out, whisker_error *error)
{
    if (level == 0)
        level = 0.95;
    int32_t status = check(x1, n1, x2, n2, level, out, error);
    if (status != WHISKER_OK)
        return status;
    two_samples samples = {.x1 = (double)x1, .n1 = (double)n1, .x2 = (double)x2, .n2 = (double)n2};
    samples.p1 = samples.x1 / samples.n1;
    samples.p2 = samples.x2 / samples.n2;
    samples.z = whisker_normal_quantile((1 - level) / 2, WHISKER_UPPER);
    two_samples swapped = exchanged(&samples);
    whisker_two_proportions result = {
        .difference = samples.p1 - samples.p2,
        .miettinen_nurminen = {score_lower(&samples), -score_lower(&swapped)},
        .z_pooled_p = z_pooled_p(&samples),
        .fisher_p = fisher_p(&samples),
    };
    wald(&samples, result.wald);
    agresti_caffo(&samples, result.agresti_caffo);
    status = newcombe(&samples, level, result.newcombe, error);
    if (status != WHISKER_OK)
        return status;
    struct_store(out, &result, sizeof result);
    return WHISKER_OK;
}
