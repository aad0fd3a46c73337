#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static const double Z = 1.959963984540054;

static whisker_estimate estimate_of(const whisker_items *items, const double *score, whisker_mean_options options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_mean(items, score, &options, NULL, &estimate, &error), WHISKER_OK, "%s", error.text);
    return estimate;
}

static whisker_items items_of(int64_t n, const int32_t *cluster)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = cluster != NULL, .cluster = cluster};
}

/* ---- the formulas of the manual, computed plainly ---- */

/* Upper 85% bound of the correlation by a fine sum over its square root; the gamma function of the C library. */
static double correlation_bound(int n, const double *successes, const double *trials, double p)
{
    enum { STEPS = 4000 };
    static double log_likelihood[STEPS];
    double peak = -INFINITY, total = 0, below = 0;
    for (int i = 0; i < STEPS; i++) {
        double root = (i + 0.5) / STEPS, size = 1 / (root * root) - 1, sum = 0;
        for (int g = 0; g < n; g++)
            sum += lgamma(size * p + successes[g]) - lgamma(size * p) + lgamma(size * (1 - p) + trials[g] - successes[g]) -
                   lgamma(size * (1 - p)) - lgamma(size + trials[g]) + lgamma(size);
        log_likelihood[i] = sum;
        peak = fmax(peak, sum);
    }
    for (int i = 0; i < STEPS; i++)
        total += exp(log_likelihood[i] - peak);
    for (int i = 0; i < STEPS; i++)
        if ((below += exp(log_likelihood[i] - peak)) >= 0.85 * total)
            return (i + 0.5) / STEPS * ((i + 0.5) / STEPS);
    return 1;
}

/* Wilson 1927: the roots of (share - p)^2 = z^2 p (1 - p) / trials. */
static void check_wilson(const whisker_estimate *got, double share, double trials, double low, double high)
{
    double a = 1 + Z * Z / trials, b = share + Z * Z / (2 * trials);
    double root = sqrt(b * b - a * share * share);
    cr_expect_eq(got->interval, WHISKER_CLUSTERED_WILSON);
    cr_expect_float_eq(got->lower, low + (high - low) * (b - root) / a, 2e-3 * (high - low), "%g", got->lower);
    cr_expect_float_eq(got->upper, low + (high - low) * (b + root) / a, 2e-3 * (high - low), "%g", got->upper);
}

static double trials_by_error(const whisker_estimate *got, double share, double range)
{
    double error = got->standard_error / range, t = whisker_t_quantile(0.025, got->df, WHISKER_UPPER);
    return share * (1 - share) / (error * error) * (Z / t) * (Z / t);
}

/* ---- 0/1 scores ---- */

enum { N = 40, CLUSTERS = 6 };

static const double sizes[CLUSTERS] = {16, 3, 5, 7, 8, 1};

/* The first right[g] items of cluster g are right. */
static void fill(const double *right, double *score, int32_t *cluster)
{
    int n = 0;
    for (int g = 0; g < CLUSTERS; g++)
        for (int i = 0; i < sizes[g]; i++, n++) {
            score[n] = i < right[g];
            cluster[n] = g;
        }
}

/* A dominant cluster, all right: its residuals say little, and the model is the wider. */
Test(clustered_wilson, fewer_trials_by_the_model)
{
    const double right[CLUSTERS] = {13, 2, 4, 6, 6, 1};
    double score[N], squares = 0;
    int32_t cluster[N];
    fill(right, score, cluster);
    whisker_items items = items_of(N, cluster);
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){0});
    for (int g = 0; g < CLUSTERS; g++)
        squares += sizes[g] * sizes[g];
    double correlation = correlation_bound(CLUSTERS, right, sizes, got.value);
    double trials = 1 / ((1 - correlation) / N + correlation * squares / (N * N));
    cr_assert(trials < trials_by_error(&got, got.value, 1), "%g, %g", trials, trials_by_error(&got, got.value, 1));
    check_wilson(&got, got.value, trials, 0, 1);
}

