#include "counting_allocator.h"
#include "reference.h"

#include "base/random.h"
#include "resample/max_t.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RUNS = 6, MOST_PAIRS = MOST_RUNS * (MOST_RUNS - 1) / 2, MOST_ITEMS = 400 };

/* Everything about one call. */
typedef struct call {
    whisker_items items;
    int32_t n_runs;
    double scores[MOST_RUNS * MOST_ITEMS];
    int32_t cluster[MOST_ITEMS];
    int64_t n_pairs;
    whisker_max_t_pair pairs[MOST_PAIRS];
    whisker_max_t_options options;
    whisker_max_t out;
} call;

static void all_pairs(call *call, int32_t n_runs)
{
    call->n_runs = n_runs;
    call->n_pairs = 0;
    for (int32_t a = 0; a < n_runs; a++)
        for (int32_t b = a + 1; b < n_runs; b++)
            call->pairs[call->n_pairs++] = (whisker_max_t_pair){.size = sizeof(whisker_max_t_pair), .a = a, .b = b};
}

static int32_t run(call *call, whisker_arena *arena, whisker_error *error)
{
    call->options.size = sizeof call->options;
    call->out = (whisker_max_t){.size = sizeof call->out};
    return whisker_max_t_test(&call->items, call->n_runs, call->scores, call->n_pairs, call->pairs, &call->options, arena,
                              &call->out, error);
}

static void compare(call *call)
{
    whisker_error error = {0};
    cr_assert_eq(run(call, NULL, &error), WHISKER_OK, "%s", error.text);
}

