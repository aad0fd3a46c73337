#include "counting_allocator.h"
#include "reference.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int32_t methods[] = {WHISKER_SEQUENCE_HOEFFDING, WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN,
                                  WHISKER_SEQUENCE_BETTING, WHISKER_SEQUENCE_BETA_MIXTURE,
                                  WHISKER_SEQUENCE_NORMAL_MIXTURE};
enum { N_METHODS = 5 };

static whisker_sequence_options by(int32_t method)
{
    return (whisker_sequence_options){.size = sizeof(whisker_sequence_options), .method = method};
}

static whisker_sequence *open_sequence(const whisker_sequence_options *options)
{
    whisker_sequence *sequence = NULL;
    whisker_error error = {0};
    cr_assert_eq(whisker_sequence_new(NULL, options, &sequence, &error), WHISKER_OK, "%s", error.text);
    return sequence;
}

static whisker_sequence_state state_of(const whisker_sequence *sequence)
{
    whisker_sequence_state state = {.size = sizeof state};
    cr_assert_eq(whisker_sequence_interval(sequence, &state, NULL), WHISKER_OK);
    return state;
}

static void add(whisker_sequence *sequence, double score)
{
    cr_assert_eq(whisker_sequence_add(sequence, score, NULL), WHISKER_OK);
}

static int near(double a, double b, double error)
{
    return fabs(a - b) <= error;
}

/* ---- reference family ---- */

static void compare_pair(reference *reference, const cJSON *test, const char *key, int i, double lower, double upper)
{
    if (!reference_expects(test, key))
        return;
    const cJSON *pair = cJSON_GetArrayItem(reference_expected(test, key), i);
    reference_compare(reference, test, key, key, cJSON_GetArrayItem(pair, 0), lower);
    reference_compare(reference, test, key, key, cJSON_GetArrayItem(pair, 1), upper);
}

/* The scores one by one, the interval at the times that the case names. */
static void check_method(reference *reference, const cJSON *test, int32_t method, const char *current,
                         const char *running)
{
    int64_t n, n_times;
    double *x = reference_numbers(reference_input(test, "x"), &n);
    double *times = reference_numbers(reference_expected(test, "times"), &n_times);
    whisker_sequence_options options = by(method);
    options.level = 1 - reference_number(reference_parameter(test, "alpha"));
    options.expected = reference_number(reference_parameter(test, "t_opt"));
    whisker_sequence *sequence = open_sequence(&options);
    whisker_sequence_state state = state_of(sequence);
    for (int i = 0; i < n_times; i++) {
        while ((double)state.n < times[i]) {
            add(sequence, x[state.n]);
            state = state_of(sequence);
        }
        compare_pair(reference, test, current, i, state.current_lower, state.current_upper);
        compare_pair(reference, test, running, i, state.lower, state.upper);
    }
    whisker_sequence_free(sequence);
    free(times);
    free(x);
}

static void check_normal_bound(reference *reference, const cJSON *test)
{
    const char *key = "normal_mixture_bound_v_t_over_4";
    const cJSON *expected = reference_expected(test, key), *times = reference_expected(test, "times");
    for (int i = 0; i < cJSON_GetArraySize(times); i++) {
        double v = reference_number(cJSON_GetArrayItem(times, i)) / 4;
        reference_compare(reference, test, key, key, cJSON_GetArrayItem(expected, i),
                          whisker_normal_mixture_bound(v, 0.05, 25, 0.05, 2));
    }
}

Test(sequence, reference_cs)
{
    reference reference = reference_open("cs");
    cJSON *test;
    reference_each(test, &reference) {
        if (!reference_expects(test, "times"))
            continue;
        check_normal_bound(&reference, test);
        check_method(&reference, test, WHISKER_SEQUENCE_NORMAL_MIXTURE, "hoeffding_mixture_cs", "");
        check_method(&reference, test, WHISKER_SEQUENCE_HOEFFDING, "predmix_hoeffding", "predmix_hoeffding_running");
        check_method(&reference, test, WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN, "predmix_empbern",
                     "predmix_empbern_running");
        check_method(&reference, test, WHISKER_SEQUENCE_BETTING, "hedged_betting_grid1000", "");
        if (reference_expects(test, "bernoulli_beta_mixture_ci"))
            check_method(&reference, test, WHISKER_SEQUENCE_BETA_MIXTURE, "bernoulli_beta_mixture_ci", "");
    }
    reference_pass_over(&reference, "times", "the moments at which the intervals are compared");
    reference_close(&reference);
}