/* The dominant cluster has most of the failures: the standard error is the wider. */
Test(clustered_wilson, fewer_trials_by_the_standard_error)
{
    const double right[CLUSTERS] = {4, 3, 5, 6, 8, 1};
    double score[N];
    int32_t cluster[N];
    fill(right, score, cluster);
    whisker_items items = items_of(N, cluster);
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){0});
    check_wilson(&got, got.value, trials_by_error(&got, got.value, 1), 0, 1);
}

/* Cluster means that are all alike leave a standard error of 0, but not an interval of width 0. */
Test(clustered_wilson, a_standard_error_of_zero)
{
    const double score[] = {1, 0, 0, 1, 1, 0, 0, 1}, twos[] = {2, 2, 2, 2}, ones[] = {1, 1, 1, 1};
    const int32_t cluster[] = {0, 0, 1, 1, 2, 2, 3, 3};
    whisker_items items = items_of(8, cluster);
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){0});
    double correlation = correlation_bound(4, ones, twos, 0.5);
    cr_expect(got.standard_error == 0 && got.notes & WHISKER_NOTE_NO_VARIATION);
    check_wilson(&got, 0.5, 8 / (1 + correlation), 0, 1);
}

/* Of two keys the one that leaves fewer trials; here each alone leaves fewer than the standard error. */
Test(clustered_wilson, two_keys)
{
    const double right[CLUSTERS] = {16, 3, 5, 5, 8, 1};
    double score[N];
    int32_t cluster[2 * N];
    fill(right, score, cluster);
    for (int i = 0; i < N; i++)
        cluster[N + i] = i % 7;
    whisker_items first = items_of(N, cluster), both = items_of(N, cluster);
    both.n_keys = 2;
    whisker_estimate one = estimate_of(&first, score, (whisker_mean_options){0});
    whisker_estimate two = estimate_of(&both, score, (whisker_mean_options){0});
    cr_expect_eq(two.interval, WHISKER_CLUSTERED_WILSON);
    cr_expect(two.lower <= one.lower && two.upper >= one.upper);
}

/* Weights that are whole numbers of equal items: Kish's counts of items and of clusters. */
Test(clustered_wilson, weights)
{
    const double right[CLUSTERS] = {16, 3, 5, 5, 8, 1};
    double score[N], weight[N], total = 0, items_squared = 0, in_cluster[CLUSTERS] = {0}, clusters_squared = 0;
    int32_t cluster[N];
    fill(right, score, cluster);
    for (int i = 0; i < N; i++) {
        weight[i] = 1 + i % 3;
        total += weight[i];
        items_squared += weight[i] * weight[i];
        in_cluster[cluster[i]] += weight[i];
    }
    for (int g = 0; g < CLUSTERS; g++)
        clusters_squared += in_cluster[g] * in_cluster[g];
    whisker_items items = items_of(N, cluster);
    items.weight = weight;
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){0});
    double correlation = correlation_bound(CLUSTERS, right, sizes, 38 / 40.0);
    double trials = total * total / ((1 - correlation) * items_squared + correlation * clusters_squared);
    check_wilson(&got, got.value, fmin(trials, trials_by_error(&got, got.value, 1)), 0, 1);
}

/* Weights alone: the only failure weighs little, and the standard error with it, but not more trials than Kish counts. */
Test(clustered_wilson, weighted_items)
{
    double score[N], weight[N], total = 0, squares = 0;
    for (int i = 0; i < N; i++) {
        score[i] = i > 0;
        weight[i] = i == 0 ? 0.25 : 1 + i % 4;
        total += weight[i];
        squares += weight[i] * weight[i];
    }
    whisker_items items = items_of(N, NULL);
    items.weight = weight;
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){0});
    cr_assert(trials_by_error(&got, got.value, 1) > total * total / squares);
    check_wilson(&got, got.value, total * total / squares, 0, 1);
}

/* ---- scores between the ends ---- */

