#include "counting_allocator.h"
#include "reference.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unclipped, as the references are. */
static whisker_mean_options unbounded(int32_t variance, int32_t interval, double level)
{
    return (whisker_mean_options){.size = sizeof(whisker_mean_options), .variance = variance, .interval = interval,
                                  .level = level, .low = -INFINITY, .high = INFINITY};
}

static whisker_items plain_items(int64_t n)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n};
}

static whisker_items clustered_items(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = codes};
}

static whisker_estimate estimate_of(const whisker_items *items, const double *score, const whisker_mean_options *options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_mean(items, score, options, NULL, &estimate, &error);
    cr_assert_eq(status, WHISKER_OK, "%s", error.text);
    return estimate;
}

static int32_t status_of(const whisker_items *items, const double *score, const whisker_mean_options *options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    return whisker_mean(items, score, options, NULL, &estimate, NULL);
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

/* ---- reference families ---- */

static void check_levels(reference *reference, const cJSON *test, const char *key, int32_t interval,
                         const whisker_items *items, const double *x)
{
    const cJSON *expected = reference_expected(test, key), *levels = reference_parameter(test, "conf_levels");
    for (int i = 0; i < cJSON_GetArraySize(levels); i++) {
        whisker_mean_options options = unbounded(0, interval, cJSON_GetArrayItem(levels, i)->valuedouble);
        whisker_estimate got = estimate_of(items, x, &options);
        const cJSON *pair = cJSON_IsNull(expected) ? NULL : cJSON_GetArrayItem(expected, i);
        reference_compare(reference, test, key, key, pair == NULL ? expected : cJSON_GetArrayItem(pair, 0), got.lower);
        reference_compare(reference, test, key, key, pair == NULL ? expected : cJSON_GetArrayItem(pair, 1), got.upper);
    }
}

Test(mean, reference_mean)
{
    reference reference = reference_open("mean");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        whisker_items items = plain_items(n);
        whisker_mean_options options = unbounded(0, WHISKER_T, 0);
        whisker_estimate got = estimate_of(&items, x, &options);
        reference_check(&reference, test, "n", (double)got.n_items);
        reference_check(&reference, test, "mean", got.value);
        reference_check(&reference, test, "se", got.standard_error);
        check_levels(&reference, test, "t_ci", WHISKER_T, &items, x);
        check_levels(&reference, test, "z_ci", WHISKER_NORMAL, &items, x);
        free(x);
    }
    reference_close(&reference);
}

static void check_cluster_case(reference *reference, const cJSON *test, const whisker_items *items, const double *x)
{
    static const struct {
        int32_t variance;
        const char *error, *interval, *p, *df;
    } kinds[] = {
        {WHISKER_CR0, "CR0_se", "", "", ""},
        {WHISKER_CR1, "CR1_se", "CR1_ci", "CR1_p", ""},
        {WHISKER_CR2, "CR2_se", "CR2_ci", "CR2_p", "CR2_df"},
        {WHISKER_CR3, "CR3_se", "", "", ""},
    };
    for (int i = 0; i < 4; i++) {
        whisker_mean_options options = unbounded(kinds[i].variance, WHISKER_T, 0.95);
        whisker_estimate got = estimate_of(items, x, &options);
        reference_check(reference, test, "n", (double)got.n_items);
        reference_check(reference, test, "G", (double)got.n_clusters);
        reference_check(reference, test, "mean", got.value);
        reference_check(reference, test, kinds[i].error, got.standard_error);
        reference_check(reference, test, kinds[i].df, got.df);
        reference_check(reference, test, "iid_se", got.se_clt);
        reference_check(reference, test, "largest_cluster", got.largest_share * (double)got.n_items);
        if (reference_expects(test, kinds[i].interval))
            reference_check_pair(reference, test, kinds[i].interval, got.lower, got.upper);
        reference_check(reference, test, kinds[i].p, got.p);
        if (kinds[i].variance == WHISKER_CR2)
            reference_check(reference, test, "CR2_df_satt", got.df);
    }
}

Test(mean, reference_cluster)
{
    reference reference = reference_open("cluster");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        int32_t *codes = reference_codes(reference_input(test, "cluster"), &n);
        whisker_items items = clustered_items(n, codes);
        check_cluster_case(&reference, test, &items, x);
        free(codes);
        free(x);
    }
    reference_pass_over(&reference, "CR1_df_satt", "CR1 has G - 1 degrees of freedom here, Satterthwaite's belong to CR2");
    reference_close(&reference);
}

