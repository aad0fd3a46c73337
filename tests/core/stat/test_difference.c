#include "base/random.h"
#include "counting_allocator.h"
#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static whisker_items items_of(int64_t n, const int32_t *cluster)
{
    whisker_items items = {.size = sizeof items, .n = n, .cluster = cluster, .n_keys = cluster != NULL};
    return items;
}

static whisker_comparison compare(const whisker_items *items, const double *a, const double *b,
                                  whisker_difference_options options)
{
    whisker_comparison out = {.size = sizeof out, .difference = {.size = sizeof out.difference}};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_difference(items, a, b, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    cr_assert_eq(out.difference.size, sizeof out.difference);
    return out;
}

static int32_t refused(const whisker_items *items, const double *a, const double *b,
                       whisker_difference_options options, const char *reason)
{
    whisker_comparison out = {.size = sizeof out, .difference = {.size = sizeof out.difference}};
    whisker_error error = {0};
    options.size = sizeof options;
    int32_t status = whisker_difference(items, a, b, &options, NULL, &out, &error);
    cr_expect(strstr(error.text, reason) != NULL, "said: %s", error.text);
    return status;
}

/* ---- the reference ---- */

static void check_paired(reference *reference, const cJSON *test, const double *a, const double *b, int64_t n)
{
    whisker_items items = items_of(n, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_T,
                                                                                  .pairing = WHISKER_PAIRED});
    const whisker_estimate *difference = &out.difference;
    reference_check(reference, test, "n_pairs", (double)difference->n_items);
    reference_check(reference, test, "n_a_only", (double)out.n_a_only);
    reference_check(reference, test, "n_b_only", (double)out.n_b_only);
    reference_check(reference, test, "mean_diff", difference->value);
    reference_check(reference, test, "se", difference->standard_error);
    reference_check(reference, test, "cov_ab", out.covariance);
    reference_check(reference, test, "cor_ab", out.correlation);
    reference_check(reference, test, "t", difference->value / difference->standard_error);
    reference_check(reference, test, "p", difference->p);
    reference_check_pair(reference, test, "ci", difference->lower, difference->upper);
}

static void check_welch(reference *reference, const cJSON *test, const double *a, const double *b, int64_t n)
{
    whisker_items items = items_of(n, NULL);
    if (!reference_expects(test, "welch"))
        return;
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){.pairing = WHISKER_UNPAIRED});
    double welch[3] = {out.difference.value / out.difference.standard_error, out.difference.df, out.difference.p};
    reference_check_list(reference, test, "welch", welch, 3);
    cr_expect(out.se_unpaired == out.difference.standard_error && isnan(out.correlation));
    cr_expect(!(out.notes & WHISKER_NOTE_UNPAIRED), "unpaired by wish, not for want of shared items");
}

static void check_clustered(reference *reference, const cJSON *test, const double *a, const double *b,
                            const whisker_items *items)
{
    static const char *const keys[] = {"cluster_CR0_se", "cluster_CR1_se", "cluster_CR2_se"};
    for (int32_t i = 0; i < 3; i++) {
        whisker_difference_options options = {.variance = WHISKER_CR0 + i};
        if (reference_expects(test, keys[i]))
            reference_check(reference, test, keys[i], compare(items, a, b, options).difference.standard_error);
    }
    whisker_comparison out = compare(items, a, b, (whisker_difference_options){0});
    reference_check(reference, test, "cluster_CR2_df", out.difference.df);
    reference_check(reference, test, "cluster_CR2_p", out.difference.p);
}

Test(difference, reference)
{
    reference reference = reference_open("paired");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *a = reference_numbers(reference_input(test, "a"), &n);
        double *b = reference_numbers(reference_input(test, "b"), &n);
        int32_t *cluster = reference_codes(reference_input(test, "cluster"), &n);
        whisker_items items = items_of(n, cluster);
        check_paired(&reference, test, a, b, n);
        check_welch(&reference, test, a, b, n);
        check_clustered(&reference, test, a, b, &items);
        free(cluster);
        free(b);
        free(a);
    }
    reference_close(&reference);
}

/* ---- exchange of the runs ---- */