/* ---- one interval from another ---- */

/* Ones that grow rarer, so that the current interval leaves the running one behind. */
static double fading(random_stream *stream, int i)
{
    return random_uniform(stream) < (i < 100 ? 0.8 : 0.6);
}

Test(sequence, running_interval_is_the_intersection)
{
    for (int m = 0; m < N_METHODS; m++) {
        whisker_sequence_options options = by(methods[m]);
        whisker_sequence *sequence = open_sequence(&options);
        random_stream stream = random_open(11, 0);
        double lower = 0, upper = 1;
        int wider = 0;
        for (int i = 0; i < 400; i++) {
            add(sequence, fading(&stream, i));
            whisker_sequence_state state = state_of(sequence);
            lower = fmax(lower, state.current_lower);
            upper = fmin(upper, state.current_upper);
            cr_assert(state.lower == lower && state.upper == upper, "method %d at %d", methods[m], i);
            wider += state.current_lower < lower;
        }
        cr_assert(wider > 0, "method %d", methods[m]);
        whisker_sequence_free(sequence);
    }
}

/* Other units of the score, and right exchanged with wrong. */
Test(sequence, follow_the_units)
{
    for (int m = 0; m < N_METHODS; m++) {
        whisker_sequence_options options = by(methods[m]), shifted = options;
        shifted.low = -3;
        shifted.high = 5;
        whisker_sequence *plain = open_sequence(&options), *other = open_sequence(&shifted),
                         *mirrored = open_sequence(&options);
        random_stream stream = random_open(12, 0);
        for (int i = 0; i < 200; i++) {
            double score = random_uniform(&stream) < 0.7;
            add(plain, score);
            add(other, -3 + 8 * score);
            add(mirrored, 1 - score);
        }
        whisker_sequence_state a = state_of(plain), b = state_of(other), c = state_of(mirrored);
        cr_assert(near(b.lower, -3 + 8 * a.lower, 1e-13) && near(b.upper, -3 + 8 * a.upper, 1e-13));
        cr_assert(near(b.value, -3 + 8 * a.value, 1e-14));
        cr_assert(near(c.lower, 1 - a.upper, 1e-13) && near(c.upper, 1 - a.lower, 1e-13));
        cr_assert(a.lower > 0 && a.upper < 1 && a.lower < a.value && a.value < a.upper);
        whisker_sequence_free(plain);
        whisker_sequence_free(other);
        whisker_sequence_free(mirrored);
    }
}

Test(sequence, a_finer_grid_lies_within_a_step)
{
    whisker_sequence_options coarse = by(0), fine = by(0);
    coarse.grid = 100;
    fine.grid = 20000;
    whisker_sequence *a = open_sequence(&coarse), *b = open_sequence(&fine);
    random_stream stream = random_open(13, 0);
    for (int i = 0; i < 300; i++) {
        double score = random_uniform(&stream);
        add(a, score);
        add(b, score);
        whisker_sequence_state rough = state_of(a), exact = state_of(b);
        cr_assert(rough.lower <= exact.lower + 1e-12 && exact.lower <= rough.lower + 0.01 + 1e-12);
        cr_assert(rough.upper >= exact.upper - 1e-12 && exact.upper >= rough.upper - 0.01 - 1e-12);
    }
    whisker_sequence_free(a);
    whisker_sequence_free(b);
}

/* ---- clusters ---- */

enum { N_CLUSTERS = 60, LARGEST = 10 };

typedef struct cluster {
    double sum;
    int64_t items;
} cluster;

static void make_clusters(cluster *clusters, int64_t least)
{
    random_stream stream = random_open(14, 0);
    for (int g = 0; g < N_CLUSTERS; g++) {
        double share = random_uniform(&stream);
        clusters[g] = (cluster){0, least + random_below(&stream, (uint32_t)(LARGEST - least + 1))};
        for (int64_t i = 0; i < clusters[g].items; i++)
            clusters[g].sum += random_uniform(&stream) < share;
    }
}

