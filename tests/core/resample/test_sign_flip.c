#include "counting_allocator.h"
#include "reference.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double none[4096]; /* run B of differences that are given as run A */

static whisker_items items_of(int64_t n, const int32_t *cluster)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = cluster != NULL, .cluster = cluster};
}

static whisker_sign_flip_options by(int32_t method)
{
    return (whisker_sign_flip_options){.size = sizeof(whisker_sign_flip_options), .method = method};
}

static whisker_sign_flip test_with(const whisker_items *items, const double *a, const double *b,
                                   const whisker_sign_flip_options *options)
{
    whisker_sign_flip out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_sign_flip_test(items, a, b, options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_sign_flip flip(int64_t n, const double *difference, int32_t method)
{
    whisker_items items = items_of(n, NULL);
    whisker_sign_flip_options options = by(method);
    return test_with(&items, difference, none, &options);
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

static void fill(int64_t n, double *x, uint64_t seed)
{
    random_stream stream = random_open(seed, 0);
    for (int64_t i = 0; i < n; i++)
        x[i] = random_uniform(&stream) - 0.4;
}

/* ---- expected values ---- */

Test(sign_flip, reference)
{
    reference reference = reference_open("signflip");
    cJSON *test;
    reference_each(test, &reference) {
        int64_t n;
        double *difference = reference_numbers(reference_input(test, "d"), &n);
        const cJSON *labels = reference_input(test, "cluster");
        int32_t *cluster = labels != NULL ? reference_codes(labels, &n) : NULL;
        whisker_items items = items_of(n, cluster);
        whisker_sign_flip out = test_with(&items, difference, none, NULL);
        cr_assert_eq(out.monte_carlo_error, 0);
        reference_check(&reference, test, "p_two_sided", out.p);
        reference_check(&reference, test, "p_greater", out.p_greater);
        reference_check(&reference, test, "n_units", (double)out.n_units);
        reference_check(&reference, test, "log2_total", log2(out.patterns));
        free(cluster);
        free(difference);
    }
    reference_close(&reference);
}

/* 0/1 scores without clusters: the binomial test on the discordant items. */
Test(sign_flip, is_mcnemar_for_binary_scores)
{
    reference reference = reference_open("mcnemar");
    cJSON *test;
    reference_each(test, &reference) {
        static double a[4096], b[4096];
        int64_t only_a = (int64_t)reference_number(reference_input(test, "b")), n = 0;
        int64_t only_b = (int64_t)reference_number(reference_input(test, "c"));
        if (only_a + only_b + 42 > 4096)
            continue;
        for (int64_t i = 0; i < only_a + only_b; i++, n++) {
            a[n] = i < only_a;
            b[n] = i >= only_a;
        }
        for (int64_t i = 0; i < 42; i++, n++)
            a[n] = b[n] = i % 2 == 0;
        whisker_items items = items_of(n, NULL);
        whisker_sign_flip out = test_with(&items, a, b, NULL);
        cr_assert(only_a + only_b == 0 || out.method == WHISKER_FLIPS_LATTICE);
        reference_check(&reference, test, "exact_p", out.p);
    }
    reference_close(&reference);
}

/* Every pattern by brute force. */
static double brute_force(int n, const double *difference)
{
    double observed = 0;
    int64_t count = 0;
    for (int i = 0; i < n; i++)
        observed += difference[i];
    for (int64_t pattern = 0; pattern < INT64_C(1) << n; pattern++) {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += pattern >> i & 1 ? difference[i] : -difference[i];
        count += fabs(sum) >= fabs(observed) - 1e-10;
    }
    return (double)count / (double)(INT64_C(1) << n);
}

Test(sign_flip, every_exact_way_is_brute_force)
{
    for (int n = 1; n <= 16; n++) {
        double continuous[16], graded[16];
        fill(n, continuous, (uint64_t)n);
        for (int i = 0; i < n; i++)
            graded[i] = floor(12 * continuous[i]) / 12;
        whisker_sign_flip by_halves = flip(n, continuous, WHISKER_FLIPS_ENUMERATION);
        whisker_sign_flip halves_of_graded = flip(n, graded, WHISKER_FLIPS_ENUMERATION);
        whisker_sign_flip lattice = flip(n, graded, WHISKER_FLIPS_LATTICE);
        cr_assert_eq(by_halves.p, brute_force(n, continuous));
        cr_assert_eq(halves_of_graded.p, brute_force(n, graded));
        cr_assert(near(lattice.p, halves_of_graded.p, 1e-14), "%.17g %.17g", lattice.p, halves_of_graded.p);
        cr_assert(near(lattice.p_greater, halves_of_graded.p_greater, 1e-14));
        cr_assert(near(lattice.p_less, halves_of_graded.p_less, 1e-14));
    }
}

/* 40 units are 2^40 patterns, more than can be tried here: the two exact ways agree on them. */
Test(sign_flip, forty_units)
{
    double graded[40];
    fill(40, graded, 3);
    for (int i = 0; i < 40; i++)
        graded[i] = floor(97 * graded[i]) / 97;
    whisker_sign_flip halves = flip(40, graded, WHISKER_FLIPS_ENUMERATION);
    whisker_sign_flip lattice = flip(40, graded, WHISKER_FLIPS_LATTICE);
    cr_assert_eq(halves.method, WHISKER_FLIPS_ENUMERATION);
    cr_assert_eq(lattice.method, WHISKER_FLIPS_LATTICE);
    cr_assert(near(halves.p, lattice.p, 1e-13), "%.17g %.17g", halves.p, lattice.p);
}

/* Thirds are no doubles, their sums over clusters round; the same data times three are integers. */
Test(sign_flip, lattice_of_thirds_is_that_of_integers)
{
    enum { COUNT = 900 };
    double thirds[COUNT], whole[COUNT];
    int32_t cluster[COUNT];
    random_stream stream = random_open(11, 0);
    for (int i = 0; i < COUNT; i++) {
        whole[i] = (double)random_below(&stream, 4) - (double)random_below(&stream, 4) + (i % 11 == 0);
        thirds[i] = whole[i] / 3;
        cluster[i] = i / 3 % 100;
    }
    whisker_items items = items_of(COUNT, cluster);
    whisker_sign_flip a = test_with(&items, thirds, none, NULL), b = test_with(&items, whole, none, NULL);
    cr_assert_eq(a.method, WHISKER_FLIPS_LATTICE);
    cr_assert_eq(a.p, b.p);
    cr_assert_eq(a.p_greater, b.p_greater);
    cr_assert(near(3 * a.value, b.value, 1e-14));
}

/* All differences positive: two patterns of 2^n, also where no double is that small. */
Test(sign_flip, far_tail_is_never_zero)
{
    static double all[2000];
    for (int n = 50; n <= 2000; n *= 2) {
        for (int i = 0; i < n; i++)
            all[i] = 1 + i % 3;
        double p = flip(n, all, WHISKER_FLIPS_LATTICE).p;
        cr_assert(n > 1000 ? p > 0 && p < 1e-300 : near(p, ldexp(1, 1 - n), 1e-14), "%d: %g", n, p);
        for (int i = 0; i < n; i++)
            all[i] = 0.25;
        p = flip(n, all, WHISKER_FLIPS_DEFAULT).p;
        cr_assert(n > 1000 ? p > 0 && p < 1e-300 : near(p, ldexp(1, 1 - n), 1e-12), "%d: %g", n, p);
    }
}

/* ---- Monte Carlo ---- */

/* By the definition: magnitudes in ascending order, bit u mod 64 of number u / 64 of the stream of the replicate. */
static int by_magnitude(const void *a, const void *b)
{
    double x = fabs(*(const double *)a), y = fabs(*(const double *)b);
    return (x > y) - (x < y);
}

static double drawn_p(int64_t n, const double *difference, uint64_t seed, int64_t replicates)
{
    double sorted[500], observed = 0;
    int64_t count = 1;
    memcpy(sorted, difference, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, by_magnitude);
    for (int64_t i = 0; i < n; i++)
        observed += sorted[i];
    for (int64_t r = 0; r < replicates; r++) {
        random_stream stream = random_open(seed, (uint64_t)r);
        uint64_t bits = 0;
        double sum = 0;
        for (int64_t i = 0; i < n; i++) {
            bits = i % 64 == 0 ? random_bits(&stream) : bits >> 1;
            sum += bits & 1 ? fabs(sorted[i]) : -fabs(sorted[i]);
        }
        count += fabs(sum) >= fabs(observed) - 1e-12;
    }
    return (double)count / (double)(replicates + 1);
}

Test(sign_flip, monte_carlo_by_its_definition)
{
    double difference[500];
    fill(500, difference, 21);
    for (int i = 0; i < 500; i++)
        difference[i] -= 0.08;
    whisker_items items = items_of(500, NULL);
    whisker_sign_flip_options options = by(WHISKER_FLIPS_DEFAULT);
    options.replicates = 1999;
    options.seed = 77;
    whisker_sign_flip out = test_with(&items, difference, none, &options);
    cr_assert_eq(out.method, WHISKER_FLIPS_MONTE_CARLO);
    cr_assert_eq(out.p, drawn_p(500, difference, 77, 1999));
    cr_assert_eq(out.replicates, 1999);
    cr_assert_eq(out.seed, 77);
    cr_assert(near(out.monte_carlo_error, sqrt(out.p * (1 - out.p) / 1999), 1e-15));
    double smaller = fmin(out.p_greater, out.p_less), larger = fmax(out.p_greater, out.p_less);
    cr_assert_eq(smaller, out.p / 2);
    cr_assert(near(larger, 1 - smaller, 1e-3));
}

Test(sign_flip, monte_carlo_is_near_the_exact_law)
{
    double difference[30];
    for (uint64_t seed = 1; seed <= 20; seed++) {
        fill(30, difference, seed);
        whisker_sign_flip exact = flip(30, difference, WHISKER_FLIPS_ENUMERATION);
        whisker_sign_flip drawn = flip(30, difference, WHISKER_FLIPS_MONTE_CARLO);
        double error = sqrt(exact.p * (1 - exact.p) / 99999);
        cr_assert(fabs(drawn.p - exact.p) < 4.5 * error + 1e-5, "%g %g", drawn.p, exact.p);
        cr_assert(fabs(drawn.p_less - exact.p_less) < 4.5 * error + 1e-5);
    }
}

Test(sign_flip, monte_carlo_is_never_zero)
{
    double difference[200];
    fill(200, difference, 4);
    for (int i = 0; i < 200; i++)
        difference[i] = fabs(difference[i]);
    whisker_sign_flip out = flip(200, difference, WHISKER_FLIPS_MONTE_CARLO);
    cr_assert_eq(out.p, 1e-5);
    cr_assert_eq(out.smallest_p, 1e-5);
    cr_assert_eq(out.p_greater, 5e-6);
    cr_assert_eq(out.p_less, 1);
}

static int32_t stop_halfway(void *context, double done)
{
    *(double *)context = done;
    return done > 0.5;
}

Test(sign_flip, can_be_watched_and_stopped)
{
    double difference[500], done = 0;
    fill(500, difference, 6);
    whisker_items items = items_of(500, NULL);
    whisker_sign_flip_options options = by(WHISKER_FLIPS_DEFAULT);
    options.watch = stop_halfway;
    options.watch_context = &done;
    options.threads = 1;
    whisker_sign_flip out = {.size = sizeof out, .p = -1};
    cr_assert_eq(whisker_sign_flip_test(&items, difference, none, &options, NULL, &out, NULL), WHISKER_CANCELLED);
    cr_assert(done > 0.5 && done < 0.6);
    cr_assert_eq(out.p, -1);
}

/* ---- nothing else matters ---- */

enum { N = 600, CLUSTERS = 90 };

typedef struct data {
    double a[N], b[N];
    int32_t cluster[N];
} data;

static void fill_data(data *data, int graded)
{
    random_stream stream = random_open(42, 0);
    for (int i = 0; i < N; i++) {
        data->cluster[i] = (int32_t)random_below(&stream, CLUSTERS);
        double a = random_uniform(&stream), b = random_uniform(&stream) - 0.02;
        data->a[i] = random_below(&stream, 20) == 0 ? NAN : graded ? floor(5 * a) / 4 : a;
        data->b[i] = random_below(&stream, 20) == 0 ? NAN : graded ? floor(5 * b) / 4 : b;
    }
}

static void turn(const data *data, struct data *out)
{
    for (int i = 0; i < N; i++) {
        int from = (i * 241 + 17) % N;
        out->a[i] = data->a[from];
        out->b[i] = data->b[from];
        out->cluster[i] = 5 * (CLUSTERS - 1 - data->cluster[from]) + 3;
    }
}

Test(sign_flip, order_of_rows_names_of_clusters_and_threads_change_no_digit)
{
    for (int graded = 0; graded < 2; graded++) {
        static data data, turned;
        fill_data(&data, graded);
        turn(&data, &turned);
        whisker_items items = items_of(N, data.cluster), other = items_of(N, turned.cluster);
        whisker_sign_flip_options one = by(0), many = by(0);
        one.threads = 1;
        many.threads = 7;
        whisker_sign_flip first = test_with(&items, data.a, data.b, &one);
        whisker_sign_flip second = test_with(&other, turned.a, turned.b, &many);
        cr_assert_eq(first.method, graded ? WHISKER_FLIPS_LATTICE : WHISKER_FLIPS_MONTE_CARLO);
        cr_assert_eq(memcmp(&first, &second, sizeof first), 0);
        cr_assert(first.notes & WHISKER_NOTE_DROPPED);
    }
}

Test(sign_flip, swapping_flips_signs_and_no_other_digit)
{
    for (int graded = 0; graded < 2; graded++) {
        static data data;
        fill_data(&data, graded);
        for (int clustered = 0; clustered < 2; clustered++) {
            whisker_items items = items_of(N, clustered ? data.cluster : NULL);
            whisker_sign_flip ab = test_with(&items, data.a, data.b, NULL), ba = test_with(&items, data.b, data.a, NULL);
            cr_assert_eq(ab.p, ba.p);
            cr_assert_eq(ab.p_greater, ba.p_less);
            cr_assert_eq(ab.p_less, ba.p_greater);
            cr_assert_eq(ab.value, -ba.value);
            cr_assert_eq(ab.n_a_only, ba.n_b_only);
        }
    }
}

/* The value is the one of whisker_difference, with weights as well. */
Test(sign_flip, value_and_counts_are_those_of_the_difference)
{
    static data data;
    double weight[N];
    fill_data(&data, 0);
    for (int i = 0; i < N; i++)
        weight[i] = i % 7;
    whisker_items items = items_of(N, data.cluster);
    items.weight = weight;
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    cr_assert_eq(whisker_difference(&items, data.a, data.b, NULL, NULL, &comparison, NULL), WHISKER_OK);
    whisker_sign_flip out = test_with(&items, data.a, data.b, NULL);
    cr_assert(near(out.value, comparison.difference.value, 1e-14));
    cr_assert_eq(out.n_units, comparison.difference.n_clusters);
    cr_assert_eq(out.n_items, comparison.difference.n_items);
}

/* A weight of 2 on every item is no different from 1, and strata do not matter. */
Test(sign_flip, weights_scale_and_strata_do_not_matter)
{
    static data data;
    double weight[N];
    int32_t stratum[N];
    fill_data(&data, 1);
    for (int i = 0; i < N; i++) {
        weight[i] = 2;
        stratum[i] = i % 3;
    }
    whisker_items plain = items_of(N, data.cluster), weighted = plain;
    weighted.weight = weight;
    weighted.stratum = stratum;
    whisker_sign_flip first = test_with(&plain, data.a, data.b, NULL), second = test_with(&weighted, data.a, data.b, NULL);
    cr_assert_eq(memcmp(&first, &second, sizeof first), 0);
}

/* ---- what is said ---- */

Test(sign_flip, five_clusters_cannot_reject)
{
    const double difference[] = {0.3, 0.1, 0.7, 0.2, 0.9, 0.55};
    whisker_sign_flip five = flip(5, difference, 0), six = flip(6, difference, 0);
    cr_assert_eq(five.p, 2. / 32);
    cr_assert_eq(five.smallest_p, 2. / 32);
    cr_assert(five.notes & WHISKER_NOTE_CANNOT_REJECT);
    cr_assert_eq(six.p, 2. / 64);
    cr_assert(!(six.notes & WHISKER_NOTE_CANNOT_REJECT));
    whisker_items items = items_of(5, NULL);
    whisker_sign_flip_options options = by(0);
    options.level = 0.9;
    cr_assert(!(test_with(&items, difference, none, &options).notes & WHISKER_NOTE_CANNOT_REJECT));
}

Test(sign_flip, nothing_to_flip)
{
    const double same[] = {1, 0, 0.5, 1}, cancels[] = {1, -1, 0.25, -0.25};
    const int32_t cluster[] = {0, 0, 1, 1};
    whisker_items items = items_of(4, NULL), clustered = items_of(4, cluster);
    whisker_sign_flip identical = test_with(&items, same, same, NULL);
    whisker_sign_flip cancelled = test_with(&clustered, cancels, none, NULL);
    cr_assert_eq(identical.p, 1);
    cr_assert_eq(identical.p_greater, 1);
    cr_assert_eq(identical.p_less, 1);
    cr_assert(identical.notes & WHISKER_NOTE_IDENTICAL);
    cr_assert(identical.notes & WHISKER_NOTE_CANNOT_REJECT);
    cr_assert_eq(cancelled.p, 1);
    cr_assert(cancelled.notes & WHISKER_NOTE_NO_VARIATION);
    cr_assert(!(cancelled.notes & WHISKER_NOTE_IDENTICAL));
}

/* Differences that vanish but for rounding have no sign: 0.1 + 0.2 - 0.3 is 6e-17. */
Test(sign_flip, rounding_is_no_difference)
{
    const double difference[] = {0.1, 0.2, -0.3, 1, 2, 1};
    const int32_t cluster[] = {0, 0, 0, 1, 2, 3};
    whisker_items items = items_of(6, cluster);
    whisker_sign_flip out = test_with(&items, difference, none, NULL);
    cr_assert_eq(out.n_units, 4);
    cr_assert_eq(out.smallest_p, 0.25);
    cr_assert_eq(out.p, 0.25);
}

Test(sign_flip, names)
{
    cr_assert_str_eq(whisker_flips_name(WHISKER_FLIPS_MONTE_CARLO), "monte_carlo");
    cr_assert_null(whisker_flips_name(WHISKER_FLIPS_DEFAULT));
    cr_assert_null(whisker_flips_name(4));
    cr_assert_null(whisker_flips_name(-1));
    cr_assert_eq(whisker_flips_number("lattice"), WHISKER_FLIPS_LATTICE);
    cr_assert_eq(whisker_flips_number("lattices"), -1);
    cr_assert_eq(whisker_flips_number(NULL), -1);
}

Test(sign_flip, what_cannot_be_done_is_refused)
{
    static double difference[500];
    const int32_t keys[8] = {0};
    whisker_sign_flip out = {.size = sizeof out};
    fill(500, difference, 8);
    whisker_items items = items_of(500, NULL), two_keys = {.size = sizeof two_keys, .n = 4, .n_keys = 2, .cluster = keys};
    whisker_sign_flip_options options = by(WHISKER_FLIPS_LATTICE);
    cr_expect_eq(whisker_sign_flip_test(&items, difference, none, &options, NULL, &out, NULL), WHISKER_UNSUPPORTED);
    options = by(WHISKER_FLIPS_ENUMERATION);
    cr_expect_eq(whisker_sign_flip_test(&items, difference, none, &options, NULL, &out, NULL), WHISKER_TOO_LARGE);
    options = by(9);
    cr_expect_eq(whisker_sign_flip_test(&items, difference, none, &options, NULL, &out, NULL), WHISKER_BAD_OPTION);
    options = by(0);
    options.replicates = -1;
    cr_expect_eq(whisker_sign_flip_test(&items, difference, none, &options, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_sign_flip_test(&two_keys, difference, none, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_sign_flip_test(NULL, difference, none, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_sign_flip_test(&items, difference, NULL, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    for (int i = 0; i < 500; i++)
        difference[i] = NAN;
    cr_expect_eq(whisker_sign_flip_test(&items, difference, none, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
}

Test(sign_flip, survives_lack_of_memory)
{
    static data data;
    for (int32_t method = WHISKER_FLIPS_DEFAULT; method <= WHISKER_FLIPS_MONTE_CARLO; method++) {
        int32_t status = WHISKER_NO_MEMORY;
        fill_data(&data, method == WHISKER_FLIPS_LATTICE);
        int few = method == WHISKER_FLIPS_ENUMERATION;
        whisker_items items = items_of(few ? 35 : N, few ? NULL : data.cluster);
        for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
            counting_allocator counting;
            whisker_arena *arena;
            whisker_sign_flip out = {.size = sizeof out};
            whisker_sign_flip_options options = by(method);
            options.replicates = 99;
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK) {
                status = whisker_sign_flip_test(&items, data.a, data.b, &options, arena, &out, NULL);
                whisker_arena_free(arena);
            }
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert_lt(fail_at, 100);
        }
    }
}