static int same(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

static void check_exchange(const whisker_items *items, const double *a, const double *b,
                           whisker_difference_options options)
{
    whisker_comparison ab = compare(items, a, b, options), ba = compare(items, b, a, options);
    const whisker_estimate *x = &ab.difference, *y = &ba.difference;
    cr_expect(same(x->value, -y->value) && same(x->lower, -y->upper) && same(x->upper, -y->lower));
    cr_expect(same(x->standard_error, y->standard_error) && same(x->df, y->df) && same(x->p, y->p));
    cr_expect(same(x->se_clt, y->se_clt) && same(x->icc, y->icc) && same(x->design_effect, y->design_effect));
    cr_expect(same(ab.mean_a, ba.mean_b) && same(ab.mean_b, ba.mean_a));
    cr_expect(same(ab.correlation, ba.correlation) && same(ab.covariance, ba.covariance));
    cr_expect(same(ab.se_unpaired, ba.se_unpaired) && same(ab.minimum_detectable, ba.minimum_detectable));
    cr_expect(same(ab.exact_p, ba.exact_p) && same(ab.mid_p, ba.mid_p));
    cr_expect(ab.n_a_only == ba.n_b_only && ab.only_a == ba.only_b && ab.notes == ba.notes);
}

Test(difference, exchange)
{
    reference reference = reference_open("paired");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *a = reference_numbers(reference_input(test, "a"), &n);
        double *b = reference_numbers(reference_input(test, "b"), &n);
        int32_t *cluster = reference_codes(reference_input(test, "cluster"), &n);
        for (int32_t n_keys = 0; n_keys < 2; n_keys++)
            for (int32_t pairing = 0; pairing <= WHISKER_UNPAIRED; pairing++)
                for (int32_t variance = 0; variance <= WHISKER_LINEARIZED; variance++) {
                    whisker_items items = items_of(n, n_keys ? cluster : NULL);
                    if (variance != WHISKER_BERNOULLI)
                        check_exchange(&items, a, b, (whisker_difference_options){.variance = variance,
                                                                                  .pairing = pairing});
                }
        free(cluster);
        free(b);
        free(a);
    }
    cJSON_Delete(reference.root);
}

/* ---- which way ---- */

static const double GAP = NAN;

Test(difference, paired_when_half_of_the_items_are_shared)
{
    const double a[6] = {1, 0, 0.5, GAP, 0.25, GAP}, b[6] = {0, 0, GAP, 1, GAP, GAP};
    whisker_items items = items_of(4, NULL);
    whisker_comparison half = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect_eq(half.pairing, WHISKER_PAIRED, "2 of 4 are shared");
    cr_expect(half.notes & WHISKER_NOTE_DROPPED);
    cr_expect(half.difference.n_items == 2 && half.difference.n_missing == 2);
    cr_expect(half.n_a_only == 1 && half.n_b_only == 1);
    cr_expect(half.mean_a == 0.5 && half.mean_b == 0, "means over the shared items");
    items = items_of(6, NULL);
    whisker_comparison less = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect_eq(less.pairing, WHISKER_UNPAIRED, "2 of 5 are shared");
    cr_expect(less.notes & WHISKER_NOTE_UNPAIRED && !(less.notes & WHISKER_NOTE_DROPPED));
    cr_expect(less.difference.n_items == 5 && less.difference.n_missing == 1 && less.difference.n_clusters == 5);
    cr_expect(less.mean_a == 1.75 / 4);
    cr_expect_float_eq(less.difference.value, 1.75 / 4 - 1.0 / 3, 1e-16);
    cr_expect(less.only_a == -1 && isnan(less.exact_p));
    whisker_comparison forced = compare(&items, a, b, (whisker_difference_options){.pairing = WHISKER_PAIRED});
    cr_expect(forced.pairing == WHISKER_PAIRED && forced.difference.n_items == 2);
}