enum { MOST_ROWS = 10000 };

/* Rows "item,cluster,score"; clusters are numbered by first appearance. */
static int64_t read_rows(const char *path, double *score, int64_t *labels)
{
    char line[256], cluster[64];
    int64_t n = 0;
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_not_null(fgets(line, sizeof line, file));
    while (n < MOST_ROWS && fgets(line, sizeof line, file) != NULL) {
        cr_assert_eq(sscanf(line, "%*[^,],%63[^,],%lf", cluster, &score[n]), 2, "%s", line);
        uint64_t label = 0;
        for (const char *c = cluster; *c != '\0'; c++)
            label = label * 131 + (unsigned char)*c;
        labels[n++] = (int64_t)label;
    }
    fclose(file);
    return n;
}

Test(mean, reference_cluster_file)
{
    static double score[MOST_ROWS];
    static int64_t labels[MOST_ROWS];
    static int32_t codes[MOST_ROWS];
    reference reference = reference_open("cluster_file");
    cJSON *test;
    reference_each(test, &reference) {
        int32_t n_codes;
        int64_t n = read_rows(reference_path(reference_input(test, "file")->valuestring), score, labels);
        cr_assert_eq(whisker_encode(n, labels, codes, &n_codes, NULL, NULL), WHISKER_OK);
        whisker_items items = clustered_items(n, codes);
        check_cluster_case(&reference, test, &items, score);
    }
    reference_pass_over(&reference, "CR1_df_satt", "CR1 has G - 1 degrees of freedom here, Satterthwaite's belong to CR2");
    reference_close(&reference);
}

/* ---- published numbers ---- */

/* SWE-bench Verified: 372 of 500, binomial standard error of Miller 2024 eq. 1 = sqrt(.744 .256 / 499). */
Test(mean, bernoulli_and_clt_of_a_known_score)
{
    static double score[500];
    for (int i = 0; i < 372; i++)
        score[i] = 1;
    whisker_items items = plain_items(500);
    whisker_mean_options options = {.size = sizeof options, .variance = WHISKER_BERNOULLI};
    whisker_estimate bernoulli = estimate_of(&items, score, &options), clt = estimate_of(&items, score, NULL);
    cr_assert(near(clt.standard_error, 0.01953692, 5e-7));
    cr_assert(near(clt.standard_error, sqrt(.744 * .256 / 499), 1e-15));
    cr_assert(near(bernoulli.standard_error, sqrt(.744 * .256 / 500), 1e-15));
    cr_assert_eq(clt.interval, WHISKER_JEFFREYS);
    cr_assert_eq(clt.variance, WHISKER_CLT);
    cr_assert(isinf(bernoulli.df));
}

/* Two clusters {0, 1, 1} and {1}; mean 3/4, residuals -3/4, 1/4, 1/4 | 1/4, by hand. */
Test(mean, paper_formula_and_icc_by_hand)
{
    double score[] = {0, 1, 1, 1};
    int32_t codes[] = {0, 0, 0, 1};
    whisker_items items = clustered_items(4, codes);
    whisker_mean_options options = unbounded(WHISKER_CLUSTER_PAPER, WHISKER_T, 0);
    whisker_estimate got = estimate_of(&items, score, &options);
    /* squares 3/4; cross terms 2 (-3/16 - 3/16 + 1/16) = -5/8 */
    cr_assert(near(got.standard_error, sqrt(0.75 / 12 - 0.625 / 16), 1e-15));
    cr_assert_eq(got.df, 1);
    /* SSB 1/16/3 + 1/16 = 1/12, MSW = (3/4 - 1/12) / 2 = 1/3, n0 = (4 - 10/4) / 1 = 3/2 */
    cr_assert(near(got.icc, (1. / 12 - 1. / 3) / (1. / 12 + 0.5 / 3), 1e-14));
    cr_assert_eq(got.largest_share, 0.75);
}

/* ---- what is undefined ---- */

Test(mean, one_item_has_no_error)
{
    double score[] = {1};
    whisker_items items = plain_items(1);
    whisker_estimate got = estimate_of(&items, score, NULL);
    cr_assert_eq(got.value, 1);
    cr_assert(isnan(got.standard_error) && isnan(got.df) && isnan(got.lower) && isnan(got.upper) && isnan(got.p));
    cr_assert_eq(got.notes, WHISKER_NOTE_ONE_ITEM);
    for (int32_t variance = WHISKER_CLT; variance <= WHISKER_LINEARIZED; variance++) {
        whisker_mean_options options = {.size = sizeof options, .variance = variance};
        cr_assert(isnan(estimate_of(&items, score, &options).standard_error), "%s", whisker_variance_name(variance));
    }
}