static whisker_sequence *open_by_items(void)
{
    whisker_sequence_options options = by(0);
    options.largest_cluster = LARGEST;
    return open_sequence(&options);
}

Test(sequence, clusters_of_one_size_are_their_means)
{
    cluster clusters[N_CLUSTERS];
    make_clusters(clusters, LARGEST);
    whisker_sequence *by_items = open_by_items(), *by_means = open_sequence(NULL);
    for (int g = 0; g < N_CLUSTERS; g++) {
        cr_assert_eq(whisker_sequence_add_cluster(by_items, clusters[g].sum, LARGEST, NULL), WHISKER_OK);
        add(by_means, clusters[g].sum / LARGEST);
    }
    whisker_sequence_state a = state_of(by_items), b = state_of(by_means);
    cr_assert(a.lower == b.lower && a.upper == b.upper && near(a.value, b.value, 1e-15) && a.n == N_CLUSTERS);
    cr_assert(a.lower > 0.2 && a.upper < 0.8);
    whisker_sequence_free(by_items);
    whisker_sequence_free(by_means);
}

/* The definition of METHODS 8.3, a mean at a time: capital after betting that the mean per item is above m. */
static double capital_against(double m, const cluster *clusters, int n, int mirrored)
{
    double capital = 1, scores = 0, weights = 0, squares = 0;
    for (int g = 0; g < n; g++) {
        double weight = (double)clusters[g].items / LARGEST, score = clusters[g].sum / LARGEST;
        score = mirrored ? weight - score : score;
        double variance = (0.25 + squares) / (g + 1);
        double bet = sqrt(2 * log(2 / 0.05) / ((g + 1) * log(g + 2.0) * variance));
        capital *= 1 + fmin(bet, m > 0 ? 0.5 / m : INFINITY) * (score - m * weight);
        scores += score;
        weights += weight;
        double residual = score - weight * (0.5 + scores) / (1 + weights);
        squares += residual * residual;
    }
    return capital;
}

Test(sequence, clusters_by_their_items)
{
    cluster clusters[N_CLUSTERS];
    make_clusters(clusters, 1);
    whisker_sequence *sequence = open_by_items();
    double sum = 0, items = 0;
    for (int g = 0; g < N_CLUSTERS; g++) {
        cr_assert_eq(whisker_sequence_add_cluster(sequence, clusters[g].sum, clusters[g].items, NULL), WHISKER_OK);
        sum += clusters[g].sum;
        items += (double)clusters[g].items;
        whisker_sequence_state state = state_of(sequence);
        cr_assert(near(state.value, sum / items, 1e-15));
        double below = state.current_lower, above = 1 - state.current_upper;
        cr_assert(below == 0 || capital_against(below - 1e-9, clusters, g + 1, 0) > 40, "%d", g);
        cr_assert(capital_against(below + 0.001 + 1e-9, clusters, g + 1, 0) < 40, "%d", g);
        cr_assert(above <= 1e-12 || capital_against(above - 1e-9, clusters, g + 1, 1) > 40, "%d", g);
        cr_assert(capital_against(above + 0.001 + 1e-9, clusters, g + 1, 1) < 40, "%d", g);
    }
    cr_assert(state_of(sequence).lower > 0.2 && state_of(sequence).upper < 0.8);
    whisker_sequence_free(sequence);
}

/* ---- decisions ---- */

Test(sequence, decides_by_the_interval)
{
    whisker_sequence *sequence = open_sequence(NULL);
    cr_assert_eq(whisker_sequence_decision(sequence, 0.5), WHISKER_UNDECIDED);
    for (int i = 0; i < 60; i++)
        add(sequence, i % 10 != 0);
    whisker_sequence_state state = state_of(sequence);
    cr_assert_eq(whisker_sequence_decision(sequence, state.lower - 1e-9), WHISKER_ABOVE);
    cr_assert_eq(whisker_sequence_decision(sequence, state.lower), WHISKER_UNDECIDED);
    cr_assert_eq(whisker_sequence_decision(sequence, 0.9), WHISKER_UNDECIDED);
    cr_assert_eq(whisker_sequence_decision(sequence, state.upper), WHISKER_UNDECIDED);
    cr_assert_eq(whisker_sequence_decision(sequence, state.upper + 1e-9), WHISKER_BELOW);
    cr_assert_eq(whisker_sequence_decision(sequence, NAN), WHISKER_UNDECIDED);
    cr_assert_eq(whisker_sequence_decision(NULL, 0.5), WHISKER_UNDECIDED);
    whisker_sequence_free(sequence);
}