Test(difference, nothing_to_compare)
{
    const double a[2] = {1, GAP}, b[2] = {GAP, 1}, none[2] = {GAP, GAP};
    whisker_items items = items_of(2, NULL), empty = items_of(0, NULL);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.pairing = WHISKER_PAIRED}, "share 0 items"),
                 WHISKER_NO_DATA);
    cr_expect_eq(refused(&items, a, none, (whisker_difference_options){0}, "nothing to compare"), WHISKER_NO_DATA);
    cr_expect_eq(refused(&items, none, none, (whisker_difference_options){0}, "nothing"), WHISKER_NO_DATA);
    cr_expect_eq(refused(&empty, NULL, NULL, (whisker_difference_options){0}, "nothing"), WHISKER_NO_DATA);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect(out.pairing == WHISKER_UNPAIRED && out.difference.value == 0);
    cr_expect(isnan(out.difference.standard_error) && isnan(out.difference.p) && isnan(out.minimum_detectable));
    cr_expect(out.notes & WHISKER_NOTE_ONE_ITEM);
}

/* ---- two samples in clusters ----
 * Expected: BM02 by brute force. Hat matrix H of the regression on two indicators, blocks (I - H_g)^(-1/2) by
 * eigenvalues (numpy), df = (sum of eigenvalues)^2 / sum of squares for independent items with each run's own
 * variance. */

enum { N_SPLIT = 14 };
static const int32_t split_keys[2 * N_SPLIT] = {0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4,
                                                0, 1, 0, 1, 0, 2, 2, 0, 1, 2, 0, 1, 2, 0};
static const double split_a[N_SPLIT] = {.9, .7, .2, .4, GAP, .5, GAP, .8, .6, .9, GAP, .1, GAP, GAP};
static const double split_b[N_SPLIT] = {GAP, GAP, .3, GAP, .1, GAP, .6, .7, GAP, GAP, .2, GAP, .3, .25};

Test(difference, shared_clusters)
{
    whisker_items items = items_of(N_SPLIT, split_keys);
    whisker_comparison out = compare(&items, split_a, split_b, (whisker_difference_options){0});
    cr_expect_eq(out.pairing, WHISKER_UNPAIRED);
    cr_expect_eq(out.difference.variance, WHISKER_CR2);
    cr_expect_float_eq(out.difference.value, 0.21666666666666667, 1e-15);
    cr_expect_float_eq(out.difference.standard_error, 0.08155706394942404, 1e-15);
    cr_expect_float_eq(out.difference.df, 3.6152740525536298, 1e-12);
    cr_expect_float_eq(out.se_unpaired, 0.167078855380757, 1e-14);
    cr_expect(out.notes & WHISKER_NOTE_SHARED_CLUSTERS && out.notes & WHISKER_NOTE_UNPAIRED);
    cr_expect(out.notes & WHISKER_NOTE_FEW_DF);
    cr_expect_eq(out.difference.n_clusters, 5);
    cr_expect_float_eq(out.difference.largest_share, 4.0 / 16, 1e-15);
    out = compare(&items, split_a, split_b, (whisker_difference_options){.variance = WHISKER_CR0});
    cr_expect_float_eq(out.difference.standard_error, 0.07194308130941933, 1e-15);
    out = compare(&items, split_a, split_b, (whisker_difference_options){.variance = WHISKER_CR3});
    cr_expect_float_eq(out.difference.standard_error, 0.09602325162484192, 1e-15);
    /* Linearisation without strata is CR0 with G / (G - 1), df G - 1. */
    out = compare(&items, split_a, split_b, (whisker_difference_options){.variance = WHISKER_LINEARIZED});
    cr_expect_float_eq(out.difference.standard_error, 0.07194308130941933 * sqrt(5.0 / 4), 1e-15);
    cr_expect_eq(out.difference.df, 4);
}

Test(difference, shared_clusters_of_two_keys)
{
    whisker_items items = items_of(N_SPLIT, split_keys);
    items.n_keys = 2;
    whisker_comparison out = compare(&items, split_a, split_b, (whisker_difference_options){0});
    /* 0.0066516 + 0.0113470 - 0.0115193 falls below the second key's variance, which is used. */
    cr_expect_float_eq(out.difference.standard_error, 0.10652232375801873, 1e-14);
    cr_expect(out.notes & WHISKER_NOTE_MULTIWAY_FALLBACK);
    cr_expect_eq(out.difference.n_clusters, 3);
}