Test(mean, one_cluster_has_no_error)
{
    double score[] = {1, 0, 1, 1};
    int32_t codes[] = {2, 2, 2, 2};
    whisker_items items = clustered_items(4, codes);
    for (int32_t variance = WHISKER_CLUSTER_PAPER; variance <= WHISKER_LINEARIZED; variance++) {
        whisker_mean_options options = {.size = sizeof options, .variance = variance};
        whisker_estimate got = estimate_of(&items, score, &options);
        cr_assert(isnan(got.standard_error) && isnan(got.df) && isnan(got.lower) && isnan(got.design_effect));
        cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER);
        cr_assert_eq(got.n_clusters, 1);
        cr_assert(near(got.se_clt, 0.25, 1e-15));
    }
}

Test(mean, all_right_gives_the_exact_bound)
{
    double score[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    int32_t codes[] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    whisker_items items = plain_items(10), clustered = clustered_items(10, codes);
    whisker_estimate got = estimate_of(&items, score, NULL), by_cluster = estimate_of(&clustered, score, NULL);
    cr_assert_eq(got.interval, WHISKER_EXACT_BOUND);
    cr_assert_eq(got.standard_error, 0);
    cr_assert(isnan(got.p) && isnan(got.design_effect));
    cr_assert(near(got.lower, pow(0.05, 0.1), 1e-14));
    cr_assert_eq(got.upper, 1);
    cr_assert_eq(got.notes, WHISKER_NOTE_NO_VARIATION | WHISKER_NOTE_SMALL_EXACT);
    cr_assert(near(by_cluster.lower, pow(0.05, 0.2), 1e-14));
    cr_assert(by_cluster.notes & WHISKER_NOTE_SMALL_EXACT);
    cr_assert(isnan(by_cluster.icc));
}

Test(mean, all_at_the_end_of_a_declared_range)
{
    double score[] = {2, 2, 2};
    whisker_items items = plain_items(3);
    whisker_mean_options options = {.size = sizeof options, .low = 2, .high = 10};
    whisker_estimate got = estimate_of(&items, score, &options);
    cr_assert_eq(got.lower, 2);
    cr_assert(near(got.upper, 2 + 8 * (1 - cbrt(0.05)), 1e-14));
    options.low = 1;
    got = estimate_of(&items, score, &options);
    cr_assert_eq(got.interval, WHISKER_CLUSTERED_WILSON);
    cr_assert(got.lower == 2 && got.upper == 2);
    cr_assert_eq(got.notes, WHISKER_NOTE_NO_VARIATION);
}

/* The same number reached by different roundings has no variance. */
Test(mean, rounding_is_no_variation)
{
    double score[] = {0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2};
    whisker_items items = plain_items(4);
    whisker_estimate got = estimate_of(&items, score, NULL);
    cr_assert_eq(got.standard_error, 0);
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION);
    score[0] = 0.3 + 1e-9;
    got = estimate_of(&items, score, NULL);
    cr_assert(near(got.standard_error, 2.5e-10, 1e-6));
}

Test(mean, missing_and_infinite_scores_are_left_out_and_counted)
{
    double score[] = {NAN, 1, 0, INFINITY, 1, 0, NAN, 1}, kept[] = {1, 0, 1, 0, 1};
    int32_t codes[] = {7, 0, 0, 3, 3, 5, 5, 5}, kept_codes[] = {0, 0, 3, 4, 4};
    whisker_items items = clustered_items(8, codes), same = clustered_items(5, kept_codes);
    whisker_estimate got = estimate_of(&items, score, NULL), expected = estimate_of(&same, kept, NULL);
    cr_assert_eq(got.n_items, 5);
    cr_assert_eq(got.n_missing, 3);
    cr_assert_eq(got.n_clusters, 3);
    cr_assert(got.notes & WHISKER_NOTE_NON_FINITE);
    cr_assert(!(expected.notes & WHISKER_NOTE_NON_FINITE));
    cr_assert_eq(got.standard_error, expected.standard_error);
    cr_assert_eq(got.df, expected.df);
}

/* ---- notes ---- */