/* Easy items first, hard ones later: no mean explains them all, and that is said. */
Test(sequence, a_mean_that_moves_is_noticed)
{
    for (int m = 0; m < N_METHODS; m++) {
        whisker_sequence_options options = by(methods[m]);
        whisker_sequence *sequence = open_sequence(&options);
        for (int i = 0; i < 4000; i++)
            add(sequence, i < 300);
        whisker_sequence_state state = state_of(sequence);
        cr_assert(state.lower > state.upper, "method %d: %g %g", methods[m], state.lower, state.upper);
        cr_assert_eq(whisker_sequence_decision(sequence, 0.5), WHISKER_CONTRADICTED);
        whisker_sequence_free(sequence);
    }
}

/* ---- what is not a score ---- */

Test(sequence, nothing_seen_is_the_whole_range)
{
    for (int m = 0; m < N_METHODS; m++) {
        whisker_sequence_options options = by(methods[m]);
        options.low = -1;
        options.high = 1;
        whisker_sequence *sequence = open_sequence(&options);
        add(sequence, NAN);
        cr_assert_eq(whisker_sequence_add_many(sequence, 0, NULL, NULL), WHISKER_OK);
        whisker_sequence_state state = state_of(sequence);
        cr_assert(state.lower == -1 && state.upper == 1 && state.current_lower == -1 && state.current_upper == 1);
        cr_assert(isnan(state.value) && state.n == 0 && state.n_missing == 1 && state.method == methods[m]);
        cr_assert_eq(state.level, 0.95);
        whisker_sequence_free(sequence);
    }
}

Test(sequence, missing_scores_change_nothing)
{
    double with[] = {1, NAN, 0.5, 0.25, NAN, NAN, 1, 1}, without[] = {1, 0.5, 0.25, 1, 1};
    whisker_sequence *a = open_sequence(NULL), *b = open_sequence(NULL);
    cr_assert_eq(whisker_sequence_add_many(a, 8, with, NULL), WHISKER_OK);
    cr_assert_eq(whisker_sequence_add_many(b, 5, without, NULL), WHISKER_OK);
    whisker_sequence_state first = state_of(a), second = state_of(b);
    cr_assert(first.n_missing == 3 && second.n_missing == 0);
    first.n_missing = 0;
    cr_assert_eq(memcmp(&first, &second, sizeof first), 0);
    whisker_sequence_free(a);
    whisker_sequence_free(b);
}

