/* Validity by simulation: the chance that a sequence ever excludes the true mean while 1000 scores come in. */
#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N_SCORES = 1000, N_RUNS = 400, LARGEST = 10 };

static const double ALPHA = 0.05;

/* A share of N_RUNS is at most alpha but for three standard errors of the simulation. */
static double most_allowed(void)
{
    return ALPHA + 3 * sqrt(ALPHA * (1 - ALPHA) / N_RUNS);
}

/* ---- populations ---- */

typedef struct population {
    const char *name;
    double (*draw)(random_stream *stream, double parameter);
    double parameter;
    double mean, low, high;
} population;

static double draw_binary(random_stream *stream, double share)
{
    return random_uniform(stream) < share;
}

/* The second smallest of six uniform numbers is Beta(2, 5). */
static double draw_beta(random_stream *stream, double unused)
{
    (void)unused;
    double smallest = 1, second = 1;
    for (int i = 0; i < 6; i++) {
        double u = random_uniform(stream);
        second = u < smallest ? smallest : fmin(second, u);
        smallest = fmin(smallest, u);
    }
    return second;
}

/* Differences of two runs that disagree on a quarter of the items. */
static double draw_difference(random_stream *stream, double mean)
{
    double u = random_uniform(stream);
    return u < 0.125 + mean / 2 ? 1 : u < 0.25 ? -1 : 0;
}

static const population populations[] = {
    {"0/1, mean .5", draw_binary, 0.5, 0.5, 0, 1},
    {"0/1, mean .9", draw_binary, 0.9, 0.9, 0, 1},
    {"0/1, mean .99", draw_binary, 0.99, 0.99, 0, 1},
    {"Beta(2, 5)", draw_beta, 0, 2.0 / 7, 0, 1},
    {"differences, mean 0", draw_difference, 0, 0, -1, 1},
    {"differences, mean .05", draw_difference, 0.05, 0.05, -1, 1},
};
enum { N_POPULATIONS = sizeof populations / sizeof *populations };

/* ---- sequences over them ---- */

typedef struct outcome {
    double excluded;  /* share of runs */
    double width;     /* mean of the last intervals */
} outcome;

static whisker_sequence *open_sequence(int32_t method, double low, double high, int64_t largest)
{
    whisker_sequence_options options = {.size = sizeof options, .method = method, .low = low, .high = high,
                                        .largest_cluster = largest};
    whisker_sequence *sequence = NULL;
    cr_assert_eq(whisker_sequence_new(NULL, &options, &sequence, NULL), WHISKER_OK);
    return sequence;
}

/* Once excluded, always excluded: the running interval need be looked at only in the end. */
static void tally(outcome *outcome, whisker_sequence *sequence, double mean)
{
    whisker_sequence_state state = {.size = sizeof state};
    cr_assert_eq(whisker_sequence_interval(sequence, &state, NULL), WHISKER_OK);
    outcome->excluded += (state.lower > mean || state.upper < mean) / (double)N_RUNS;
    outcome->width += (state.upper - state.lower) / N_RUNS;
    whisker_sequence_free(sequence);
}

static outcome simulate(int32_t method, const population *from)
{
    outcome found = {0, 0};
    for (uint64_t run = 0; run < N_RUNS; run++) {
        random_stream stream = random_open(31, run);
        double score[N_SCORES];
        for (int i = 0; i < N_SCORES; i++)
            score[i] = from->draw(&stream, from->parameter);
        whisker_sequence *sequence = open_sequence(method, from->low, from->high, 0);
        cr_assert_eq(whisker_sequence_add_many(sequence, N_SCORES, score, NULL), WHISKER_OK);
        tally(&found, sequence, from->mean);
    }
    return found;
}

static void check_method(int32_t method)
{
    for (int i = 0; i < N_POPULATIONS; i++) {
        if (method == WHISKER_SEQUENCE_BETA_MIXTURE && populations[i].draw != draw_binary)
            continue;
        outcome found = simulate(method, &populations[i]);
        fprintf(stderr, "%-20s %-22s excluded %.4f, width %.4f\n", whisker_sequence_method_name(method),
                populations[i].name, found.excluded, found.width);
        cr_assert(found.excluded <= most_allowed(), "%s: %g", populations[i].name, found.excluded);
        cr_assert(found.width < 0.3, "%s: says nothing", populations[i].name);
    }
}

Test(sequence_methods, hoeffding_holds)
{
    check_method(WHISKER_SEQUENCE_HOEFFDING);
}

Test(sequence_methods, empirical_bernstein_holds)
{
    check_method(WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN);
}

Test(sequence_methods, betting_holds)
{
    check_method(WHISKER_SEQUENCE_BETTING);
}

Test(sequence_methods, beta_mixture_holds)
{
    check_method(WHISKER_SEQUENCE_BETA_MIXTURE);
}

Test(sequence_methods, normal_mixture_holds)
{
    check_method(WHISKER_SEQUENCE_NORMAL_MIXTURE);
}