/* Clusters that both runs fill alike: the difference of two samples is then as sure as the pairs make it. */
Test(difference, unpaired_in_clusters_of_pairs)
{
    enum { PAIRS = 12 };
    double paired_a[PAIRS], paired_b[PAIRS], split_a[2 * PAIRS], split_b[2 * PAIRS];
    int32_t cluster[2 * PAIRS];
    for (int i = 0; i < PAIRS; i++) {
        paired_a[i] = split_a[2 * i] = sin(i + 1.0);
        paired_b[i] = split_b[2 * i + 1] = sin(i + 1.3) * 0.8;
        split_a[2 * i + 1] = split_b[2 * i] = GAP;
        cluster[2 * i] = cluster[2 * i + 1] = i;
    }
    whisker_items pairs = items_of(PAIRS, NULL), halves = items_of(2 * PAIRS, cluster);
    whisker_comparison paired = compare(&pairs, paired_a, paired_b, (whisker_difference_options){0});
    whisker_comparison apart = compare(&halves, split_a, split_b, (whisker_difference_options){0});
    cr_expect_eq(apart.pairing, WHISKER_UNPAIRED);
    cr_expect_float_eq(apart.difference.value, paired.difference.value, 1e-15);
    cr_expect_float_eq(apart.difference.standard_error, paired.difference.standard_error, 1e-14);
    cr_expect_float_eq(apart.se_unpaired, paired.se_unpaired, 1e-14);
    cr_expect(apart.difference.df > 10 && apart.difference.df < 12, "balanced: near G - 1, got %g",
              apart.difference.df);
}

Test(difference, clusters_that_are_not_shared)
{
    const double a[8] = {1, 0, 1, 1, GAP, GAP, GAP, GAP}, b[8] = {GAP, GAP, GAP, GAP, 0, 0, 1, 0};
    const int32_t cluster[8] = {0, 0, 1, 1, 2, 2, 3, 3};
    whisker_items items = items_of(8, cluster);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    /* Each run: two clusters of two, means half a unit apart. V = (1/4)^2 each, df 1 each, Welch 2. */
    cr_expect_float_eq(out.difference.standard_error, sqrt(0.125), 1e-15);
    cr_expect_float_eq(out.difference.df, 2, 1e-14);
    cr_expect(!(out.notes & WHISKER_NOTE_SHARED_CLUSTERS) && out.notes & WHISKER_NOTE_VERY_FEW_CLUSTERS);
}

/* ---- no variation ---- */

Test(difference, identical_runs)
{
    const double a[5] = {0.1, 0.7, 0.3, 1, 0};
    const int32_t cluster[5] = {0, 0, 1, 1, 2};
    for (int clustered = 0; clustered < 2; clustered++) {
        whisker_items items = items_of(5, clustered ? cluster : NULL);
        whisker_comparison out = compare(&items, a, a, (whisker_difference_options){0});
        cr_expect(out.difference.value == 0 && out.difference.standard_error == 0 && out.difference.p == 1);
        cr_expect(out.notes & WHISKER_NOTE_IDENTICAL && !(out.notes & WHISKER_NOTE_NO_VARIATION));
        cr_expect(isnan(out.difference.lower) && isnan(out.difference.upper) && isnan(out.minimum_detectable));
        cr_expect_float_eq(out.correlation, 1, 1e-15);
    }
}

/* Tango's limits for no discordant item of n: z^2 / (n + z^2). */
Test(difference, identical_binary_runs_have_an_interval)
{
    const double a[5] = {1, 0, 1, 1, 0};
    whisker_items items = items_of(5, NULL);
    whisker_comparison out = compare(&items, a, a, (whisker_difference_options){0});
    double square = 1.959963984540054 * 1.959963984540054;
    cr_expect(out.notes & WHISKER_NOTE_IDENTICAL && out.difference.p == 1);
    cr_expect_float_eq(out.difference.upper, square / (5 + square), 1e-13);
    cr_expect_float_eq(out.difference.lower, -square / (5 + square), 1e-13);
}