Test(sequence, refuses_scores_outside_the_range)
{
    double outside[] = {-1e-9, 1.0000001, INFINITY, -INFINITY, 7};
    double many[] = {1, 0, 2};
    whisker_sequence *sequence = open_sequence(NULL);
    add(sequence, 0.5);
    whisker_sequence_state before = state_of(sequence);
    whisker_error error = {0};
    for (int i = 0; i < 5; i++)
        cr_assert_eq(whisker_sequence_add(sequence, outside[i], &error), WHISKER_BAD_ARGUMENT);
    cr_assert(error.status == WHISKER_BAD_ARGUMENT && strstr(error.text, "range") != NULL);
    cr_assert_eq(whisker_sequence_add_many(sequence, 3, many, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_many(sequence, -1, many, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_many(sequence, 1, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add(NULL, 1, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, 1, 2, NULL), WHISKER_BAD_OPTION);
    whisker_sequence_state after = state_of(sequence);
    cr_assert_eq(memcmp(&before, &after, sizeof before), 0);
    whisker_sequence_free(sequence);
}

Test(sequence, refuses_impossible_clusters)
{
    whisker_sequence *sequence = open_by_items();
    cr_assert_eq(whisker_sequence_add_cluster(sequence, 3, 2, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, -0.5, 2, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, INFINITY, 2, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, 3, LARGEST + 1, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, 0, 0, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(NULL, 0, 1, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_add_cluster(sequence, NAN, 3, NULL), WHISKER_OK);
    cr_assert(state_of(sequence).n == 0 && state_of(sequence).n_missing == 1);
    whisker_sequence_free(sequence);
}

/* Ten times 0.1 is a little less than 1, and seven times 0.7 a little more than 4.9: a sum may have its rounding. */
Test(sequence, sums_may_be_rounded)
{
    whisker_sequence_options options = by(0);
    options.low = -0.1;
    options.high = 0.7;
    options.largest_cluster = LARGEST;
    whisker_sequence *sequence = open_sequence(&options);
    double high = 0, low = 0;
    for (int i = 0; i < 10; i++) {
        high += 0.7;
        low -= 0.1;
        cr_assert_eq(whisker_sequence_add_cluster(sequence, high, i + 1, NULL), WHISKER_OK);
        cr_assert_eq(whisker_sequence_add_cluster(sequence, low, i + 1, NULL), WHISKER_OK);
    }
    whisker_sequence_free(sequence);
}

Test(sequence, beta_mixture_is_for_ends_of_the_range)
{
    whisker_sequence_options options = by(WHISKER_SEQUENCE_BETA_MIXTURE);
    whisker_sequence *sequence = open_sequence(&options);
    cr_assert_eq(whisker_sequence_add(sequence, 0.5, NULL), WHISKER_NOT_BINARY);
    cr_assert_eq(state_of(sequence).n, 0);
    whisker_sequence_free(sequence);
}

Test(sequence, refuses_options_without_a_meaning)
{
    whisker_sequence *sequence = NULL;
    whisker_sequence_options bad[] = {by(6), by(-1), by(0), by(0), by(0), by(0), by(0), by(0), by(0), by(0), by(0),
                                      by(WHISKER_SEQUENCE_HOEFFDING)};
    bad[2].level = 1;
    bad[3].level = -0.5;
    bad[4].low = 1;
    bad[5].high = INFINITY;
    bad[6].high = NAN;
    bad[7].expected = 0.5;
    bad[8].grid = 9;
    bad[9].grid = 100001;
    bad[10].largest_cluster = -1;
    bad[11].largest_cluster = 5;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_eq(whisker_sequence_new(NULL, &bad[i], &sequence, NULL), WHISKER_BAD_OPTION, "%zu", i);
        cr_assert_null(sequence);
    }
    whisker_sequence_options sizeless = {0};
    cr_assert_eq(whisker_sequence_new(NULL, &sizeless, &sequence, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_new(NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_sequence_state state = {.size = sizeof state}, unsized_state = {0};
    cr_assert_eq(whisker_sequence_interval(NULL, &state, NULL), WHISKER_BAD_ARGUMENT);
    whisker_sequence *made = open_sequence(NULL);
    cr_assert_eq(whisker_sequence_interval(made, &unsized_state, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_interval(made, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_sequence_free(made);
    whisker_sequence_free(NULL);
}

/* Capital that overflows or becomes worthless, and sums over many scores. */
Test(sequence, goes_on_for_long)
{
    for (int m = 0; m < N_METHODS; m++) {
        whisker_sequence_options options = by(methods[m]);
        options.grid = 100;
        whisker_sequence *sequence = open_sequence(&options);
        for (int i = 0; i < 100000; i++)
            add(sequence, i % 5 != 0);
        whisker_sequence_state state = state_of(sequence);
        cr_assert(state.lower <= 0.8 && state.upper >= 0.8 && state.upper - state.lower < 0.03, "method %d", methods[m]);
        whisker_sequence_free(sequence);
    }
}

Test(sequence, memory)
{
    counting_allocator counting;
    for (int64_t fail_at = 1;; fail_at++) {
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_sequence *sequence = NULL;
        int32_t status = whisker_sequence_new(&counting.allocator, NULL, &sequence, NULL);
        if (status == WHISKER_OK) {
            int64_t requests = counting.requests;
            for (int i = 0; i < 100; i++)
                add(sequence, 0.5);
            cr_assert_eq(counting.requests, requests, "nothing is allocated after opening");
        } else {
            cr_assert(status == WHISKER_NO_MEMORY && sequence == NULL);
        }
        whisker_sequence_free(sequence);
        cr_assert(counting.live_blocks == 0 && counting.live_bytes == 0);
        if (status == WHISKER_OK)
            break;
    }
}