/* Where little varies, betting and empirical Bernstein are worth their trouble. */
Test(sequence_methods, variance_is_made_use_of)
{
    double hoeffding = simulate(WHISKER_SEQUENCE_HOEFFDING, &populations[2]).width;
    cr_assert(simulate(WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN, &populations[2]).width < 0.6 * hoeffding);
    cr_assert(simulate(WHISKER_SEQUENCE_BETTING, &populations[2]).width < 0.5 * hoeffding);
}

/* ---- the same test fails for what does not hold ---- */

/* The t interval of the scores so far, looked at after each from the tenth on. */
Test(sequence_methods, a_t_interval_peeked_at_does_not_hold)
{
    static double quantile[N_SCORES + 1];
    for (int n = 10; n <= N_SCORES; n++)
        quantile[n] = whisker_t_quantile(ALPHA / 2, n - 1, WHISKER_UPPER);
    int excluded = 0;
    for (uint64_t run = 0; run < N_RUNS; run++) {
        random_stream stream = random_open(31, run);
        double mean = 0, squares = 0;
        int outside = 0;
        for (int n = 1; n <= N_SCORES; n++) {
            double step = draw_binary(&stream, 0.5) - mean;
            mean += step / n;
            squares += step * step * (n - 1) / n;
            outside |= n >= 10 && fabs(mean - 0.5) > quantile[n] * sqrt(squares / (n - 1) / n);
        }
        excluded += outside;
    }
    fprintf(stderr, "%-20s %-22s excluded %.4f\n", "t, peeked at", populations[0].name, (double)excluded / N_RUNS);
    cr_assert(excluded > 4 * most_allowed() * N_RUNS);
}

/* ---- clusters: items share the chance of their cluster, ICC .4; easy clusters are large ---- */

static const double EASY = 0.6 + 0.30983866769659335; /* .6 +- sqrt(.4 * .6 * .4), half of the clusters each */
static const double HARD = 0.6 - 0.30983866769659335;

enum { SMALL = 2, N_CLUSTERS = 250 };

typedef struct cluster {
    double score[LARGEST];
    double sum;
    int items;
} cluster;

static cluster draw_cluster(random_stream *stream)
{
    int easy = random_below(stream, 2) == 1;
    cluster drawn = {.items = easy ? LARGEST : SMALL};
    for (int i = 0; i < drawn.items; i++) {
        drawn.score[i] = draw_binary(stream, easy ? EASY : HARD);
        drawn.sum += drawn.score[i];
    }
    return drawn;
}

typedef enum entry { BY_MEANS, BY_ITEMS, ITEM_AFTER_ITEM } entry;

static outcome simulate_clusters(entry entry, int32_t method, double mean)
{
    outcome found = {0, 0};
    for (uint64_t run = 0; run < N_RUNS; run++) {
        random_stream stream = random_open(32, run);
        whisker_sequence *sequence = open_sequence(method, 0, 1, entry == BY_ITEMS ? LARGEST : 0);
        for (int g = 0; g < N_CLUSTERS; g++) {
            cluster next = draw_cluster(&stream);
            int32_t status = entry == BY_MEANS ? whisker_sequence_add(sequence, next.sum / next.items, NULL)
                           : entry == BY_ITEMS ? whisker_sequence_add_cluster(sequence, next.sum, next.items, NULL)
                                               : whisker_sequence_add_many(sequence, next.items, next.score, NULL);
            cr_assert_eq(status, WHISKER_OK);
        }
        tally(&found, sequence, mean);
    }
    fprintf(stderr, "%-20s %-22s excluded %.4f, width %.4f\n",
            entry == BY_MEANS ? "clusters by means" : entry == BY_ITEMS ? "clusters by items" : "item after item",
            whisker_sequence_method_name(method), found.excluded, found.width);
    return found;
}

Test(sequence_methods, clusters_hold)
{
    const double mean_of_clusters = 0.6, mean_of_items = (LARGEST * EASY + SMALL * HARD) / (LARGEST + SMALL);
    int32_t betting = WHISKER_SEQUENCE_BETTING, bernstein = WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN;
    cr_assert(simulate_clusters(BY_MEANS, betting, mean_of_clusters).excluded <= most_allowed());
    cr_assert(simulate_clusters(BY_MEANS, bernstein, mean_of_clusters).excluded <= most_allowed());
    cr_assert(simulate_clusters(BY_ITEMS, betting, mean_of_items).excluded <= most_allowed());
    cr_assert(simulate_clusters(BY_ITEMS, betting, mean_of_items).width < 0.3);
    cr_assert(simulate_clusters(BY_MEANS, betting, mean_of_items).excluded > 0.9, "the two targets differ");
    cr_assert(simulate_clusters(ITEM_AFTER_ITEM, WHISKER_SEQUENCE_BETA_MIXTURE, mean_of_items).excluded >
              2 * most_allowed());
}