Test(difference, constant_shift)
{
    double a[7], b[7];
    for (int i = 0; i < 7; i++) {
        b[i] = 0.1 * i;
        a[i] = b[i] + 0.3;
    }
    whisker_items items = items_of(7, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect_float_eq(out.difference.value, 0.3, 1e-15);
    cr_expect(out.difference.standard_error == 0 && isnan(out.difference.p) && isnan(out.difference.lower));
    cr_expect(out.notes & WHISKER_NOTE_NO_VARIATION && !(out.notes & WHISKER_NOTE_IDENTICAL));
    cr_expect(out.se_unpaired > 0);
}

Test(difference, one_cluster)
{
    const double a[4] = {1, 0, 1, 1}, b[4] = {0, 0, 1, 0};
    const int32_t cluster[4] = {3, 3, 3, 3};
    whisker_items items = items_of(4, cluster);
    whisker_comparison out = compare(&items, a, a, (whisker_difference_options){0});
    cr_expect(out.notes & WHISKER_NOTE_IDENTICAL && out.notes & WHISKER_NOTE_ONE_CLUSTER && isnan(out.difference.p));
    out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect(out.difference.value == 0.5 && isnan(out.difference.standard_error) && isnan(out.difference.p));
    cr_expect(isnan(out.minimum_detectable) && isnan(out.difference.lower));
    cr_expect(out.notes & WHISKER_NOTE_ONE_CLUSTER);
}

Test(difference, infinite_scores_are_left_out)
{
    const double a[4] = {1, INFINITY, 0.5, 0}, b[4] = {0.5, 0.5, 0.25, -INFINITY};
    whisker_items items = items_of(4, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect(out.difference.n_items == 2 && out.difference.value == 0.375);
    cr_expect(out.n_b_only == 1 && out.n_a_only == 1 && out.notes & WHISKER_NOTE_NON_FINITE);
}

/* ---- 0/1 scores ---- */

enum { N_BINARY = 50 };

/* Newcombe's example: 36 both, 12 only A, 2 only B. */
static void fill_binary(double *a, double *b)
{
    for (int i = 0; i < N_BINARY; i++) {
        a[i] = i < 48;
        b[i] = i < 36 || i >= 48;
    }
}

Test(difference, binary_scores)
{
    double a[N_BINARY], b[N_BINARY];
    int32_t cluster[N_BINARY];
    fill_binary(a, b);
    for (int32_t i = 0; i < N_BINARY; i++)
        cluster[i] = i;
    whisker_items items = items_of(N_BINARY, NULL), alone = items_of(N_BINARY, cluster);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect(out.only_a == 12 && out.only_b == 2 && out.difference.interval == WHISKER_TANGO);
    /* 2 (1 + 14 + 91) / 2^14, and 91 / 2^14 less. */
    cr_expect_float_eq(out.exact_p, 212 / 16384.0, 1e-15);
    cr_expect_float_eq(out.mid_p, 121 / 16384.0, 1e-15);
    double variance = (14 - 100.0 / 50) / 49;
    cr_expect_float_eq(out.difference.standard_error, sqrt(variance / 50), 1e-15);
    out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_NEWCOMBE});
    cr_expect_float_eq(out.difference.lower, 0.056929584003238811, 1e-14);
    cr_expect_float_eq(out.difference.upper, 0.3404276029749407, 1e-14);
    cr_expect_eq(out.difference.interval, WHISKER_NEWCOMBE);
    out = compare(&alone, a, b, (whisker_difference_options){.interval = WHISKER_TANGO});
    cr_expect(out.difference.lower < 0.2 && out.difference.upper > 0.2, "clusters of one are none");
    cr_expect_float_eq(out.exact_p, 212 / 16384.0, 1e-15);
    cluster[49] = 0;
    out = compare(&alone, a, b, (whisker_difference_options){0});
    cr_expect(isnan(out.exact_p) && isnan(out.mid_p) && out.only_a == 12, "clustered: counted, not tested");
    cr_expect_eq(refused(&alone, a, b, (whisker_difference_options){.interval = WHISKER_TANGO}, "independent"),
                 WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.interval = WHISKER_WILSON}, "wilson"),
                 WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.variance = WHISKER_BERNOULLI}, "bernoulli"),
                 WHISKER_NOT_BINARY);
    cr_expect_eq(compare(&alone, a, b, (whisker_difference_options){0}).difference.interval, WHISKER_T_WILSON);
    whisker_difference_options by_cr1 = {.variance = WHISKER_CR1}, points = {.high = 5};
    cr_expect_eq(compare(&items, a, b, by_cr1).difference.interval, WHISKER_T, "Tango's has a variance of its own");
    cr_expect_eq(compare(&items, a, b, points).difference.interval, WHISKER_T, "0 and 1 of 5 points");
    b[3] = 0.5;
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.interval = WHISKER_NEWCOMBE}, "0 or 1"),
                 WHISKER_NOT_BINARY);
}