static whisker_estimate by_sizes(const int *sizes, int n_clusters)
{
    double score[400];
    int32_t codes[400];
    int n = 0;
    for (int g = 0; g < n_clusters; g++)
        for (int i = 0; i < sizes[g]; i++, n++) {
            score[n] = (n * 7 + g) % 5;
            codes[n] = g;
        }
    whisker_items items = clustered_items(n, codes);
    return estimate_of(&items, score, NULL);
}

Test(mean, notes_of_clusters)
{
    const uint32_t cluster_notes = WHISKER_NOTE_FEW_CLUSTERS | WHISKER_NOTE_VERY_FEW_CLUSTERS |
                                   WHISKER_NOTE_DOMINANT_CLUSTER | WHISKER_NOTE_FEW_DF;
    int sizes[30];
    for (int g = 0; g < 30; g++)
        sizes[g] = 4;
    cr_assert_eq(by_sizes(sizes, 20).notes & cluster_notes, 0);
    cr_assert_eq(by_sizes(sizes, 19).notes & cluster_notes, WHISKER_NOTE_FEW_CLUSTERS);
    cr_assert_eq(by_sizes(sizes, 6).notes & cluster_notes, WHISKER_NOTE_FEW_CLUSTERS);
    cr_assert_eq(by_sizes(sizes, 5).notes & cluster_notes, WHISKER_NOTE_FEW_CLUSTERS | WHISKER_NOTE_VERY_FEW_CLUSTERS);
    cr_assert_eq(by_sizes(sizes, 4).notes & cluster_notes,
                 WHISKER_NOTE_FEW_CLUSTERS | WHISKER_NOTE_VERY_FEW_CLUSTERS | WHISKER_NOTE_FEW_DF);
    sizes[0] = 40; /* 40 of 156 */
    cr_assert_eq(by_sizes(sizes, 30).notes & cluster_notes, WHISKER_NOTE_DOMINANT_CLUSTER);
    sizes[0] = 38; /* 38 of 154: below a quarter */
    cr_assert_eq(by_sizes(sizes, 30).notes & cluster_notes, 0);
    sizes[0] = 200;
    cr_assert(by_sizes(sizes, 30).notes & WHISKER_NOTE_FEW_DF);
}

Test(mean, intervals_stay_in_the_range)
{
    double score[] = {1, 1, 1, 1, 1, 0}, points[] = {9, 10, 10, 4};
    int32_t codes[] = {0, 0, 1, 1, 2, 2};
    whisker_items items = clustered_items(6, codes), plain = plain_items(4);
    whisker_mean_options options = {.size = sizeof options, .interval = WHISKER_T};
    whisker_estimate got = estimate_of(&items, score, &options);
    cr_assert_eq(got.upper, 1);
    cr_assert(got.lower < 0.5 && (got.notes & WHISKER_NOTE_CLIPPED));
    options.high = 10;
    got = estimate_of(&plain, points, &options);
    cr_assert_eq(got.upper, 10);
    cr_assert(got.notes & WHISKER_NOTE_CLIPPED);
    options.high = 20;
    cr_assert(!(estimate_of(&plain, points, &options).notes & WHISKER_NOTE_CLIPPED));
}

/* ---- properties ---- */

enum { N = 240, GROUPS = 24 };

typedef struct design {
    double score[N], weight[N];
    int32_t codes[N], stratum[N];
    random_stream random;
} design;

static void fill_design(design *design, uint64_t seed)
{
    design->random = random_open(seed, 0);
    for (int i = 0; i < N; i++) {
        double skewed = random_uniform(&design->random);
        design->codes[i] = (int32_t)(skewed * skewed * GROUPS);
        design->score[i] = exp(6 * random_uniform(&design->random)) - design->codes[i];
        design->weight[i] = random_uniform(&design->random);
        design->stratum[i] = design->codes[i] % 3;
    }
}

static void swap_rows(design *design, int i, int j)
{
    struct design before = *design;
    design->score[i] = before.score[j];
    design->score[j] = before.score[i];
    design->weight[i] = before.weight[j];
    design->weight[j] = before.weight[i];
    design->codes[i] = before.codes[j];
    design->codes[j] = before.codes[i];
    design->stratum[i] = before.stratum[j];
    design->stratum[j] = before.stratum[i];
}