/* Means of five draws on a scale of 0 to 10; without clusters items are the clusters of their draws. */
Test(clustered_wilson, graded_scores)
{
    enum { COUNT = 12 };
    const double score[COUNT] = {10, 8, 10, 10, 6, 10, 10, 10, 4, 10, 10, 10};
    double successes[COUNT], trials[COUNT], mean = 0, squares = 0;
    for (int i = 0; i < COUNT; i++)
        mean += score[i] / 10 / COUNT;
    for (int i = 0; i < COUNT; i++)
        squares += (score[i] / 10 - mean) * (score[i] / 10 - mean);
    double worth = mean * (1 - mean) * COUNT / squares;
    for (int i = 0; i < COUNT; i++) {
        trials[i] = worth;
        successes[i] = worth * score[i] / 10;
    }
    whisker_items items = items_of(COUNT, NULL);
    whisker_estimate got = estimate_of(&items, score, (whisker_mean_options){.high = 10});
    double correlation = correlation_bound(COUNT, successes, trials, mean);
    double by_model = COUNT / ((1 - correlation) / worth + correlation);
    check_wilson(&got, mean, fmin(by_model, trials_by_error(&got, mean, 10)), 0, 10);
    cr_expect_eq(estimate_of(&items, score, (whisker_mean_options){0}).interval, WHISKER_T, "no range, no end");
}

Test(clustered_wilson, scores_that_differ_by_rounding)
{
    const double at_the_end[] = {1, 1, 1, 1 - 0x1p-53}, in_the_middle[] = {0.3, 0.1 + 0.2, 0.3, 0.3};
    const int32_t cluster[] = {0, 0, 1, 1};
    for (int clustered = 0; clustered < 2; clustered++) {
        whisker_items items = items_of(4, clustered ? cluster : NULL);
        whisker_estimate end = estimate_of(&items, at_the_end, (whisker_mean_options){.high = 1});
        whisker_estimate middle = estimate_of(&items, in_the_middle, (whisker_mean_options){.high = 1});
        cr_expect(end.upper - end.lower < 1e-7 && end.lower <= end.value && end.value <= end.upper);
        cr_expect(middle.upper - middle.lower < 1e-7 && middle.lower <= middle.value && middle.value <= middle.upper);
        cr_expect(end.notes & middle.notes & WHISKER_NOTE_NO_VARIATION);
    }
}

Test(clustered_wilson, refused_without_a_range_and_with_strata)
{
    const double score[] = {0.5, 1, 0.25, 1};
    const int32_t stratum[] = {0, 0, 1, 1};
    whisker_items items = items_of(4, NULL);
    whisker_mean_options options = {.size = sizeof options, .interval = WHISKER_CLUSTERED_WILSON};
    whisker_estimate estimate = {.size = sizeof estimate};
    cr_expect_eq(whisker_mean(&items, score, &options, NULL, &estimate, NULL), WHISKER_BAD_OPTION);
    options.high = 1;
    cr_expect_eq(whisker_mean(&items, score, &options, NULL, &estimate, NULL), WHISKER_OK);
    items.stratum = stratum;
    cr_expect_eq(whisker_mean(&items, score, &options, NULL, &estimate, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(estimate_of(&items, score, (whisker_mean_options){.high = 1}).interval, WHISKER_T);
}

/* ---- order ---- */

Test(clustered_wilson, order_and_labels_change_no_bit)
{
    enum { COUNT = 60 };
    random_stream random = random_open(11, 0);
    for (int graded = 0; graded < 2; graded++)
        for (int run = 0; run < 50; run++) {
            double score[COUNT], moved[COUNT];
            int32_t cluster[COUNT], moved_cluster[COUNT];
            for (int i = 0; i < COUNT; i++) {
                score[i] = graded ? random_uniform(&random) : random_below(&random, 5) > 0;
                cluster[i] = (int32_t)random_below(&random, 9);
            }
            for (int i = 0; i < COUNT; i++) {
                moved[(i * 7 + run) % COUNT] = score[i];
                moved_cluster[(i * 7 + run) % COUNT] = 8 - cluster[i];
            }
            whisker_items items = items_of(COUNT, cluster), other = items_of(COUNT, moved_cluster);
            whisker_estimate a = estimate_of(&items, score, (whisker_mean_options){.high = 1});
            whisker_estimate b = estimate_of(&other, moved, (whisker_mean_options){.high = 1});
            cr_expect_eq(a.interval, WHISKER_CLUSTERED_WILSON);
            cr_expect(memcmp(&a, &b, sizeof a) == 0);
        }
}