/* Runs of different means on n items, `clusters` of them uneven ones; a twentieth of the scores missing on request. */
static void fill(call *call, int32_t n_runs, int64_t n, int32_t clusters, int missing, uint64_t seed)
{
    random_stream stream = random_open(seed, 1);
    memset(call, 0, sizeof *call);
    all_pairs(call, n_runs);
    for (int64_t i = 0; i < n; i++) {
        uint32_t drawn = random_below(&stream, (uint32_t)clusters);
        call->cluster[i] = i < clusters ? (int32_t)i : (int32_t)random_below(&stream, drawn + 1); /* every one is there */
    }
    for (int32_t r = 0; r < n_runs; r++)
        for (int64_t i = 0; i < n; i++) {
            double x = random_uniform(&stream) + 0.02 * r + 0.1 * call->cluster[i] / (1 + call->cluster[i]);
            call->scores[r * n + i] = missing && random_below(&stream, 20) == 0 ? NAN : x;
        }
    call->items = (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = call->cluster};
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

/* ---- expected values ---- */

Test(max_t, reference)
{
    reference reference = reference_open("maxt");
    cJSON *test;
    reference_each(test, &reference) {
        static call call;
        const cJSON *rows = reference_input(test, "X"), *row;
        double difference[MOST_PAIRS], t[MOST_PAIRS], single[MOST_PAIRS], step_down[MOST_PAIRS], alone[MOST_PAIRS];
        memset(&call, 0, sizeof call);
        all_pairs(&call, cJSON_GetArraySize(rows));
        int32_t r = 0;
        cJSON_ArrayForEach(row, rows) {
            int64_t n;
            double *x = reference_numbers(row, &n);
            call.items = (whisker_items){.size = sizeof(whisker_items), .n = n};
            memcpy(call.scores + r++ * n, x, (size_t)n * sizeof *x);
            free(x);
        }
        compare(&call);
        cr_assert_eq(call.out.method, WHISKER_FLIPS_ENUMERATION);
        for (int64_t p = 0; p < call.n_pairs; p++) {
            difference[p] = call.pairs[p].value;
            t[p] = call.pairs[p].t;
            single[p] = call.pairs[p].p;
            step_down[p] = call.pairs[p].p_step_down;
            alone[p] = call.pairs[p].p_unadjusted;
        }
        reference_check_list(&reference, test, "mean_diff", difference, call.n_pairs);
        reference_check_list(&reference, test, "t", t, call.n_pairs);
        reference_check_list(&reference, test, "p_single_step_t", single, call.n_pairs);
        reference_check_list(&reference, test, "p_step_down_t", step_down, call.n_pairs);
        reference_check_list(&reference, test, "p_unadjusted_t", alone, call.n_pairs);
        call.options.statistic = WHISKER_MAX_T_MEAN;
        compare(&call);
        for (int64_t p = 0; p < call.n_pairs; p++)
            single[p] = call.pairs[p].p;
        reference_check_list(&reference, test, "p_single_step_mean", single, call.n_pairs);
        const cJSON *pairs = reference_expected(test, "pairs"), *pair;
        int64_t p = 0;
        cJSON_ArrayForEach(pair, pairs) {
            reference_compare(&reference, test, "pairs", "a", cJSON_GetArrayItem(pair, 0), call.pairs[p].a);
            reference_compare(&reference, test, "pairs", "b", cJSON_GetArrayItem(pair, 1), call.pairs[p].b);
            p++;
        }
    }
    reference_close(&reference);
}

/* ---- brute force: clusters, missing scores ---- */

enum { FEW = 12 };

/* What the clusters of a pair add up to: differences d and sizes n on the items that both runs have. */
typedef struct sums {
    double d[FEW], n[FEW];
} sums;

static sums sums_of(const call *call, const whisker_max_t_pair *pair)
{
    sums sums = {{0}, {0}};
    int64_t n = call->items.n;
    for (int64_t i = 0; i < n; i++) {
        double difference = call->scores[pair->a * n + i] - call->scores[pair->b * n + i];
        sums.d[call->cluster[i]] += isnan(difference) ? 0 : difference;
        sums.n[call->cluster[i]] += !isnan(difference);
    }
    return sums;
}

static const int all_plus = (1 << FEW) - 1;

static double total(const double *x)
{
    double total = 0;
    for (int u = 0; u < FEW; u++)
        total += x[u];
    return total;
}

/* |t| by CR2 when the signs of x are those of the pattern. */
static double t_of(const double *x, const double *n, int pattern)
{
    double sum = 0, square = 0, size = total(n);
    for (int u = 0; u < FEW; u++)
        sum += pattern >> u & 1 ? x[u] : -x[u];
    for (int u = 0; u < FEW; u++) {
        double left = (pattern >> u & 1 ? x[u] : -x[u]) - sum / size * n[u];
        square += left * left / (1 - n[u] / size);
    }
    return fabs(sum) / sqrt(square);
}

/* What each cluster differs from the mean of all others. */
static sums residuals_of(const sums *sums)
{
    struct sums made = *sums;
    double d = total(sums->d), n = total(sums->n);
    for (int u = 0; u < FEW; u++)
        made.d[u] = sums->d[u] - (d - sums->d[u]) / (n - sums->n[u]) * sums->n[u];
    return made;
}

static int upwards(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Uneven clusters, or even ones, with the scores of a run missing here and there. */
static void expect_brute_force(call *call)
{
    static double largest[1 << FEW];
    sums sums[MOST_PAIRS], residuals[MOST_PAIRS];
    int64_t single[MOST_PAIRS] = {0}, alone[MOST_PAIRS] = {0};
    compare(call);
    for (int64_t p = 0; p < call->n_pairs; p++) {
        sums[p] = sums_of(call, &call->pairs[p]);
        residuals[p] = residuals_of(&sums[p]);
    }
    for (int pattern = 0; pattern < 1 << FEW; pattern++) {
        double of_all = largest[pattern] = 0;
        for (int64_t p = 0; p < call->n_pairs; p++) {
            double t = t_of(sums[p].d, sums[p].n, pattern);
            of_all = fmax(of_all, t);
            alone[p] += t >= t_of(sums[p].d, sums[p].n, all_plus) * (1 - 1e-10);
            largest[pattern] = fmax(largest[pattern], t_of(residuals[p].d, sums[p].n, pattern));
        }
        for (int64_t p = 0; p < call->n_pairs; p++)
            single[p] += of_all >= t_of(sums[p].d, sums[p].n, all_plus) * (1 - 1e-10);
    }
    qsort(largest, 1 << FEW, sizeof *largest, upwards);
    double critical = largest[(int)ceil(0.95 * (1 << FEW)) - 1];
    for (int64_t p = 0; p < call->n_pairs; p++) {
        const whisker_max_t_pair *pair = &call->pairs[p];
        cr_assert_eq(pair->p, (double)single[p] / (1 << FEW));
        cr_assert_eq(pair->p_unadjusted, (double)alone[p] / (1 << FEW));
        cr_assert(near(pair->value, total(sums[p].d) / total(sums[p].n), 1e-13));
        cr_assert(near(fabs(pair->t), t_of(sums[p].d, sums[p].n, all_plus), 1e-11));
        cr_assert(near(pair->upper - pair->value, critical * pair->standard_error, 1e-10));
        cr_assert(near(pair->value - pair->lower, critical * pair->standard_error, 1e-10));
    }
}

Test(max_t, clusters_and_missing_scores_by_brute_force)
{
    for (int missing = 0; missing < 2; missing++) {
        static call call;
        fill(&call, 5, 150, FEW, missing, 3);
        expect_brute_force(&call);
        for (int64_t p = 0; p < call.n_pairs; p++)
            cr_assert_eq(!!(call.pairs[p].notes & WHISKER_NOTE_DROPPED), missing);
        for (int i = 0; i < 150; i++)
            call.cluster[i] = i % FEW;
        call.items.n = 12 * FEW;
        expect_brute_force(&call);
    }
}

/* Half of the items in one cluster: the standard error is CR2, and what others would call clear is not. */
Test(max_t, a_dominant_cluster_by_brute_force)
{
    static call call;
    fill(&call, 5, 300, FEW, 0, 4);
    for (int i = 150; i < 300; i++)
        call.cluster[i] = 0;
    expect_brute_force(&call);
    cr_assert(call.out.critical > 5);
}

/* Step-down: the largest statistic keeps its p; each next one is tested among those that are left. */
Test(max_t, step_down_leaves_out_what_is_larger)
{
    static call call, rest;
    fill(&call, 4, 60, FEW, 0, 9);
    compare(&call);
    int64_t left = call.n_pairs;
    rest = call;
    double before = 0;
    while (left > 0) {
        rest.n_pairs = left;
        compare(&rest);
        int64_t top = 0;
        for (int64_t p = 1; p < left; p++)
            top = fabs(rest.pairs[p].t) > fabs(rest.pairs[top].t) ? p : top;
        before = fmax(before, rest.pairs[top].p);
        for (int64_t p = 0; p < call.n_pairs; p++)
            if (call.pairs[p].a == rest.pairs[top].a && call.pairs[p].b == rest.pairs[top].b)
                cr_assert_eq(call.pairs[p].p_step_down, before);
        rest.pairs[top] = rest.pairs[--left];
    }
}

/* ---- one pair is the sign flip test and the t interval ---- */

/* |t| is in the order of |sum| where units are of one size; the mean always is. */
static void expect_marginal_p(call *call)
{
    int64_t n = call->items.n;
    compare(call);
    for (int64_t p = 0; p < call->n_pairs; p++) {
        whisker_sign_flip flipped = {.size = sizeof flipped};
        const whisker_max_t_pair *pair = &call->pairs[p];
        cr_assert_eq(whisker_sign_flip_test(&call->items, call->scores + pair->a * n, call->scores + pair->b * n, NULL, NULL,
                                            &flipped, NULL), WHISKER_OK);
        cr_assert_eq(pair->p_unadjusted, flipped.p);
        cr_assert(near(pair->value, flipped.value, 1e-13));
        cr_assert_eq(pair->n_items, flipped.n_items);
    }
}

Test(max_t, marginal_p_is_that_of_the_sign_flip_test)
{
    static call call;
    for (int missing = 0; missing < 2; missing++) {
        fill(&call, 6, 300, 17, missing, 5);
        call.options.statistic = WHISKER_MAX_T_MEAN;
        expect_marginal_p(&call);
        fill(&call, 6, 17, 17, missing, 6);
        expect_marginal_p(&call);
    }
    fill(&call, 6, 300, 20, 0, 7);
    for (int i = 0; i < 300; i++)
        call.cluster[i] = i % 20;
    expect_marginal_p(&call);
}

/* Value and standard error are those of whisker_difference, with uneven clusters and weights. */
Test(max_t, standard_errors_are_cr2)
{
    static call call;
    double weight[200];
    fill(&call, 4, 200, 30, 1, 31);
    for (int i = 0; i < 200; i++)
        weight[i] = i % 5;
    call.items.weight = weight;
    compare(&call);
    for (int64_t p = 0; p < call.n_pairs; p++) {
        const whisker_max_t_pair *pair = &call.pairs[p];
        whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
        cr_assert_eq(whisker_difference(&call.items, call.scores + pair->a * 200, call.scores + pair->b * 200, NULL, NULL,
                                        &comparison, NULL), WHISKER_OK);
        cr_assert(near(pair->value, comparison.difference.value, 1e-12));
        cr_assert(near(pair->standard_error, comparison.difference.standard_error, 1e-12));
        cr_assert_eq(pair->n_units, comparison.difference.n_clusters);
    }
}

/* Without clusters: mean, plus and minus the critical value times the standard error. */
Test(max_t, interval_of_items_is_t)
{
    static call call;
    fill(&call, 3, 40, 40, 0, 12);
    call.items.n_keys = 0;
    compare(&call);
    for (int64_t p = 0; p < call.n_pairs; p++) {
        const whisker_max_t_pair *pair = &call.pairs[p];
        whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
        cr_assert_eq(whisker_difference(&call.items, call.scores + pair->a * 40, call.scores + pair->b * 40, NULL, NULL,
                                        &comparison, NULL), WHISKER_OK);
        double half = call.out.critical * comparison.difference.standard_error;
        cr_assert(near(pair->standard_error, comparison.difference.standard_error, 1e-12));
        cr_assert(near(pair->t, comparison.difference.value / comparison.difference.standard_error, 1e-11));
        cr_assert(near(pair->upper - pair->value, half, 1e-10));
        cr_assert(near(pair->value - pair->lower, half, 1e-10));
    }
    cr_assert(call.out.critical > 2.1 && call.out.critical < 2.8); /* 2.4 by Tukey's range */
    call.options.statistic = WHISKER_MAX_T_MEAN;
    compare(&call);
    for (int64_t p = 0; p < call.n_pairs; p++)
        cr_assert(near(call.pairs[p].upper - call.pairs[p].value, call.out.critical, 1e-10));
}

/* ---- Monte Carlo ---- */

static int is_drawn_from(double share, double p, double replicates)
{
    return fabs(share - p) < 5 * sqrt(p * (1 - p) / replicates) + 1e-4;
}

Test(max_t, monte_carlo_is_near_the_exact_law)
{
    static call exact, drawn;
    fill(&exact, 6, 200, 14, 1, 8);
    drawn = exact;
    drawn.options.method = WHISKER_FLIPS_MONTE_CARLO;
    drawn.options.replicates = 40000;
    compare(&exact);
    compare(&drawn);
    cr_assert_eq(drawn.out.method, WHISKER_FLIPS_MONTE_CARLO);
    cr_assert_eq(drawn.out.replicates, 40000);
    for (int64_t p = 0; p < exact.n_pairs; p++) {
        const whisker_max_t_pair *a = &exact.pairs[p], *b = &drawn.pairs[p];
        cr_assert(is_drawn_from(b->p, a->p, 40000));
        cr_assert(is_drawn_from(b->p_step_down, a->p_step_down, 40000));
        cr_assert(is_drawn_from(b->p_unadjusted, a->p_unadjusted, 40000));
        cr_assert(near(a->upper - a->lower, b->upper - b->lower, 0.02));
    }
}

/* Sums of any kind through both loops, in blocks of any length. */
static void expect_same_bits(int uneven)
{
    enum { SUMS = 7, SIZES = 2, COLUMNS = MAX_T_FAMILIES * SUMS + 2 * SIZES, ENTRIES = 50 };
    static int64_t sums[COLUMNS * FLIPS_BLOCK];
    max_t_entry entries[ENTRIES];
    max_t_columns columns = {.uneven = uneven, .n_sums = SUMS, .n_sizes = SIZES, .n_columns = COLUMNS,
                             .cross_scale = 1.7, .lean_scale = 0.9,
                             .lean_cross_scale = 3.1, .lean_size_scale = 1.1, .lean_square_scale = 0.3};
    double largest[2][FLIPS_BLOCK], centred[2][FLIPS_BLOCK];
    int32_t alone[2][ENTRIES] = {{0}}, stepped[2][ENTRIES] = {{0}};
    random_stream stream = random_open(1, 2);
    for (int i = 0; i < COLUMNS * FLIPS_BLOCK; i++)
        sums[i] = (int64_t)(random_bits(&stream) >> 3) - (INT64_C(1) << 60);
    for (int k = 0; k < ENTRIES; k++)
        entries[k] = (max_t_entry){.first = k % 6, .second = (k + 1 + k % 5) % 6, .size = k % SIZES, .weight = k / 7. + 1,
                                   .mean = k / 31. - 1, .centred_weight = k / 11., .per_size = 0.3, .square = ldexp(k, 116),
                                   .centred = ldexp(k, 117), .size_square = 0.7, .studentized = k % 7 > 0,
                                   .observed = ldexp(random_uniform(&stream), uneven ? 3 : 122)};
    for (int64_t count = 1; count <= FLIPS_BLOCK; count += count < 70 ? 1 : 31) {
        max_t_block *loops[] = {max_t_block_for(PROCESSOR_PLAIN, uneven), max_t_block_for(processor_here(), uneven)};
        for (int i = 0; i < 2; i++) {
            max_t_counts counts = {alone[i], stepped[i]};
            memset(largest[i], 0, sizeof largest[i]);
            memset(centred[i], 0, sizeof centred[i]);
            loops[i](&columns, ENTRIES, entries, sums, count, largest[i], centred[i], &counts);
        }
        cr_assert_eq(memcmp(largest[0], largest[1], sizeof largest[0]), 0);
        cr_assert_eq(memcmp(centred[0], centred[1], sizeof centred[0]), 0);
        cr_assert_eq(memcmp(alone[0], alone[1], sizeof alone[0]), 0);
        cr_assert_eq(memcmp(stepped[0], stepped[1], sizeof stepped[0]), 0);
    }
    cr_assert(alone[0][3] > 0 && stepped[0][20] > alone[0][20]);
}

Test(max_t, both_loops_give_the_same_bits)
{
    expect_same_bits(0);
    expect_same_bits(1);
}

/* ---- nothing else matters ---- */

static void expect_same(const call *a, const call *b)
{
    cr_assert_eq(memcmp(a->pairs, b->pairs, sizeof a->pairs), 0);
    cr_assert_eq(memcmp(&a->out, &b->out, sizeof a->out), 0);
}

Test(max_t, order_of_rows_names_of_clusters_and_threads_change_no_digit)
{
    for (int missing = 0; missing < 2; missing++) {
        static call first, second;
        fill(&first, 5, 300, 40, missing, 15);
        second = first;
        for (int i = 0; i < 300; i++) {
            int from = (i * 77 + 5) % 300;
            second.cluster[i] = 7 * (39 - first.cluster[from]) + 2;
            for (int r = 0; r < 5; r++)
                second.scores[r * 300 + i] = first.scores[r * 300 + from];
        }
        first.items.cluster = first.cluster;
        second.items.cluster = second.cluster;
        first.options.threads = 1;
        second.options.threads = 5;
        compare(&first);
        compare(&second);
        cr_assert_eq(first.out.method, WHISKER_FLIPS_MONTE_CARLO);
        expect_same(&first, &second);
    }
}

/* Units that agree in all runs but not in a pair: who of them comes first must not be left to the rows. */
Test(max_t, units_that_only_pairs_tell_apart)
{
    static call first, second;
    memset(&first, 0, sizeof first);
    all_pairs(&first, 2);
    for (int u = 0; u < 50; u++) { /* in even clusters the runs share an item, in odd ones they do not */
        int even = u % 2 == 0;
        first.cluster[2 * u] = first.cluster[2 * u + 1] = u;
        first.scores[2 * u] = u / 2 + 1;
        first.scores[2 * u + 1] = NAN;
        first.scores[100 + 2 * u] = even ? 2 : NAN;
        first.scores[100 + 2 * u + 1] = even ? NAN : 2;
    }
    first.items = (whisker_items){.size = sizeof(whisker_items), .n = 100, .n_keys = 1, .cluster = first.cluster};
    first.options.method = WHISKER_FLIPS_MONTE_CARLO;
    second = first;
    second.items.cluster = second.cluster;
    for (int i = 0; i < 100; i++)
        second.cluster[i] = 49 - first.cluster[i];
    compare(&first);
    compare(&second);
    expect_same(&first, &second);
    cr_assert_eq(first.pairs[0].n_items, 25);
}

Test(max_t, swapping_flips_signs_and_no_other_digit)
{
    static call first, second;
    fill(&first, 5, 300, 40, 1, 16);
    second = first;
    for (int64_t p = 0; p < second.n_pairs; p++) {
        second.pairs[p].a = first.pairs[p].b;
        second.pairs[p].b = first.pairs[p].a;
    }
    second.items.cluster = second.cluster;
    compare(&first);
    compare(&second);
    for (int64_t p = 0; p < first.n_pairs; p++) {
        const whisker_max_t_pair *ab = &first.pairs[p], *ba = &second.pairs[p];
        cr_assert_eq(ab->value, -ba->value);
        cr_assert_eq(ab->t, -ba->t);
        cr_assert_eq(ab->lower, -ba->upper);
        cr_assert_eq(ab->upper, -ba->lower);
        cr_assert_eq(ab->p, ba->p);
        cr_assert_eq(ab->p_step_down, ba->p_step_down);
    }
}

/* ---- what is said ---- */

Test(max_t, pairs_without_items_or_differences)
{
    static call call;
    fill(&call, 4, 120, 25, 0, 18);
    for (int i = 0; i < 120; i++) {
        call.scores[120 + i] = call.scores[i];              /* run 1 is run 0 */
        call.scores[i % 2 == 0 ? 240 + i : 360 + i] = NAN;  /* runs 2 and 3 share nothing */
    }
    compare(&call);
    const whisker_max_t_pair *same = &call.pairs[0], *apart = &call.pairs[5];
    cr_assert(same->notes & WHISKER_NOTE_IDENTICAL);
    cr_assert_eq(same->value, 0);
    cr_assert_eq(same->p, 1);
    cr_assert_eq(same->p_step_down, 1);
    cr_assert(isnan(same->lower) && isnan(same->t));
    cr_assert_eq(apart->a, 2);
    cr_assert_eq(apart->b, 3);
    cr_assert_eq(apart->n_items, 0);
    cr_assert(isnan(apart->p) && isnan(apart->value) && isnan(apart->lower) && isnan(apart->p_step_down));
    cr_assert_eq(call.pairs[1].n_items, 60);
    cr_assert(isfinite(call.pairs[1].lower));
    cr_assert(call.pairs[1].p_step_down <= call.pairs[1].p);
}

/* Five clusters have 32 patterns, the most extreme two of which make 6%: no interval, and that is said. */
Test(max_t, five_clusters_cannot_reject)
{
    static call call;
    fill(&call, 3, 100, 5, 0, 19);
    compare(&call);
    cr_assert_eq(call.out.smallest_p, 0.0625);
    cr_assert(call.out.notes & WHISKER_NOTE_CANNOT_REJECT);
    cr_assert(isnan(call.out.critical));
    for (int64_t p = 0; p < call.n_pairs; p++) {
        cr_assert(call.pairs[p].notes & WHISKER_NOTE_CANNOT_REJECT);
        cr_assert(isnan(call.pairs[p].lower) && isnan(call.pairs[p].upper));
        cr_assert(call.pairs[p].p >= 0.0625);
    }
}

Test(max_t, intervals_stay_in_the_range)
{
    static call call;
    fill(&call, 2, 70, 12, 0, 21);
    compare(&call);
    cr_assert(call.pairs[0].lower < 0 && call.pairs[0].upper > 0 && !(call.pairs[0].notes & WHISKER_NOTE_CLIPPED));
    double reach = fmin(-call.pairs[0].lower, call.pairs[0].upper) / 2;
    call.options.low = 1;
    call.options.high = 1 + reach;
    compare(&call);
    cr_assert(near(call.pairs[0].lower, -reach, 1e-12));
    cr_assert(near(call.pairs[0].upper, reach, 1e-12));
    cr_assert(call.pairs[0].notes & WHISKER_NOTE_CLIPPED);
}

static int32_t stop_halfway(void *context, double done)
{
    *(double *)context = done;
    return done > 0.5;
}

Test(max_t, can_be_watched_and_stopped)
{
    static call call;
    double done = 0;
    fill(&call, 6, 400, 100, 0, 22);
    call.options.replicates = 99999;
    call.options.watch = stop_halfway;
    call.options.watch_context = &done;
    call.options.threads = 1;
    cr_assert_eq(run(&call, NULL, NULL), WHISKER_CANCELLED);
    cr_assert(done > 0.5 && done < 0.6, "%g", done);
    cr_assert_eq(call.pairs[0].p, 0);
}

Test(max_t, names)
{
    cr_assert_str_eq(whisker_max_t_statistic_name(WHISKER_MAX_T_MEAN), "mean");
    cr_assert_null(whisker_max_t_statistic_name(WHISKER_MAX_T_DEFAULT));
    cr_assert_null(whisker_max_t_statistic_name(4));
    cr_assert_eq(whisker_max_t_statistic_number("studentized"), WHISKER_MAX_T_STUDENTIZED);
    cr_assert_eq(whisker_max_t_statistic_number("t"), -1);
    cr_assert_eq(whisker_max_t_statistic_number(NULL), -1);
}

Test(max_t, what_cannot_be_done_is_refused)
{
    static call call;
    fill(&call, 3, 60, 30, 0, 23);
    call.options.method = WHISKER_FLIPS_ENUMERATION;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_TOO_LARGE);
    call.options.method = WHISKER_FLIPS_LATTICE;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_OPTION);
    call.options = (whisker_max_t_options){.statistic = 4};
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_OPTION);
    call.options = (whisker_max_t_options){.level = 1};
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_OPTION);
    call.options = (whisker_max_t_options){.low = 1, .high = 1};
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_OPTION);
    call.options = (whisker_max_t_options){0};
    call.pairs[1].b = 3;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_ARGUMENT);
    call.pairs[1].b = call.pairs[1].a;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_ARGUMENT);
    fill(&call, 3, 60, 30, 0, 23);
    call.pairs[2].size = 0;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_ARGUMENT);
    fill(&call, 3, 60, 30, 0, 23);
    call.n_runs = 1;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_BAD_ARGUMENT);
    fill(&call, 3, 60, 30, 0, 23);
    for (int i = 60; i < 120; i++)
        call.scores[i] = NAN;
    cr_expect_eq(run(&call, NULL, NULL), WHISKER_NO_DATA);
}

Test(max_t, survives_lack_of_memory)
{
    static call call;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        fill(&call, 6, 400, 100, 1, 24);
        call.options.replicates = 99;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = run(&call, arena, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