static void shuffle(design *design)
{
    int32_t label[GROUPS];
    for (int g = 0; g < GROUPS; g++)
        label[g] = g * 9 + 3; /* other codes, in another order */
    for (uint32_t g = GROUPS; g > 1; g--) {
        uint32_t other = random_below(&design->random, g);
        int32_t kept = label[g - 1];
        label[g - 1] = label[other];
        label[other] = kept;
    }
    for (uint32_t i = N; i > 1; i--)
        swap_rows(design, (int)i - 1, (int)random_below(&design->random, i));
    for (int i = 0; i < N; i++)
        design->codes[i] = label[design->codes[i] % GROUPS];
}

static whisker_items items_of(const design *design, int weighted, int stratified)
{
    whisker_items items = clustered_items(N, design->codes);
    items.weight = weighted ? design->weight : NULL;
    items.stratum = stratified ? design->stratum : NULL;
    return items;
}

/* Not one bit changes when rows change places and clusters change numbers. */
Test(mean, order_and_labels_change_no_bit)
{
    design before, after;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        fill_design(&before, seed);
        after = before;
        shuffle(&after);
        for (int32_t variance = WHISKER_CLT; variance <= WHISKER_LINEARIZED; variance++) {
            if (variance == WHISKER_BERNOULLI)
                continue;
            int stratified = variance == WHISKER_LINEARIZED;
            whisker_items items = items_of(&before, seed % 2, stratified), moved = items_of(&after, seed % 2, stratified);
            whisker_mean_options options = {.size = sizeof options, .variance = variance};
            whisker_estimate a = estimate_of(&items, before.score, &options);
            whisker_estimate b = estimate_of(&moved, after.score, &options);
            cr_assert(memcmp(&a, &b, sizeof a) == 0, "%s, seed %d", whisker_variance_name(variance), (int)seed);
        }
    }
}

/* Terms that tie: 1 + 2^-53 + ... lies so near the middle of two doubles that compensated sums round by order. */
Test(mean, order_changes_no_bit_near_ties)
{
    enum { COUNT = 64 };
    double score[COUNT] = {1, 1, 0x1p-52, 0x1p-54, -0x1p-106, 0x1p-105}, moved[COUNT];
    for (int i = 6; i < COUNT; i++)
        score[i] = (i % 2 ? 1 : -1) * ldexp(1 + i / 64., -i);
    whisker_items items = plain_items(COUNT);
    whisker_estimate expected = estimate_of(&items, score, NULL);
    random_stream random = random_open(3, 0);
    for (int run = 0; run < 500; run++) {
        memcpy(moved, score, sizeof moved);
        for (uint32_t i = COUNT; i > 1; i--) {
            uint32_t j = random_below(&random, i);
            double kept = moved[i - 1];
            moved[i - 1] = moved[j];
            moved[j] = kept;
        }
        whisker_estimate got = estimate_of(&items, moved, NULL);
        cr_assert(memcmp(&got, &expected, sizeof got) == 0);
    }
}

Test(mean, singleton_clusters_are_no_clusters)
{
    design design;
    int32_t own[N];
    for (int i = 0; i < N; i++)
        own[i] = (i * 7) % N;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        fill_design(&design, seed);
        whisker_items plain = plain_items(N), singletons = clustered_items(N, own);
        whisker_mean_options options = unbounded(WHISKER_CR2, WHISKER_T, 0);
        whisker_estimate clt = estimate_of(&plain, design.score, NULL);
        whisker_estimate cr2 = estimate_of(&singletons, design.score, &options);
        cr_assert_eq(cr2.standard_error, clt.standard_error);
        cr_assert_eq(cr2.df, N - 1);
        cr_assert_eq(cr2.lower, clt.lower);
        cr_assert_eq(cr2.p, clt.p);
        cr_assert_eq(cr2.design_effect, 1);
    }
}

Test(mean, doubled_items_are_no_news_to_clusters)
{
    design design;
    double doubled[2 * N];
    int32_t codes[2 * N];
    fill_design(&design, 5);
    for (int i = 0; i < 2 * N; i++) {
        doubled[i] = design.score[i / 2];
        codes[i] = i / 2;
    }
    whisker_items plain = plain_items(N), pairs = clustered_items(2 * N, codes), naive = plain_items(2 * N);
    whisker_estimate once = estimate_of(&plain, design.score, NULL), twice = estimate_of(&pairs, doubled, NULL);
    cr_assert(near(twice.standard_error, once.standard_error, 1e-14));
    cr_assert_eq(twice.df, once.df);
    cr_assert_eq(twice.icc, 1);
    cr_assert(near(estimate_of(&naive, doubled, NULL).standard_error, once.standard_error / sqrt(2), 5e-3));
    /* (2n - 1) / (n - 1): the naive variance has lost half of its items and one degree */
    cr_assert(near(twice.design_effect, (2. * N - 1) / (N - 1), 1e-13));
}