/* ---- a run that is nearly perfect ---- */

enum { FEW_CLUSTERS = 10, NEAR_ITEMS = 100 };

/* A fails once; B in two clusters mostly. */
static void fill_nearly_perfect(double *a, double *b, int32_t *cluster)
{
    for (int32_t i = 0; i < NEAR_ITEMS; i++) {
        cluster[i] = i / (NEAR_ITEMS / FEW_CLUSTERS);
        a[i] = i != 17;
        b[i] = !(cluster[i] == 1 && i % 10 < 7) && !(cluster[i] == 4 && i % 10 < 2) && i != 88;
    }
}

static whisker_estimate bounded(const whisker_items *items, const double *score)
{
    whisker_mean_options options = {.size = sizeof options, .interval = WHISKER_CLUSTERED_WILSON};
    whisker_estimate out = {.size = sizeof out};
    cr_assert_eq(whisker_mean(items, score, &options, NULL, &out, NULL), WHISKER_OK);
    return out;
}

/* The hybrid of the two runs' intervals, by the formula of METHODS 5.1. */
Test(difference, the_far_bound_beside_a_nearly_perfect_run)
{
    double a[NEAR_ITEMS], b[NEAR_ITEMS];
    int32_t cluster[NEAR_ITEMS];
    fill_nearly_perfect(a, b, cluster);
    whisker_items items = items_of(NEAR_ITEMS, cluster);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    whisker_comparison plain = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_T});
    whisker_estimate of_a = bounded(&items, a), of_b = bounded(&items, b);
    double se_a = of_a.standard_error, se_b = of_b.standard_error, se = out.difference.standard_error;
    double covariance = (se_a * se_a + se_b * se_b - se * se) / 2;
    double above = of_a.upper - of_a.value, below = of_b.value - of_b.lower;
    double far = sqrt(above * above + below * below - 2 * covariance / (se_a * se_b) * above * below);
    cr_expect_float_eq(out.difference.upper, of_a.value - of_b.value + far, 1e-14);
    cr_expect(out.difference.upper > plain.difference.upper + 0.05, "%g, %g", out.difference.upper,
              plain.difference.upper);
    cr_expect_eq(out.difference.lower, plain.difference.lower);
    cr_expect_eq(out.difference.p, plain.difference.p);
    cr_expect_eq(out.difference.interval, WHISKER_T_WILSON);
    whisker_comparison swapped = compare(&items, b, a, (whisker_difference_options){0});
    cr_expect(swapped.difference.lower == -out.difference.upper && swapped.difference.upper == -out.difference.lower);
}

Test(difference, the_far_bound_stays_where_runs_fail_often_enough)
{
    double a[NEAR_ITEMS], b[NEAR_ITEMS], grade[NEAR_ITEMS];
    int32_t cluster[NEAR_ITEMS];
    fill_nearly_perfect(a, b, cluster);
    whisker_items items = items_of(NEAR_ITEMS, cluster);
    for (int i = 0; i < NEAR_ITEMS; i++)
        grade[i] = 0.5 * b[i];
    whisker_difference_options ranged = {.high = 1}, t_wilson = {.interval = WHISKER_T_WILSON};
    cr_expect_eq(compare(&items, grade, b, (whisker_difference_options){0}).difference.interval, WHISKER_T, "no range");
    cr_expect_eq(compare(&items, grade, b, ranged).difference.interval, WHISKER_T_WILSON);
    cr_expect_eq(refused(&items, grade, b, t_wilson, "range"), WHISKER_BAD_OPTION);
    for (int i = 0; i < NEAR_ITEMS; i++) {
        a[i] = i % 3 != 0;
        b[i] = i % 2 != 0;
    }
    cr_expect_eq(compare(&items, a, b, t_wilson).difference.interval, WHISKER_T, "means far from the ends");
}

