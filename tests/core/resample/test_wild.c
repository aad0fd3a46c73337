#include "counting_allocator.h"
#include "reference.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static whisker_items clustered(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static whisker_wild mean_of(const whisker_items *items, const double *score, whisker_wild_options options)
{
    whisker_wild out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_wild_mean(items, score, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_wild difference_of(const whisker_items *items, const double *a, const double *b,
                                  whisker_wild_options options)
{
    whisker_wild out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_wild_difference(items, a, b, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

Test(wild, reference)
{
    reference reference = reference_open("wild");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *x = reference_numbers(reference_input(test, "x"), &n);
        int32_t *codes = reference_codes(reference_input(test, "cluster"), &n);
        whisker_items items = clustered(n, codes);
        double null = reference_number(reference_parameter(test, "null"));
        whisker_wild got = mean_of(&items, x, (whisker_wild_options){.null = null});
        whisker_wild loose = mean_of(&items, x, (whisker_wild_options){.null = null, .unrestricted = 1});
        cr_assert_eq(got.enumerated, 1);
        reference_check(&reference, test, "t_CR1", got.t);
        reference_check(&reference, test, "p_ge", got.p);
        reference_check(&reference, test, "p_ge_unrestricted", loose.p);
        reference_check(&reference, test, "n_draws", (double)got.draws);
        reference_check(&reference, test, "smallest_p", got.smallest_p);
        if (reference_expects(test, "ci95_grid_inner"))
            reference_check_pair(&reference, test, "ci95_grid_inner", got.lower, got.upper);
        else
            cr_assert(isnan(got.lower) && isnan(got.upper) && got.notes & WHISKER_NOTE_CANNOT_REJECT);
        free(codes);
        free(x);
    }
    reference_pass_over(&reference, "p_gt", "ties count as far out: p_ge is what is given");
    reference_close(&reference);
}

/* ---- the definition, item by item ---- */

enum { ITEMS = 60, CLUSTERS = 9 };

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

static void fill(double *score, int32_t *codes)
{
    uint32_t state = 11;
    for (int i = 0; i < ITEMS; i++) {
        codes[i] = (int32_t)((next(&state) >> 8) % 40) / 5;
        codes[i] = i < CLUSTERS ? i : codes[i];
        score[i] = 0.3 * codes[i] / CLUSTERS + (double)next(&state) / 4294967296. * (1 + 0.2 * codes[i]);
    }
}

/* t of y against the null by CR1, with weights v of the items. */
static double t_of(const double *y, const double *v, const int32_t *codes, double null)
{
    double mean = 0, total = 0, residual[CLUSTERS] = {0}, squares = 0;
    for (int i = 0; i < ITEMS; i++) {
        mean += v[i] * y[i];
        total += v[i];
    }
    mean /= total;
    for (int i = 0; i < ITEMS; i++)
        residual[codes[i]] += v[i] * (y[i] - mean);
    for (int g = 0; g < CLUSTERS; g++)
        squares += residual[g] * residual[g];
    return (mean - null) / sqrt(squares * CLUSTERS / (CLUSTERS - 1)) * total;
}

static double enumerated_p(const double *score, const double *v, const int32_t *codes, double null, int restricted)
{
    double seen = t_of(score, v, codes, null), y[ITEMS], mean = 0, total = 0;
    int count = 0;
    for (int i = 0; i < ITEMS; i++) {
        mean += v[i] * score[i];
        total += v[i];
    }
    double about = restricted ? null : mean / total;
    for (int pattern = 0; pattern < 1 << CLUSTERS; pattern++) {
        for (int i = 0; i < ITEMS; i++)
            y[i] = about + (pattern >> codes[i] & 1 ? 1 : -1) * (score[i] - about);
        count += fabs(t_of(y, v, codes, about)) >= fabs(seen) * (1 - 1e-11);
    }
    return (double)count / (1 << CLUSTERS);
}

Test(wild, is_the_definition_at_every_null)
{
    double score[ITEMS], ones[ITEMS], weight[ITEMS];
    int32_t codes[ITEMS];
    fill(score, codes);
    for (int i = 0; i < ITEMS; i++) {
        ones[i] = 1;
        weight[i] = 1 + i % 3;
    }
    whisker_items items = clustered(ITEMS, codes), weighted = items;
    weighted.weight = weight;
    for (int step = -10; step <= 20; step++) {
        double null = 0.15 * step;
        whisker_wild_options options = {.null = null}, loose = {.null = null, .unrestricted = 1};
        cr_assert_eq(mean_of(&items, score, options).p, enumerated_p(score, ones, codes, null, 1), "%d", step);
        cr_assert_eq(mean_of(&weighted, score, options).p, enumerated_p(score, weight, codes, null, 1), "%d", step);
        cr_assert_eq(mean_of(&items, score, loose).p, enumerated_p(score, ones, codes, null, 0), "%d", step);
    }
}

/* Inside its ends no null is rejected, outside every one; by enumeration that is not ours. */
Test(wild, interval_inverts_the_test)
{
    double score[ITEMS], ones[ITEMS];
    int32_t codes[ITEMS];
    fill(score, codes);
    for (int i = 0; i < ITEMS; i++)
        ones[i] = 1;
    whisker_items items = clustered(ITEMS, codes);
    for (int restricted = 0; restricted < 2; restricted++) {
        whisker_wild got = mean_of(&items, score, (whisker_wild_options){.unrestricted = !restricted, .level = 0.9});
        double ends[2] = {got.lower, got.upper};
        for (int side = 0; side < 2; side++) {
            double out = side ? 1e-9 : -1e-9;
            cr_assert(enumerated_p(score, ones, codes, ends[side] - out, restricted) > 0.1);
            cr_assert(enumerated_p(score, ones, codes, ends[side] + out, restricted) <= 0.1);
        }
        for (double share = 0; share <= 1; share += 0.01) {
            double null = got.lower + 1e-9 + share * (got.upper - got.lower - 2e-9);
            cr_assert(enumerated_p(score, ones, codes, null, restricted) > 0.1);
        }
        cr_assert(got.lower < got.value && got.value < got.upper);
    }
}

/* Beside a dominant cluster p falls, rises again and falls for good: what is not rejected lies in pieces. */
Test(wild, interval_spans_all_pieces)
{
    static const int size[] = {195, 6, 5, 1, 1, 1, 1, 616, 1, 2};
    enum { N = 829 };
    static double score[N];
    static int32_t codes[N];
    uint32_t state = 3;
    int torn = 0;
    for (int g = 0, i = 0; g < 10; g++)
        for (int j = 0; j < size[g]; j++)
            codes[i++] = g;
    for (int sample = 0; sample < 60; sample++) {
        for (int i = 0; i < N; i++)
            score[i] = (double)next(&state) / 4294967296.;
        whisker_items items = clustered(N, codes);
        whisker_wild got = mean_of(&items, score, (whisker_wild_options){0});
        int rejected = 0;
        for (double z = 0; z < 20; z += 0.25) {
            double null = got.value + z * got.standard_error;
            double p = mean_of(&items, score, (whisker_wild_options){.null = null}).p;
            cr_assert(p <= 0.05 || (got.lower <= null && null <= got.upper), "%d: p %g, %g in %g .. %g", sample, p, null,
                      got.lower, got.upper);
            torn += rejected && p > 0.05;
            rejected |= p <= 0.05;
        }
    }
    cr_assert_gt(torn, 0);
}

/* A tail of a null far away is one pattern and its opposite: no digit may be lost on the way there. */
Test(wild, nulls_far_away)
{
    double score[ITEMS];
    int32_t codes[ITEMS];
    fill(score, codes);
    whisker_items items = clustered(ITEMS, codes);
    for (double null = 1e2; null < 1e15; null *= 10) {
        whisker_wild got = mean_of(&items, score, (whisker_wild_options){.null = null});
        cr_assert_eq(got.p, 2. / (1 << CLUSTERS), "%g", null);
    }
}

/* ---- random weights ---- */

/* Against the whole law, of which 20,000 replicates are a sample: five standard errors. */
Test(wild, random_weights_sample_their_law)
{
    double score[ITEMS];
    int32_t codes[ITEMS];
    fill(score, codes);
    whisker_items items = clustered(ITEMS, codes);
    for (int step = 0; step < 6; step++) {
        double null = 0.35 + 0.05 * step;
        double p = mean_of(&items, score, (whisker_wild_options){.null = null}).p;
        whisker_wild few = mean_of(&items, score, (whisker_wild_options){.null = null, .replicates = 511,
                                                                         .weights = WHISKER_RADEMACHER, .seed = 3});
        cr_assert_eq(few.enumerated, 0, "2^9 is more than 511");
        cr_assert_eq(few.draws, 511);
        cr_assert_eq(few.smallest_p, 1. / 512);
        cr_assert_float_eq(few.p, p, 5 * sqrt(p * (1 - p) / 511) + 1. / 511);
    }
}

/* Webb's weights for 4 clusters: all 6^4 patterns against a sample of them. */
Test(wild, webb_weights_sample_their_law)
{
    const double point[] = {-sqrt(1.5), -1, -sqrt(0.5), sqrt(0.5), 1, sqrt(1.5)};
    const double score[] = {0.9, 0.4, 0.7, 0.2, 0.3, 0.8, 0.1, 0.9, 0.5};
    const int32_t codes[] = {0, 0, 1, 1, 1, 2, 3, 3, 3};
    const double null = 0.35;
    double size[4] = {0}, sum[4] = {0}, mean = 0, squares = 0;
    for (int i = 0; i < 9; i++) {
        size[codes[i]] += 1. / 9;
        sum[codes[i]] += (score[i] - null) / 9;
        mean += (score[i] - null) / 9;
    }
    for (int g = 0; g < 4; g++)
        squares += pow(sum[g] - size[g] * mean, 2);
    int count = 0;
    for (int pattern = 0; pattern < 1296; pattern++) {
        double drawn = 0, drawn_squares = 0, w[4];
        for (int g = 0, rest = pattern; g < 4; g++, rest /= 6) {
            w[g] = point[rest % 6];
            drawn += w[g] * sum[g];
        }
        for (int g = 0; g < 4; g++)
            drawn_squares += pow(w[g] * sum[g] - size[g] * drawn, 2);
        count += drawn * drawn * squares >= mean * mean * drawn_squares * (1 - 1e-9);
    }
    double p = count / 1296.;
    whisker_items items = clustered(9, codes);
    whisker_wild got = mean_of(&items, score, (whisker_wild_options){.null = null, .weights = WHISKER_WEBB,
                                                                     .replicates = 40000});
    cr_assert_eq(got.weights, WHISKER_WEBB);
    cr_assert_eq(got.draws, 40000);
    cr_assert_float_eq(got.p, p, 5 * sqrt(p * (1 - p) / 40000));
    cr_assert_eq(mean_of(&items, score, (whisker_wild_options){.replicates = 15}).weights, WHISKER_WEBB,
                 "under 12 clusters, and 2^4 patterns are more than 15");
    cr_assert_eq(mean_of(&items, score, (whisker_wild_options){.replicates = 16}).enumerated, 1);
}

/* Many units, so that their tables come in chunks: with equal scores about the null but for sign, t is a function of the
 * number of + signs, and p is a binomial tail. */
Test(wild, many_units)
{
    enum { MANY = 2500, PLUS = 1290, REPLICATES = 40000 };
    static double score[MANY];
    for (int i = 0; i < MANY; i++)
        score[i] = i < PLUS;
    whisker_items items = clustered(MANY, NULL);
    whisker_wild got = mean_of(&items, score, (whisker_wild_options){.null = 0.5, .replicates = REPLICATES});
    double p = 2 * whisker_binomial_cdf(MANY - PLUS, MANY, 0.5, WHISKER_LOWER);
    cr_assert_float_eq(got.p, p, 5 * sqrt(p * (1 - p) / REPLICATES));
    cr_assert_eq(got.n_clusters, MANY);
}

/* ---- what changes no digit ---- */

static void assert_same(const whisker_wild *first, const whisker_wild *second)
{
    cr_assert_eq(memcmp(first, second, sizeof *first), 0, "p %.17g %.17g, lower %.17g %.17g", first->p, second->p,
                 first->lower, second->lower);
}

Test(wild, rows_clusters_and_threads_change_no_digit)
{
    enum { N = 3000, G = 70 };
    static double score[N], turned[N];
    static int32_t codes[N], renamed[N];
    uint32_t state = 5;
    for (int i = 0; i < N; i++) {
        codes[i] = (int32_t)((next(&state) >> 8) % G);
        score[i] = (double)next(&state) / 4e9;
        turned[N - 1 - i] = score[i];
        renamed[N - 1 - i] = 2 * (G - codes[i]);
    }
    whisker_items items = clustered(N, codes), other = clustered(N, renamed);
    whisker_wild_options options = {.null = 0.5, .replicates = 2000, .seed = 9};
    whisker_wild first = mean_of(&items, score, options), second = mean_of(&other, turned, options);
    assert_same(&first, &second);
    for (int threads = 1; threads < 6; threads++) {
        options.threads = threads;
        second = mean_of(&items, score, options);
        assert_same(&first, &second);
    }
    options.seed = 10;
    cr_assert_neq(mean_of(&items, score, options).lower, first.lower);
}

static void assert_exchanged(const whisker_wild *forth, const whisker_wild *back)
{
    cr_assert_eq(forth->value, -back->value);
    cr_assert_eq(forth->t, -back->t);
    cr_assert_eq(forth->p, back->p);
    cr_assert_eq(forth->lower, -back->upper);
    cr_assert_eq(forth->upper, -back->lower);
    cr_assert_eq(forth->null, -back->null);
    cr_assert_eq(forth->standard_error, back->standard_error);
    cr_assert_eq(forth->notes, back->notes);
}

Test(wild, exchanging_the_runs_flips_signs)
{
    enum { N = 400 };
    static double a[N], b[N];
    static int32_t codes[N];
    uint32_t state = 8;
    for (int i = 0; i < N; i++) {
        codes[i] = i % 23 + (i % 23) * i % 5;
        a[i] = next(&state) >> 31;
        b[i] = next(&state) >> 31;
    }
    whisker_items items = clustered(N, codes);
    whisker_wild_options options = {.null = 0.05, .replicates = 3000}, mirrored = {.null = -0.05, .replicates = 3000};
    whisker_wild forth = difference_of(&items, a, b, options), back = difference_of(&items, b, a, mirrored);
    assert_exchanged(&forth, &back);
    cr_assert(forth.lower < forth.value && forth.value < forth.upper);
    int64_t surplus = 0; /* the same with a difference of exactly 0 */
    for (int i = 0; i < N; i++)
        surplus += (int64_t)(a[i] - b[i]);
    for (int i = 0; i < N && surplus != 0; i++) {
        if (surplus > 0 && a[i] > b[i]) {
            a[i] = 0;
            surplus--;
        } else if (surplus < 0 && b[i] > a[i]) {
            b[i] = 0;
            surplus++;
        }
    }
    forth = difference_of(&items, a, b, options), back = difference_of(&items, b, a, mirrored);
    cr_assert_eq(forth.value, 0);
    assert_exchanged(&forth, &back);
    cr_assert_neq(forth.lower, -forth.upper);
}

Test(wild, a_difference_is_the_mean_of_differences)
{
    double a[ITEMS], b[ITEMS], d[ITEMS];
    int32_t codes[ITEMS];
    fill(a, codes);
    for (int i = 0; i < ITEMS; i++) {
        b[i] = i % 7 * 0.0625;
        d[i] = a[i] - b[i];
    }
    b[3] = NAN;
    d[3] = NAN;
    whisker_items items = clustered(ITEMS, codes);
    whisker_wild paired = difference_of(&items, a, b, (whisker_wild_options){.null = 0.1});
    whisker_wild mean = mean_of(&items, d, (whisker_wild_options){.null = 0.1});
    cr_assert_eq(paired.p, mean.p);
    cr_assert_float_eq(paired.lower, mean.lower, 1e-14);
    cr_assert_float_eq(paired.upper, mean.upper, 1e-14);
    cr_assert_eq(paired.n_items, ITEMS - 1);
    cr_assert(paired.notes & WHISKER_NOTE_DROPPED);
}

Test(wild, scores_far_from_0_and_of_any_size)
{
    double score[ITEMS], shifted[ITEMS], huge[ITEMS];
    int32_t codes[ITEMS];
    fill(score, codes);
    for (int i = 0; i < ITEMS; i++) {
        score[i] = floor(score[i] * 1024) / 1024;
        shifted[i] = score[i] + 1e6;
        huge[i] = score[i] * 0x1p900;
    }
    whisker_items items = clustered(ITEMS, codes);
    whisker_wild near_0 = mean_of(&items, score, (whisker_wild_options){.null = 0.5});
    whisker_wild far = mean_of(&items, shifted, (whisker_wild_options){.null = 1e6 + 0.5});
    whisker_wild large = mean_of(&items, huge, (whisker_wild_options){.null = 0x1p899});
    cr_assert_eq(far.p, near_0.p);
    cr_assert_float_eq(far.lower - 1e6, near_0.lower, 1e-9);
    cr_assert_eq(large.p, near_0.p);
    cr_assert_float_eq(large.upper * 0x1p-900, near_0.upper, 1e-14);
}

/* ---- what has no answer ---- */

Test(wild, five_clusters_have_no_interval_at_95)
{
    const double score[] = {0.9, 0.4, 0.7, 0.2, 0.3, 0.8, 0.1, 0.9, 0.5, 0.6};
    const int32_t codes[] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    whisker_items items = clustered(10, codes);
    whisker_wild got = mean_of(&items, score, (whisker_wild_options){0});
    cr_assert_eq(got.smallest_p, 0.0625);
    cr_assert_eq(got.p, 0.0625);
    cr_assert(isnan(got.lower) && isnan(got.upper));
    cr_assert_eq(got.notes, WHISKER_NOTE_CANNOT_REJECT | WHISKER_NOTE_VERY_FEW_CLUSTERS);
    whisker_wild at_90 = mean_of(&items, score, (whisker_wild_options){.level = 0.9});
    cr_assert(at_90.lower < got.value && got.value < at_90.upper);
    cr_assert(!(at_90.notes & WHISKER_NOTE_CANNOT_REJECT));
}

Test(wild, no_spread_no_test)
{
    const double same[] = {1, 1, 1, 1}, score[] = {1, 0, 0.5, 0.25}, one_more[] = {2, 1, 1.5, 1.25};
    const int32_t one[] = {0, 0, 0, 0}, two[] = {0, 0, 1, 1};
    whisker_items clusters = clustered(4, two), single = clustered(4, one), item = clustered(1, NULL);
    whisker_wild got = mean_of(&clusters, same, (whisker_wild_options){0});
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION && isnan(got.p) && isnan(got.t) && isnan(got.lower));
    got = mean_of(&single, score, (whisker_wild_options){0});
    cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER && isnan(got.standard_error) && isnan(got.p));
    got = mean_of(&item, score, (whisker_wild_options){0});
    cr_assert(got.notes & WHISKER_NOTE_ONE_ITEM && isnan(got.p));
    got = difference_of(&clusters, score, score, (whisker_wild_options){0});
    cr_assert(got.notes & WHISKER_NOTE_IDENTICAL && got.p == 1 && isnan(got.lower));
    got = difference_of(&clusters, one_more, score, (whisker_wild_options){0});
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION && isnan(got.p));
}