Test(mean, shift_and_scale)
{
    design design;
    double moved[N];
    fill_design(&design, 6);
    for (int i = 0; i < N; i++) {
        design.score[i] = floor(design.score[i] * 16) / 16; /* so that shifting by 2^20 is exact */
        moved[i] = 8 * design.score[i] + 0x1p20;
    }
    whisker_items items = clustered_items(N, design.codes);
    whisker_estimate a = estimate_of(&items, design.score, NULL), b = estimate_of(&items, moved, NULL);
    cr_assert(near(b.value, 8 * a.value + 0x1p20, 1e-15));
    cr_assert(near(b.standard_error, 8 * a.standard_error, 1e-14));
    cr_assert(near(b.icc, a.icc, 1e-13));
    cr_assert(near(b.design_effect, a.design_effect, 1e-13));
    cr_assert_eq(b.df, a.df);
    for (int i = 0; i < N; i++)
        moved[i] = -design.score[i];
    b = estimate_of(&items, moved, NULL);
    cr_assert_eq(b.value, -a.value);
    cr_assert_eq(b.standard_error, a.standard_error);
    cr_assert_eq(b.lower, -a.upper);
    cr_assert_eq(b.p, a.p);
    for (int i = 0; i < N; i++)
        moved[i] = design.score[i] * 0x1p-1000;
    b = estimate_of(&items, moved, NULL);
    cr_assert_eq(b.standard_error, a.standard_error * 0x1p-1000);
    cr_assert_eq(b.icc, a.icc);
}

/* Weights that count copies give the mean of the copies; a constant factor changes nothing. */
/* Neither a score nor its absence counts where there is no item. */
Test(mean, an_item_of_weight_0_is_not_missing)
{
    double score[] = {1, 0, NAN, INFINITY, NAN, 1}, weight[] = {1, 1, 0, 0, 1, 0};
    whisker_items items = plain_items(6);
    items.weight = weight;
    whisker_estimate got = estimate_of(&items, score, NULL);
    cr_assert(got.n_items == 2 && got.n_missing == 1 && got.value == 0.5);
    cr_assert(!(got.notes & WHISKER_NOTE_NON_FINITE));
}

Test(mean, weights)
{
    double score[] = {0, 1, 3, 4, 2, 7}, copies[] = {0, 1, 1, 3, 4, 4, 4, 2, 7};
    double weight[] = {1, 2, 1, 3, 1, 1}, scaled[] = {1e-9, 2e-9, 1e-9, 3e-9, 1e-9, 1e-9};
    int32_t codes[] = {0, 0, 1, 1, 2, 2}, copy_codes[] = {0, 0, 0, 1, 1, 1, 1, 2, 2};
    whisker_items items = clustered_items(6, codes), repeated = clustered_items(9, copy_codes);
    for (int32_t variance = WHISKER_CR0; variance <= WHISKER_CR3; variance++) {
        whisker_mean_options options = {.size = sizeof options, .variance = variance};
        items.weight = weight;
        whisker_estimate a = estimate_of(&items, score, &options), b = estimate_of(&repeated, copies, &options);
        cr_assert(near(a.value, b.value, 1e-15));
        cr_assert(near(a.standard_error, b.standard_error, 1e-14));
        cr_assert(near(a.df, b.df, 1e-14));
        items.weight = scaled;
        whisker_estimate c = estimate_of(&items, score, &options);
        cr_assert(near(c.standard_error, a.standard_error, 1e-14));
    }
    double some[] = {1, 0, 1, 1, 1, 0}, fewer[] = {0, 3, 4, 2};
    int32_t fewer_codes[] = {0, 1, 1, 2};
    whisker_items left = clustered_items(4, fewer_codes);
    items.weight = some;
    cr_assert(near(estimate_of(&items, score, NULL).standard_error, estimate_of(&left, fewer, NULL).standard_error, 1e-14));
    cr_assert_eq(estimate_of(&items, score, NULL).n_items, 4);
}

/* ---- intervals of clustered 0/1 scores ---- */

