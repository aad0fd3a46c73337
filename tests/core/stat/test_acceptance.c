/* What naive intervals and tests do on clustered items, and what ours do: small simulations with fixed seeds. The whole
 * of it is measured by tests/validity/run. */
#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

enum { SIMULATIONS = 2000, SIZE = 10, MOST_ITEMS = 500 };

static double normal(random_stream *random)
{
    return whisker_normal_quantile(random_uniform(random), WHISKER_LOWER);
}

/* Clusters share a normal effect; items have one of their own. */
static void draw_scores(random_stream *random, int n, double icc, double *score)
{
    double effect = 0;
    for (int i = 0; i < n; i++) {
        if (i % SIZE == 0)
            effect = sqrt(icc) * normal(random);
        score[i] = effect + sqrt(1 - icc) * normal(random);
    }
}

/* With probability icc the items of a cluster are right or wrong together, else each by itself: a correlation of
 * icc, and clusters quite unlike those of the model behind the interval. */
static void draw_items(random_stream *random, int n, double icc, double mean, double *score)
{
    int together = 0;
    for (int i = 0; i < n; i++) {
        if (i % SIZE == 0)
            together = random_uniform(random) < icc;
        score[i] = together && i % SIZE != 0 ? score[i - 1] : random_uniform(random) < mean;
    }
}

static whisker_items items_of(int n, int32_t *cluster)
{
    for (int i = 0; i < n; i++)
        cluster[i] = i / SIZE;
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = cluster};
}

static int covers(const whisker_items *items, const double *score, whisker_mean_options options, double truth)
{
    whisker_estimate found = {.size = sizeof found};
    options.size = sizeof options;
    cr_assert_eq(whisker_mean(items, score, &options, NULL, &found, NULL), WHISKER_OK);
    return found.lower <= truth && truth <= found.upper;
}

/* Percentages of samples in which the naive interval, and ours, cover the mean. */
typedef struct coverage {
    double naive, ours;
} coverage;

static coverage measure(int clusters, double icc, double mean)
{
    double score[MOST_ITEMS];
    int32_t cluster[MOST_ITEMS];
    int n = clusters * SIZE, naive = 0, ours = 0;
    whisker_items items = items_of(n, cluster), unaware = {.size = sizeof unaware, .n = n};
    const whisker_mean_options clt = {.interval = WHISKER_NORMAL, .low = -INFINITY, .high = INFINITY};
    for (uint64_t i = 0; i < SIMULATIONS; i++) {
        random_stream random = random_open(2024, i);
        if (mean > 0)
            draw_items(&random, n, icc, mean, score);
        else
            draw_scores(&random, n, icc, score);
        naive += covers(&unaware, score, clt, mean);
        ours += covers(&items, score, (whisker_mean_options){0}, mean);
    }
    return (coverage){100.0 * naive / SIMULATIONS, 100.0 * ours / SIMULATIONS};
}

/* Two standard errors are 1 point at 95 and 2 at 64 and 75. With 10 items a cluster an ICC of .4 makes the variance 4.6
 * times that of independent items, and the naive interval cover 2 Phi(1.96 / sqrt(4.6)) - 1 = 64%; at .2 it is 2.8 times
 * and 76%. */
Test(acceptance, thirty_clusters_of_ten)
{
    coverage graded = measure(30, 0.4, 0), right_or_wrong = measure(30, 0.4, 0.8), weaker = measure(30, 0.2, 0);
    cr_expect_float_eq(graded.naive, 64, 3, "%g", graded.naive);
    cr_expect_float_eq(graded.ours, 95, 1.5, "%g", graded.ours);
    cr_expect_float_eq(right_or_wrong.naive, 64, 3, "%g", right_or_wrong.naive);
    cr_expect_float_eq(right_or_wrong.ours, 95, 1.5, "%g", right_or_wrong.ours);
    cr_expect_float_eq(weaker.naive, 76, 3, "%g", weaker.naive);
    cr_expect_float_eq(weaker.ours, 95, 1.5, "%g", weaker.ours);
}

static double p_of(const whisker_items *items, const double *a, const double *b)
{
    whisker_comparison found = {.size = sizeof found, .difference = {.size = sizeof found.difference}};
    cr_assert_eq(whisker_difference(items, a, b, NULL, NULL, &found, NULL), WHISKER_OK);
    return found.difference.p;
}

/* Both runs have the same mean. A naive paired test takes 500 items for independent whose differences are alike within 50
 * clusters: it rejects 2 (1 - Phi(1.96 / sqrt(7.3))) = 47% of true nulls. */
Test(acceptance, fifty_clusters_of_ten_in_a_paired_test)
{
    double a[MOST_ITEMS], b[MOST_ITEMS];
    int32_t cluster[MOST_ITEMS];
    int naive = 0, ours = 0;
    whisker_items items = items_of(MOST_ITEMS, cluster), unaware = {.size = sizeof unaware, .n = MOST_ITEMS};
    for (uint64_t i = 0; i < SIMULATIONS; i++) {
        random_stream random = random_open(2025, i);
        draw_scores(&random, MOST_ITEMS, 0.7, a);
        draw_scores(&random, MOST_ITEMS, 0.7, b);
        naive += p_of(&unaware, a, b) <= 0.05;
        ours += p_of(&items, a, b) <= 0.05;
    }
    double naive_rate = 100.0 * naive / SIMULATIONS, our_rate = 100.0 * ours / SIMULATIONS;
    cr_expect(naive_rate > 40, "%g", naive_rate);
    cr_expect_float_eq(our_rate, 5, 1.5, "%g", our_rate);
}