/* 7 of 10 against 3 of 10 on items of their own; intervals as in the reference family twoprop. */
Test(difference, binary_samples)
{
    double a[20], b[20];
    for (int i = 0; i < 20; i++) {
        a[i] = i < 10 ? i < 7 : GAP;
        b[i] = i < 10 ? GAP : i < 13;
    }
    whisker_items items = items_of(20, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_NEWCOMBE});
    cr_expect_float_eq(out.difference.lower, -0.02882045626834299, 1e-14);
    cr_expect_float_eq(out.difference.upper, 0.6718241964405527, 1e-14);
    out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_MIETTINEN_NURMINEN});
    cr_expect_float_eq(out.difference.lower, -0.049104150824475494, 1e-13);
    out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_AGRESTI_CAFFO});
    cr_expect_float_eq(out.difference.upper, 0.7105285780253907, 1e-13);
    out = compare(&items, a, b, (whisker_difference_options){.variance = WHISKER_BERNOULLI, .interval = WHISKER_NORMAL});
    cr_expect_float_eq(out.difference.lower, -0.00167308905271857, 1e-14, "the Wald interval");
    cr_expect(isinf(out.difference.df));
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.interval = WHISKER_TANGO}, "unpaired"),
                 WHISKER_BAD_OPTION);
}

/* ---- detectable effect, range, options ---- */

Test(difference, minimum_detectable_effect)
{
    double a[400], b[400];
    for (int i = 0; i < 400; i++) {
        a[i] = i % 2;
        b[i] = i % 3 == 0;
    }
    whisker_items items = items_of(400, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    /* z at 2.5% and 20% */
    double quantiles = 1.959963984540054 + 0.8416212335729143;
    cr_expect_float_eq(out.minimum_detectable, quantiles * out.difference.standard_error, 1e-14);
    out = compare(&items, a, b, (whisker_difference_options){.level = 0.99, .power = 0.9});
    quantiles = 2.5758293035489004 + 1.2815515655446004;
    cr_expect_float_eq(out.minimum_detectable, quantiles * out.difference.standard_error, 1e-14);
    items.n = 12;
    out = compare(&items, a, b, (whisker_difference_options){.level = 0.99, .power = 0.9});
    quantiles = 4.572424501469242; /* noncentrality of t with 11 df, scipy's nct */
    cr_expect_float_eq(out.minimum_detectable, quantiles * out.difference.standard_error, 1e-11);
    out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_NORMAL});
    quantiles = 1.959963984540054 + 0.8416212335729143;
    cr_expect_float_eq(out.minimum_detectable, quantiles * out.difference.standard_error, 1e-14);
}

Test(difference, range_of_the_score)
{
    const double a[3] = {1, 1, 0}, b[3] = {0, 0, 0};
    whisker_items items = items_of(3, NULL);
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_T, .low = 0, .high = 1});
    cr_expect(out.difference.upper == 1 && out.notes & WHISKER_NOTE_CLIPPED);
    out = compare(&items, a, b, (whisker_difference_options){.low = 0, .high = 1, .pairing = WHISKER_UNPAIRED});
    cr_expect(out.difference.upper == 1 && out.notes & WHISKER_NOTE_CLIPPED);
    out = compare(&items, a, b, (whisker_difference_options){.interval = WHISKER_T});
    cr_expect(out.difference.upper > 1 && !(out.notes & WHISKER_NOTE_CLIPPED));
}