/* Balanced: 12 clusters of 5. n* by the definition of Korn and Graubard, written out. */
Test(mean, effective_size_intervals)
{
    double score[60];
    int32_t codes[60];
    for (int i = 0; i < 60; i++) {
        codes[i] = i / 5;
        score[i] = (codes[i] % 4 != 0) ^ (i % 11 == 3);
    }
    whisker_items items = clustered_items(60, codes);
    whisker_mean_options options = {.size = sizeof options, .interval = WHISKER_KORN_GRAUBARD};
    whisker_estimate got = estimate_of(&items, score, &options);
    double ratio = whisker_t_quantile(0.975, 59, WHISKER_LOWER) / whisker_t_quantile(0.975, 11, WHISKER_LOWER);
    double size = got.value * (1 - got.value) / pow(got.standard_error, 2) * ratio * ratio;
    double lower, upper;
    cr_assert(size < 30 && size > 5);
    cr_assert_eq(whisker_proportion_interval(got.value * size, size, WHISKER_CLOPPER_PEARSON, 0.95, &lower, &upper, NULL), 0);
    cr_assert(near(got.lower, lower, 1e-12) && near(got.upper, upper, 1e-12));
    options.interval = WHISKER_EFFECTIVE_WILSON;
    whisker_estimate wilson = estimate_of(&items, score, &options);
    cr_assert(wilson.lower > got.lower && wilson.upper < got.upper);
    options.interval = WHISKER_WILSON;
    cr_assert_eq(status_of(&items, score, &options), WHISKER_BAD_OPTION);
    options.variance = WHISKER_CLT;
    cr_assert_eq(status_of(&items, score, &options), WHISKER_OK);
}

/* ---- misuse ---- */

Test(mean, refusals)
{
    double score[] = {0.5, 0.25}, missing[] = {NAN, NAN};
    int32_t bad_codes[] = {0, 2};
    double bad_weight[] = {1, -1};
    whisker_items items = plain_items(2), empty = plain_items(0), bad = clustered_items(2, bad_codes);
    whisker_mean_options options = {.size = sizeof options, .interval = WHISKER_WILSON};
    cr_assert_eq(status_of(&items, missing, NULL), WHISKER_NO_DATA);
    cr_assert_eq(status_of(&empty, NULL, NULL), WHISKER_NO_DATA);
    cr_assert_eq(status_of(NULL, score, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&bad, score, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, score, &options), WHISKER_NOT_BINARY);
    options.interval = WHISKER_TANGO;
    cr_assert_eq(status_of(&items, score, &options), WHISKER_BAD_OPTION);
    options.interval = 0;
    options.variance = WHISKER_BERNOULLI;
    cr_assert_eq(status_of(&items, score, &options), WHISKER_NOT_BINARY);
    options.variance = 99;
    cr_assert_eq(status_of(&items, score, &options), WHISKER_BAD_OPTION);
    options = (whisker_mean_options){.size = sizeof options, .level = 1};
    cr_assert_eq(status_of(&items, score, &options), WHISKER_BAD_OPTION);
    options = (whisker_mean_options){.size = sizeof options, .low = 0.3, .high = 1};
    cr_assert_eq(status_of(&items, score, &options), WHISKER_BAD_OPTION);
    items.weight = bad_weight;
    cr_assert_eq(status_of(&items, score, NULL), WHISKER_BAD_ARGUMENT);
    items.weight = NULL;
    items.population = 1;
    cr_assert_eq(status_of(&items, score, NULL), WHISKER_BAD_ARGUMENT);
}

/* An older caller's shorter structs get defaults; a newer one's are refused if they say something unknown. */
Test(mean, structs_of_other_versions)
{
    struct {
        whisker_mean_options known;
        double unknown;
    } newer = {{.size = sizeof newer}, 0};
    struct {
        whisker_estimate known;
        double tail;
    } larger = {{.size = sizeof larger}, 42};
    double score[] = {0.5, 0.25, 1};
    whisker_items items = plain_items(3);
    whisker_mean_options older = {.size = offsetof(whisker_mean_options, level), .level = 7};
    whisker_estimate short_result = {.size = offsetof(whisker_estimate, df), .df = 42};
    cr_assert_eq(status_of(&items, score, &older), WHISKER_OK);
    cr_assert_eq(status_of(&items, score, &newer.known), WHISKER_OK);
    newer.unknown = 1;
    cr_assert_eq(status_of(&items, score, &newer.known), WHISKER_BAD_OPTION);
    older.size = 0;
    cr_assert_eq(status_of(&items, score, &older), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_mean(&items, score, NULL, NULL, &short_result, NULL), WHISKER_OK);
    cr_assert(near(short_result.value, 1.75 / 3, 1e-15));
    cr_assert_eq(short_result.df, 42);
    cr_assert_eq(short_result.size, offsetof(whisker_estimate, df));
    cr_assert_eq(whisker_mean(&items, score, NULL, NULL, &larger.known, NULL), WHISKER_OK);
    cr_assert_eq(larger.tail, 42);
    items.size = offsetof(whisker_items, weight); /* without weight, stratum, population */
    cr_assert_eq(status_of(&items, score, NULL), WHISKER_OK);
}

