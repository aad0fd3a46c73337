#include "resample/flip_rate.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>

enum { MOST = 600 };

typedef struct sample {
    double sum[MOST], size[MOST], count[MOST];
    rate_units units;
} sample;

static void open_sample(sample *sample, int64_t n)
{
    for (int64_t u = 0; u < n; u++) {
        sample->sum[u] = sample->size[u] = 0;
        sample->count[u] = 1;
    }
    sample->units = (rate_units){n, sample->sum, sample->size, sample->count};
}

/* Clusters of uneven sizes, the first with `dominance` times the items of all others. */
static void fill(sample *sample, int64_t n, double dominance, uint64_t seed)
{
    random_stream stream = random_open(seed, 1);
    double others = 0;
    open_sample(sample, n);
    for (int64_t u = 1; u < n; u++)
        others += sample->size[u] = 1 + random_below(&stream, 30);
    sample->size[0] = fmax(1, dominance * others);
    for (int64_t u = 0; u < n; u++)
        sample->sum[u] = sample->size[u] * (0.3 + random_uniform(&stream) - random_uniform(&stream));
}

static double mean_of(const sample *sample)
{
    double sum = 0, size = 0;
    for (int64_t u = 0; u < sample->units.n; u++) {
        sum += sample->count[u] * sample->sum[u];
        size += sample->count[u] * sample->size[u];
    }
    return sum / size;
}

static double log_cosh(double y)
{
    y = fabs(y);
    return y + log1p(exp(-2 * y)) - log(2);
}

static double height(const sample *sample, double null, double s, double theta)
{
    double height = theta * s;
    for (int64_t u = 0; u < sample->units.n; u++)
        height -= sample->count[u] * log_cosh(theta * (sample->sum[u] - null * sample->size[u]));
    return height;
}

/* The largest height, which is concave in theta: by golden sections of its logarithm. */
static double rate_by_search(const sample *sample, double null, double s)
{
    double square = 0, part = 0.6180339887498949;
    for (int64_t u = 0; u < sample->units.n; u++) {
        double x = sample->sum[u] - null * sample->size[u];
        square += sample->count[u] * x * x;
    }
    double low = log(1e-6 / sqrt(square)), high = log(1e6 / sqrt(square));
    for (int step = 0; step < 100; step++) {
        double a = high - part * (high - low), b = low + part * (high - low);
        if (height(sample, null, s, exp(a)) < height(sample, null, s, exp(b)))
            low = a;
        else
            high = b;
    }
    return height(sample, null, s, exp(low));
}

static double sum_at(const sample *sample, double null)
{
    double sum = 0;
    for (int64_t u = 0; u < sample->units.n; u++)
        sum += sample->count[u] * (sample->sum[u] - null * sample->size[u]);
    return fabs(sum);
}

static double magnitude_at(const sample *sample, double null)
{
    double sum = 0;
    for (int64_t u = 0; u < sample->units.n; u++)
        sum += sample->count[u] * fabs(sample->sum[u] - null * sample->size[u]);
    return sum;
}

/* n times the entropy that a share of signs (1 + r) / 2 loses. */
Test(flip_rate, units_of_one_size)
{
    const int64_t n[] = {1, 12, 58, 500};
    for (int i = 0; i < 4; i++) {
        sample sample;
        flip_rate rate;
        open_sample(&sample, n[i]);
        for (int64_t u = 0; u < n[i]; u++)
            sample.sum[u] = u % 3 == 0 ? -7 : 7;
        flip_rate_make(&sample.units, 0, &rate);
        for (double r = 0; r < 1; r += 0.001) {
            double all = (double)n[i], expected = all / 2 * ((1 + r) * log1p(r) + (1 - r) * log1p(-r));
            double found = flip_rate_at(&rate, 7 * all * r);
            cr_assert(expected > 40 || fabs(found - expected) < 0.02, "%d: %g at %g: %g", (int)n[i], expected, r, found);
        }
        double top = flip_rate_at(&rate, 7. * (double)n[i]);
        cr_assert(n[i] > 57 ? top > 40 : fabs(top - (double)n[i] * log(2)) < 1e-12);
    }
}

Test(flip_rate, uneven_units_by_search)
{
    for (int trial = 0; trial < 12; trial++) {
        sample sample;
        flip_rate rate;
        fill(&sample, trial % 2 == 0 ? 12 : 80, trial / 4, (uint64_t)trial);
        double null = trial % 3 == 0 ? 0 : 0.2, magnitude = magnitude_at(&sample, null), before = 0;
        flip_rate_make(&sample.units, null, &rate);
        for (double r = 0.002; r < 1; r += 0.002) {
            double found = flip_rate_at(&rate, r * magnitude), expected = rate_by_search(&sample, null, r * magnitude);
            cr_assert(expected > 40 || fabs(found - expected) < 0.02, "%d: %g at %g: %g", trial, expected, r, found);
            cr_assert(found >= before);
            before = found;
        }
        cr_assert_eq(flip_rate_at(&rate, 0), 0);
    }
}