Test(wild, no_bound_leaves_the_range)
{
    enum { N = 30 };
    double score[N];
    int32_t codes[N];
    for (int i = 0; i < N; i++) {
        codes[i] = i / 3;
        score[i] = i >= 6;
    }
    whisker_items items = clustered(N, codes);
    whisker_wild got = mean_of(&items, score, (whisker_wild_options){0});
    whisker_wild free_of_it = mean_of(&items, score, (whisker_wild_options){.low = -INFINITY, .high = INFINITY});
    cr_assert(free_of_it.upper > 1);
    cr_assert_eq(got.upper, 1);
    cr_assert(got.notes & WHISKER_NOTE_CLIPPED && !(free_of_it.notes & WHISKER_NOTE_CLIPPED));
    cr_assert_eq(got.lower, free_of_it.lower);
}

static int32_t stop_at_once(void *context, double done)
{
    *(double *)context = done;
    return 1;
}

static int32_t watch(void *context, double done)
{
    double *last = context;
    cr_assert(done >= *last && done <= 1);
    *last = done;
    return 0;
}

Test(wild, is_watched_and_stopped)
{
    enum { N = 3000 };
    static double score[N];
    double done = 0;
    for (int i = 0; i < N; i++)
        score[i] = i * i % 17;
    whisker_items items = clustered(N, NULL);
    whisker_wild_options options = {.size = sizeof options, .watch = watch, .watch_context = &done, .threads = 1};
    whisker_wild out = {.size = sizeof out};
    cr_assert_eq(whisker_wild_mean(&items, score, &options, NULL, &out, NULL), WHISKER_OK);
    cr_assert_eq(done, 1);
    options.watch = stop_at_once;
    options.weights = WHISKER_WEBB;
    whisker_wild untouched = {.size = sizeof untouched};
    cr_assert_eq(whisker_wild_mean(&items, score, &options, NULL, &untouched, NULL), WHISKER_CANCELLED);
    cr_assert_eq(untouched.draws, 0);
    cr_assert(done < 1);
}