enum { MANY = 20000 };

Test(mean, every_allocation_may_fail)
{
    static double score[MANY], weight[MANY];
    static int32_t codes[2 * MANY], stratum[MANY];
    for (int i = 0; i < MANY; i++) {
        score[i] = i % 7 == 0 ? NAN : i % 5;
        weight[i] = 1 + i % 3;
        codes[i] = i / 4;
        codes[MANY + i] = i % 1000;
        stratum[i] = i % 3;
    }
    whisker_items crossed = {.size = sizeof crossed, .n = MANY, .n_keys = 2, .cluster = codes, .weight = weight};
    whisker_items designed = {.size = sizeof designed, .n = MANY, .n_keys = 1, .cluster = codes, .stratum = stratum};
    const whisker_items *designs[] = {&crossed, &designed};
    for (int d = 0; d < 2; d++) {
        int32_t status = WHISKER_NO_MEMORY;
        for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
            counting_allocator counting;
            whisker_arena *arena;
            whisker_estimate got = {.size = sizeof got, .value = 42};
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK) {
                status = whisker_mean(designs[d], score, NULL, arena, &got, NULL);
                cr_assert(status == WHISKER_OK || got.value == 42);
                whisker_arena_free(arena);
            }
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert_lt(fail_at, 200);
        }
    }
}

/* ---- coverage ---- */

static double normal_draw(random_stream *random)
{
    return whisker_normal_quantile(random_uniform(random), WHISKER_LOWER);
}

/* 30 clusters of 10 items, intraclass correlation .4. An interval that ignores the clusters is too short by the root of
 * the design effect 1 + 9 rho and covers 1 - 2 Phi(-1.96 / sqrt(1 + 9 rho)), about 64%; ours covers 95%. Bounds are three
 * standard errors of 4000 simulations. */
Test(mean, coverage_with_clusters)
{
    enum { CLUSTERS = 30, EACH = 10, RUNS = 4000 };
    const double correlation = 0.4;
    double score[CLUSTERS * EACH];
    int32_t codes[CLUSTERS * EACH];
    int naive = 0, clustered = 0;
    double mean_icc = 0;
    for (int run = 0; run < RUNS; run++) {
        random_stream random = random_open(20240601, (uint64_t)run);
        for (int g = 0; g < CLUSTERS; g++) {
            double shared = sqrt(correlation) * normal_draw(&random);
            for (int i = 0; i < EACH; i++) {
                score[g * EACH + i] = shared + sqrt(1 - correlation) * normal_draw(&random);
                codes[g * EACH + i] = g;
            }
        }
        whisker_items plain = plain_items(CLUSTERS * EACH), items = clustered_items(CLUSTERS * EACH, codes);
        whisker_estimate one = estimate_of(&plain, score, NULL), two = estimate_of(&items, score, NULL);
        naive += one.lower <= 0 && 0 <= one.upper;
        clustered += two.lower <= 0 && 0 <= two.upper;
        mean_icc += two.icc / RUNS;
    }
    fprintf(stderr, "coverage: naive %.1f%%, clustered %.1f%%, mean icc %.3f\n", 100. * naive / RUNS,
            100. * clustered / RUNS, mean_icc);
    cr_assert(clustered > 0.9395 * RUNS && clustered < 0.9605 * RUNS);
    double expected_naive = 1 - 2 * whisker_normal_cdf(1.96 / sqrt(1 + (EACH - 1) * correlation), WHISKER_UPPER);
    cr_assert(fabs(naive / (double)RUNS - expected_naive) < 0.03);
    cr_assert(fabs(mean_icc - correlation) < 0.02);
}

Test(mean, no_items_at_all_are_no_data_also_with_a_cluster_key)
{
    const int32_t codes[] = {0};
    whisker_items items = {.size = sizeof items, .n = 0, .n_keys = 1, .cluster = codes};
    whisker_estimate out = {.size = sizeof out};
    cr_assert_eq(whisker_mean(&items, NULL, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
}