/* What makes it comparable between pairs: no sum is more probable than Chernoff allows, and few are much less so. */
Test(flip_rate, bounds_the_p_value)
{
    enum { N = 14 };
    sample sample;
    flip_rate rate;
    static double sums[1 << N];
    fill(&sample, N, 0.8, 3);
    flip_rate_make(&sample.units, 0, &rate);
    for (int pattern = 0; pattern < 1 << N; pattern++) {
        sums[pattern] = 0;
        for (int u = 0; u < N; u++)
            sums[pattern] += pattern >> u & 1 ? sample.sum[u] : -sample.sum[u];
    }
    for (int seen = 0; seen < 1 << N; seen += 61) {
        int count = 0;
        for (int pattern = 0; pattern < 1 << N; pattern++)
            count += fabs(sums[pattern]) >= fabs(sums[seen]) * (1 - 1e-12);
        double p = (double)count / (1 << N), bound = 2 * exp(-flip_rate_at(&rate, fabs(sums[seen])));
        cr_assert(p <= bound * 1.02, "%g %g", p, bound);
        cr_assert(p >= bound / 20, "%g %g", p, bound);
    }
}

Test(flip_rate, like_units_may_stand_together)
{
    sample apart, together;
    flip_rate a, b;
    fill(&together, 10, 0.5, 8);
    open_sample(&apart, 0);
    for (int u = 0; u < 10; u++)
        for (together.count[u] = 0; together.count[u] <= u; together.count[u]++) {
            apart.sum[apart.units.n] = together.sum[u];
            apart.size[apart.units.n] = together.size[u];
            apart.count[apart.units.n++] = 1;
        }
    flip_rate_make(&apart.units, 0.1, &a);
    flip_rate_make(&together.units, 0.1, &b);
    for (double r = 0; r < 1; r += 0.05) {
        double s = r * magnitude_at(&apart, 0.1);
        cr_assert(fabs(flip_rate_at(&a, s) - flip_rate_at(&b, s)) < 1e-9);
    }
}

Test(flip_rate, rejects_what_lies_beyond)
{
    for (int trial = 0; trial < 400; trial++) {
        sample sample;
        fill(&sample, 5 + trial % 40, trial % 3, (uint64_t)trial);
        double null = -0.9 + 0.005 * trial, rate = rate_by_search(&sample, null, sum_at(&sample, null));
        cr_assert(flip_rate_rejects(&sample.units, null, rate * 0.999));
        cr_assert(!flip_rate_rejects(&sample.units, null, rate * 1.001));
    }
}

/* Against a fine grid from outside; beside a dominant unit what is not rejected may lie in pieces. */
Test(flip_rate, reaches_the_outermost_that_is_not_rejected)
{
    for (int trial = 0; trial < 60; trial++) {
        sample sample;
        fill(&sample, 8 + trial % 20, trial % 4 * 0.5, (uint64_t)trial + 77);
        double mean = mean_of(&sample);
        for (int direction = -1; direction <= 1; direction += 2) {
            double reach = flip_rate_reach(&sample.units, mean, direction, 4);
            cr_assert(reach > 0);
            cr_assert(flip_rate_rejects(&sample.units, mean + direction * reach * (1 + 1e-7), 4));
            cr_assert(!flip_rate_rejects(&sample.units, mean + direction * reach * (1 - 1e-7), 4));
            for (double beyond = reach + 1e-3; beyond < 2; beyond += 1e-3)
                cr_assert(flip_rate_rejects(&sample.units, mean + direction * beyond, 4), "%d %g %g", trial, reach, beyond);
        }
        cr_assert(isnan(flip_rate_reach(&sample.units, mean, 1, (double)sample.units.n * log(2))));
        cr_assert(isnan(flip_rate_reach(&sample.units, mean, 1, INFINITY)));
    }
}

Test(flip_rate, nothing_to_flip)
{
    sample sample;
    flip_rate rate;
    open_sample(&sample, 3);
    flip_rate_make(&sample.units, 0, &rate);
    cr_assert_eq(flip_rate_at(&rate, 0), 0);
    cr_assert_eq(flip_rate_at(&rate, 5), 0);
    cr_assert(!flip_rate_rejects(&sample.units, 0, 0.1));
}