Test(wild, refusals)
{
    const double score[] = {1, 0, 0.5, 0.25}, other[] = {0, 0, 1, 1};
    const int32_t codes[] = {0, 0, 1, 1, 0, 1, 0, 1};
    whisker_items items = clustered(4, codes), two_keys = items, strata = items, finite = items;
    two_keys.n_keys = 2;
    strata.stratum = codes;
    finite.population = 100;
    whisker_wild out = {.size = sizeof out};
    const whisker_items *refused[] = {&two_keys, &strata, &finite};
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(whisker_wild_mean(refused[i], score, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
        cr_expect_eq(whisker_wild_difference(refused[i], score, other, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    }
    const whisker_wild_options bad[] = {
        {.size = sizeof *bad, .level = 1},          {.size = sizeof *bad, .replicates = -1},
        {.size = sizeof *bad, .null = NAN},         {.size = sizeof *bad, .weights = 3},
        {.size = sizeof *bad, .low = 1, .high = 0}, {.size = sizeof *bad, .low = 0.5, .high = 1},
    };
    for (int i = 0; i < 6; i++)
        cr_expect_eq(whisker_wild_mean(&items, score, &bad[i], NULL, &out, NULL), WHISKER_BAD_OPTION, "%d", i);
    const double none[] = {NAN, NAN, NAN, NAN};
    cr_expect_eq(whisker_wild_mean(&items, none, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_wild_difference(&items, none, score, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_wild_mean(NULL, score, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_wild_difference(&items, score, NULL, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_wild_mean(&items, score, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(wild, names)
{
    cr_assert_str_eq(whisker_wild_weights_name(WHISKER_WEBB), "webb");
    cr_assert_eq(whisker_wild_weights_number("rademacher"), WHISKER_RADEMACHER);
    cr_assert_null(whisker_wild_weights_name(WHISKER_WILD_DEFAULT));
    cr_assert_eq(whisker_wild_weights_number("gauss"), -1);
}

Test(wild, every_allocation_may_fail)
{
    double a[ITEMS], b[ITEMS];
    int32_t codes[ITEMS];
    fill(a, codes);
    for (int i = 0; i < ITEMS; i++)
        b[i] = i % 5;
    whisker_items items = clustered(ITEMS, codes);
    whisker_wild_options options = {.size = sizeof options, .replicates = 100};
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_wild out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_wild_difference(&items, a, b, &options, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 200);
    }
}
