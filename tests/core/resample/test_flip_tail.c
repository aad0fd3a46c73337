#include "resample/flip_tail.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>

enum { MOST = 600 };

typedef struct sample {
    double sum[MOST], size[MOST], count[MOST];
    tail_units units;
} sample;

static void open_sample(sample *sample, int64_t n)
{
    for (int64_t u = 0; u < n; u++) {
        sample->sum[u] = sample->size[u] = 0;
        sample->count[u] = 1;
    }
    sample->units = (tail_units){n, sample->sum, sample->size, sample->count};
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

/* e^(v/2) erfc(root of v/2), or what its asymptotic series says. */
static double mills(double v)
{
    return v < 200 ? exp(v / 2) * erfc(sqrt(v / 2)) : sqrt(2 / (acos(-1) * v)) * (1 - 1 / v);
}

/* -log p of a sum s, theta by halving: the sum of the tilted signs rises with it. */
static double expected_at(const sample *sample, double null, double s)
{
    double low = 0, high = 1e7, rate, variance = 0, agreement = 1, most = -log(2);
    for (int step = 0; step < 100; step++) {
        double theta = (low + high) / 2, sum = 0;
        for (int64_t u = 0; u < sample->units.n; u++) {
            double x = sample->sum[u] - null * sample->size[u];
            sum += sample->count[u] * x * tanh(theta * x);
        }
        if (sum < s)
            low = theta;
        else
            high = theta;
    }
    rate = low * s;
    for (int64_t u = 0; u < sample->units.n; u++) {
        double x = fabs(sample->sum[u] - null * sample->size[u]), tilted = 1 / (1 + exp(-2 * low * x));
        rate -= sample->count[u] * (low * x + log1p(exp(-2 * low * x)) - log(2));
        variance += sample->count[u] * 4 * x * x * tilted * (1 - tilted);
        agreement *= x > 0 ? pow(tilted, sample->count[u]) : 1;
        most += x > 0 ? sample->count[u] * log(2) : 0;
    }
    return fmin(most, rate - log(mills(low * low * variance) + agreement));
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

/* What the sign test has in closed form: theta is atanh r, I the entropy that a share of signs (1 + r) / 2 loses. */
Test(flip_tail, units_of_one_size)
{
    const int64_t n[] = {1, 12, 58, 500};
    for (int i = 0; i < 4; i++) {
        sample sample;
        flip_tail tail;
        open_sample(&sample, n[i]);
        for (int64_t u = 0; u < n[i]; u++)
            sample.sum[u] = u % 3 == 0 ? -7 : 7;
        flip_tail_make(&sample.units, 0, &tail);
        for (double r = 0; r < 1; r += 0.001) {
            double all = (double)n[i], rate = all / 2 * ((1 + r) * log1p(r) + (1 - r) * log1p(-r));
            double more = mills(all * atanh(r) * atanh(r) * (1 - r * r)) + pow((1 + r) / 2, all);
            double expected = fmin((all - 1) * log(2), fmax(0, rate - log(more))), found = flip_tail_at(&tail, 7 * all * r);
            cr_assert(expected > 40 || fabs(found - expected) < 0.05 + 0.003 * expected, "%d: %g at %g: %g", (int)n[i], expected, r, found);
        }
        double top = flip_tail_at(&tail, 7. * (double)n[i]);
        cr_assert(n[i] == 500 ? top > 40 : fabs(top - (double)(n[i] - 1) * log(2)) < 1e-12, "%g", top);
    }
}

Test(flip_tail, uneven_units_by_search)
{
    for (int trial = 0; trial < 12; trial++) {
        sample sample;
        flip_tail tail;
        fill(&sample, trial % 2 == 0 ? 12 : 80, trial / 4, (uint64_t)trial);
        double null = trial % 3 == 0 ? 0 : 0.2, magnitude = magnitude_at(&sample, null), before = 0, expected = 0;
        flip_tail_make(&sample.units, null, &tail);
        for (double r = 0.002; r < 1; r += 0.002) {
            double found = flip_tail_at(&tail, r * magnitude);
            expected = fmax(expected, expected_at(&sample, null, r * magnitude)); /* between two lumps it may fall */
            cr_assert(expected > 40 || fabs(found - expected) < 0.05, "%d: %g at %g: %g", trial, expected, r, found);
            cr_assert(found >= before);
            before = found;
        }
        cr_assert_eq(flip_tail_at(&tail, 0), 0);
    }
}

/* All patterns of fourteen uneven units: p within a factor of two, on average within a quarter. */
Test(flip_tail, is_near_the_counted_p)
{
    enum { N = 14 };
    static double sums[1 << N];
    for (int trial = 0; trial < 6; trial++) {
        sample sample;
        flip_tail tail;
        double error = 0;
        int checked = 0;
        fill(&sample, N, 0.3 * trial, (uint64_t)trial + 3);
        flip_tail_make(&sample.units, 0, &tail);
        for (int pattern = 0; pattern < 1 << N; pattern++) {
            sums[pattern] = 0;
            for (int u = 0; u < N; u++)
                sums[pattern] += pattern >> u & 1 ? sample.sum[u] : -sample.sum[u];
        }
        for (int seen = 0; seen < 1 << N; seen++) {
            if (fabs(sums[seen]) < 0.8 * magnitude_at(&sample, 0) && seen % 64 != 0)
                continue;
            int count = 0;
            for (int pattern = 0; pattern < 1 << N; pattern++)
                count += fabs(sums[pattern]) >= fabs(sums[seen]) * (1 - 1e-12);
            double p = (double)count / (1 << N), found = exp(-flip_tail_at(&tail, fabs(sums[seen])));
            if (p > 0.05)
                continue;
            cr_assert(fabs(log(found / p)) < log(2), "%d: %g %g", trial, found, p);
            error += fabs(log(found / p));
            checked++;
        }
        cr_assert(checked > 20 && error / checked < 0.25, "%g", error / checked);
    }
}

Test(flip_tail, like_units_may_stand_together)
{
    sample apart, together;
    flip_tail a, b;
    fill(&together, 10, 0.5, 8);
    open_sample(&apart, 0);
    for (int u = 0; u < 10; u++)
        for (together.count[u] = 0; together.count[u] <= u; together.count[u]++) {
            apart.sum[apart.units.n] = together.sum[u];
            apart.size[apart.units.n] = together.size[u];
            apart.count[apart.units.n++] = 1;
        }
    flip_tail_make(&apart.units, 0.1, &a);
    flip_tail_make(&together.units, 0.1, &b);
    for (double r = 0; r < 1; r += 0.05) {
        double s = r * magnitude_at(&apart, 0.1);
        cr_assert(fabs(flip_tail_at(&a, s) - flip_tail_at(&b, s)) < 1e-9);
    }
}

Test(flip_tail, rejects_what_lies_beyond)
{
    for (int trial = 0; trial < 400; trial++) {
        sample sample;
        fill(&sample, 5 + trial % 40, trial % 3, (uint64_t)trial);
        double null = -0.9 + 0.005 * trial, surprise = expected_at(&sample, null, sum_at(&sample, null));
        if (surprise > 0.1) {
            cr_assert(flip_tail_rejects(&sample.units, null, surprise * 0.999), "%d %g", trial, surprise);
            cr_assert(!flip_tail_rejects(&sample.units, null, surprise * 1.001), "%d %g", trial, surprise);
        }
    }
}

/* Against a fine grid from outside; beside a dominant unit what is not rejected may lie in pieces. */
Test(flip_tail, reaches_the_outermost_that_is_not_rejected)
{
    for (int trial = 0; trial < 60; trial++) {
        sample sample;
        fill(&sample, 8 + trial % 20, trial % 4 * 0.5, (uint64_t)trial + 77);
        double mean = mean_of(&sample);
        for (int direction = -1; direction <= 1; direction += 2) {
            double reach = flip_tail_reach(&sample.units, mean, direction, 4);
            cr_assert(reach > 0);
            cr_assert(flip_tail_rejects(&sample.units, mean + direction * reach * (1 + 1e-7), 4));
            cr_assert(!flip_tail_rejects(&sample.units, mean + direction * reach * (1 - 1e-7), 4));
            for (double beyond = reach + 1e-3; beyond < 2; beyond += 1e-3)
                cr_assert(flip_tail_rejects(&sample.units, mean + direction * beyond, 4), "%d %g %g", trial, reach, beyond);
        }
        cr_assert(isnan(flip_tail_reach(&sample.units, mean, 1, (double)sample.units.n * log(2))));
        cr_assert(isnan(flip_tail_reach(&sample.units, mean, 1, INFINITY)));
    }
}

Test(flip_tail, nothing_to_flip)
{
    sample sample;
    flip_tail tail;
    open_sample(&sample, 3);
    flip_tail_make(&sample.units, 0, &tail);
    cr_assert_eq(flip_tail_at(&tail, 0), 0);
    cr_assert_eq(flip_tail_at(&tail, 5), 0);
    cr_assert(!flip_tail_rejects(&sample.units, 0, 0.1));
}