Test(difference, options)
{
    const double a[3] = {1, 1, 0}, b[3] = {0, 0.5, 0};
    whisker_items items = items_of(3, NULL);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.level = 1}, "level"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.power = 0.01}, "power"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.pairing = 7}, "pairing"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.interval = 99}, "interval"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.variance = 77}, "variance"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, b, (whisker_difference_options){.low = 2, .high = 1}, "range"), WHISKER_BAD_OPTION);
    cr_expect_eq(refused(&items, a, NULL, (whisker_difference_options){0}, "two runs"), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(refused(NULL, a, b, (whisker_difference_options){0}, "items"), WHISKER_BAD_ARGUMENT);
    whisker_comparison out = {.size = sizeof out};
    cr_expect_eq(whisker_difference(&items, a, b, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT, "no inner size");
    out.difference.size = sizeof out.difference;
    cr_expect_eq(whisker_difference(&items, a, b, NULL, NULL, &out, NULL), WHISKER_OK);
    out.size = 8;
    cr_expect_eq(whisker_difference(&items, a, b, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
}

Test(difference, weights)
{
    const double a[4] = {1, 0, 1, 0.5}, b[4] = {0, 0, 1, 1}, weight[4] = {3, 1, 0, 2};
    whisker_items items = items_of(4, NULL);
    items.weight = weight;
    whisker_comparison out = compare(&items, a, b, (whisker_difference_options){0});
    cr_expect_float_eq(out.difference.value, (3 * 1 + 0 - 2 * 0.5) / 6, 1e-15);
    cr_expect_float_eq(out.mean_a - out.mean_b, out.difference.value, 1e-15);
    out = compare(&items, a, b, (whisker_difference_options){.pairing = WHISKER_UNPAIRED});
    cr_expect_float_eq(out.difference.value, (3 * 1 + 0 - 2 * 0.5) / 6, 1e-15);
}

/* ---- memory ---- */

static int32_t compare_with_failure(int64_t fail_at, int32_t pairing)
{
    static double a[4000], b[4000];
    static int32_t keys[8000];
    counting_allocator counting;
    whisker_arena *arena = NULL;
    whisker_comparison out = {.size = sizeof out, .difference = {.size = sizeof out.difference}};
    whisker_difference_options options = {.size = sizeof options, .pairing = pairing};
    for (int32_t i = 0; i < 4000; i++) {
        a[i] = i % 7;
        b[i] = i % 5;
        keys[i] = i / 8;
        keys[4000 + i] = i % 50;
    }
    whisker_items items = items_of(4000, keys);
    items.n_keys = 2;
    counting_allocator_start(&counting);
    counting.fail_at = fail_at;
    int32_t status = whisker_arena_new(&counting.allocator, &arena, NULL);
    if (status == WHISKER_OK)
        status = whisker_difference(&items, a, b, &options, arena, &out, NULL);
    whisker_arena_free(arena);
    cr_assert_eq(counting.live_blocks, 0);
    return status;
}

Test(difference, memory)
{
    for (int32_t pairing = WHISKER_PAIRED; pairing <= WHISKER_UNPAIRED; pairing++) {
        int64_t fail_at = 1;
        while (compare_with_failure(fail_at, pairing) == WHISKER_NO_MEMORY)
            cr_assert(++fail_at < 100);
        cr_assert(fail_at > 3);
        cr_assert_eq(compare_with_failure(fail_at, pairing), WHISKER_OK);
    }
}

/* ---- acceptance (STATISTICS 12) ---- */

static double normal(random_stream *stream)
{
    return whisker_normal_quantile(random_uniform(stream), WHISKER_LOWER);
}

enum { CLUSTERS = 50, IN_CLUSTER = 10, ITEMS = CLUSTERS * IN_CLUSTER, TRIALS = 4000 };

/* Two runs of equal merit; what they answer differently depends on the cluster, ICC 0.7. */
static void simulate(uint64_t trial, double *a, double *b, int32_t *cluster)
{
    random_stream stream = random_open(20241100640, trial);
    for (int32_t g = 0; g < CLUSTERS; g++) {
        double shared = normal(&stream);
        for (int32_t i = g * IN_CLUSTER; i < (g + 1) * IN_CLUSTER; i++) {
            b[i] = normal(&stream);
            a[i] = b[i] + sqrt(0.7) * shared + sqrt(0.3) * normal(&stream);
            cluster[i] = g;
        }
    }
}

Test(difference, clustered_test_keeps_its_level)
{
    static double a[ITEMS], b[ITEMS];
    static int32_t cluster[ITEMS];
    int naive = 0, ours = 0;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        simulate(trial, a, b, cluster);
        whisker_items items = items_of(ITEMS, cluster);
        naive += compare(&items, a, b, (whisker_difference_options){.variance = WHISKER_CLT}).difference.p < 0.05;
        ours += compare(&items, a, b, (whisker_difference_options){0}).difference.p < 0.05;
    }
    fprintf(stderr, "50 clusters of 10, ICC 0.7: naive test rejects %.1f%%, clustered %.1f%% of true nulls\n",
            100.0 * naive / TRIALS, 100.0 * ours / TRIALS);
    cr_expect(naive > 0.4 * TRIALS);
    cr_expect(ours > 0.04 * TRIALS && ours < 0.06 * TRIALS, "three standard errors are 1%%");
}
