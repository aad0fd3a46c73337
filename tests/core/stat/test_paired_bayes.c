#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>

static whisker_bayes paired(const int64_t table[4], whisker_bayes_options options)
{
    whisker_bayes out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_paired_bayes(table[0], table[1], table[2], table[3], &options, &out, &error), WHISKER_OK, "%s",
                 error.text);
    return out;
}

static whisker_bayes unpaired(int64_t x1, int64_t n1, int64_t x2, int64_t n2)
{
    whisker_bayes out = {.size = sizeof out};
    cr_assert_eq(whisker_unpaired_bayes(x1, n1, x2, n2, 0, &out, NULL), WHISKER_OK);
    return out;
}

/* ---- draws from a posterior, against what was computed ---- */

typedef struct tally {
    double n, sum, squares, a_better, below, above;
} tally;

static void count(tally *tally, const whisker_bayes *computed, double difference)
{
    tally->n++;
    tally->sum += difference;
    tally->squares += difference * difference;
    tally->a_better += difference > 0;
    tally->below += difference < computed->lower;
    tally->above += difference > computed->upper;
}

static void assert_share(double found, double n, double expected, const char *what)
{
    cr_assert_float_eq(found / n, expected, 5 * sqrt(expected * (1 - expected) / n), "%s: %g of %g draws, computed %g",
                       what, found, n, expected);
}

/* Within five standard errors. */
static void assert_drawn(const tally *tally, const whisker_bayes *computed)
{
    double mean = tally->sum / tally->n, variance = tally->squares / tally->n - mean * mean;
    double tail = 0.5 * (1 - computed->level);
    assert_share(tally->a_better, tally->n, computed->a_better, "A better");
    assert_share(tally->below, tally->n, tail, "below");
    assert_share(tally->above, tally->n, tail, "above");
    cr_assert_float_eq(mean, computed->value, 5 * sqrt(variance / tally->n));
}

/* Gamma with a whole shape. */
static double draw_gamma(random_stream *stream, int64_t shape)
{
    double total = 0;
    for (int64_t i = 0; i < shape; i++)
        total -= log(random_uniform(stream));
    return total;
}

static double draw_beta(random_stream *stream, int64_t a, int64_t b)
{
    double first = draw_gamma(stream, a);
    return first / (first + draw_gamma(stream, b));
}

static void draw_normals(random_stream *stream, double pair[2])
{
    double radius = sqrt(-2 * log(random_uniform(stream))), angle = 6.283185307179586477 * random_uniform(stream);
    pair[0] = radius * cos(angle);
    pair[1] = radius * sin(angle);
}

/* ---- latent ---- */

/* The model told forwards: draw the parameters from their prior, then the items, and keep what gives the table seen. */
static void draw_latent(const int64_t seen[4], int64_t shape_a, int64_t shape_b, int64_t n_draws,
                        const whisker_bayes *computed)
{
    random_stream stream = random_open(17, 0);
    tally tally = {0};
    int64_t n = seen[0] + seen[1] + seen[2] + seen[3];
    for (int64_t draw = 0; draw < n_draws; draw++) {
        double a = random_uniform(&stream), b = random_uniform(&stream);
        double rho = 2 * draw_beta(&stream, shape_a, shape_b) - 1;
        double mean_a = whisker_normal_quantile(a, WHISKER_LOWER), mean_b = whisker_normal_quantile(b, WHISKER_LOWER);
        int64_t table[4] = {0};
        for (int64_t item = 0; item < n; item++) {
            double z[2];
            draw_normals(&stream, z);
            int is_a = mean_a + z[0] > 0, is_b = mean_b + rho * z[0] + sqrt(1 - rho * rho) * z[1] > 0;
            table[is_a ? (is_b ? 0 : 1) : (is_b ? 2 : 3)]++;
        }
        if (table[0] == seen[0] && table[1] == seen[1] && table[2] == seen[2])
            count(&tally, computed, a - b);
    }
    cr_assert_gt(tally.n, 2500, "%g", tally.n);
    assert_drawn(&tally, computed);
}

Test(paired_bayes, latent_is_the_model_told_forwards)
{
    static const int64_t tables[][4] = {{1, 0, 0, 0}, {1, 2, 0, 1}, {0, 1, 2, 0}, {3, 0, 0, 1}};
    for (int i = 0; i < 4; i++) {
        whisker_bayes computed = paired(tables[i], (whisker_bayes_options){.level = 0.9});
        cr_assert_eq(computed.model, WHISKER_BAYES_LATENT);
        draw_latent(tables[i], 4, 2, i == 2 ? 800000 : 200000, &computed);
    }
    whisker_bayes computed = paired(tables[2], (whisker_bayes_options){.correlation_a = 1, .correlation_b = 1});
    draw_latent(tables[2], 1, 1, 400000, &computed);
}

/* With many items the prior no longer matters and the posterior is normal about the difference seen. */
Test(paired_bayes, latent_of_many_items)
{
    const int64_t table[4] = {70000, 12000, 8000, 10000};
    whisker_bayes got = paired(table, (whisker_bayes_options){0});
    double n = 1e5, difference = 0.04, deviation = sqrt(0.2 - 0.0016) / sqrt(n);
    cr_assert_float_eq(got.value, difference, 0.01 * deviation);
    cr_assert_float_eq(got.lower, difference - 1.959964 * deviation, 0.02 * deviation);
    cr_assert_float_eq(got.upper, difference + 1.959964 * deviation, 0.02 * deviation);
    cr_assert_eq(got.a_better, 1);
    cr_assert(got.b_better > 0 && got.b_better < 1e-150);
}

/* Tables at the edge of what the quadrature meets, each value found with steps halved twice: */
Test(paired_bayes, latent_of_tables_that_are_hard)
{
    static const struct { int64_t table[4]; double a_better, lower, upper; } known[] = {
        {{1000, 0, 0, 0}, 0.5, -0.00303011753788, 0.00303011753788},
        {{0, 20, 20, 0}, 0.5, -0.27664171564, 0.27664171564},
        {{1, 30, 10, 0}, 0.99982868513618, 0.23108486115, 0.69234719890},
        {{60, 12, 8, 20}, 0.80665935246666, -0.05157539432, 0.13256188061},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        whisker_bayes got = paired(known[i].table, (whisker_bayes_options){0});
        cr_assert_float_eq(got.a_better, known[i].a_better, 1e-6, "%zu: %.12g", i, got.a_better);
        cr_assert_float_eq(got.lower, known[i].lower, 1e-6, "%zu: %.12g", i, got.lower);
        cr_assert_float_eq(got.upper, known[i].upper, 1e-6, "%zu: %.12g", i, got.upper);
    }
}

/* ---- dirichlet ---- */

Test(paired_bayes, dirichlet_is_what_its_draws_are)
{
    static const int64_t tables[][4] = {{60, 12, 8, 20}, {5, 3, 0, 2}, {4, 0, 0, 0}, {0, 7, 3, 0}, {0, 1, 0, 0}};
    for (int i = 0; i < 5; i++) {
        const int64_t *table = tables[i];
        whisker_bayes computed = paired(table, (whisker_bayes_options){.model = WHISKER_BAYES_DIRICHLET});
        random_stream stream = random_open(5, (uint64_t)i);
        tally tally = {0};
        for (int draw = 0; draw < 100000; draw++) {
            double only_a = draw_gamma(&stream, table[1] + 1), only_b = draw_gamma(&stream, table[2] + 1);
            double rest = draw_gamma(&stream, table[0] + table[3] + 2);
            count(&tally, &computed, (only_a - only_b) / (only_a + only_b + rest));
        }
        assert_drawn(&tally, &computed);
    }
}

/* P(B better) is half of McNemar's mid-p where A solved more: P[Beta(b+1, c+1) < 1/2] counts the tie by half. */
Test(paired_bayes, dirichlet_is_mid_p)
{
    for (int64_t only_b = 0; only_b < 12; only_b++) {
        for (int64_t only_a = only_b + 1; only_a < 25; only_a++) {
            const int64_t table[4] = {10, only_a, only_b, 3};
            whisker_paired_proportions mcnemar = {.size = sizeof mcnemar};
            cr_assert_eq(whisker_compare_paired_proportions(10, only_a, only_b, 3, 0, &mcnemar, NULL), WHISKER_OK);
            whisker_bayes got = paired(table, (whisker_bayes_options){.model = WHISKER_BAYES_DIRICHLET});
            cr_assert_float_eq(got.b_better / (0.5 * mcnemar.mid_p), 1, 1e-11);
        }
    }
}

/* ---- unpaired ---- */

/* P[A > B] as a finite sum: of whole shapes (a, b) and (c, d), sum over i < a of
 * B(c + i, b + d) / ((b + i) B(1 + i, b) B(c, d)). */
static double beta_function(double a, double b)
{
    return exp(lgamma(a) + lgamma(b) - lgamma(a + b));
}

static double a_better(int64_t x1, int64_t n1, int64_t x2, int64_t n2)
{
    double b = (double)(n1 - x1) + 1, c = (double)x2 + 1, d = (double)(n2 - x2) + 1, total = 0;
    for (int64_t i = 0; i <= x1; i++)
        total += beta_function(c + (double)i, b + d) /
                 ((b + (double)i) * beta_function(1 + (double)i, b) * beta_function(c, d));
    return total;
}

Test(paired_bayes, unpaired)
{
    static const int64_t known[][4] = {{8, 10, 3, 10}, {0, 5, 5, 5}, {95, 100, 9, 10}, {990, 1000, 3, 4}, {0, 3, 0, 7}};
    for (int i = 0; i < 5; i++) {
        const int64_t *at = known[i];
        whisker_bayes computed = unpaired(at[0], at[1], at[2], at[3]);
        cr_assert_float_eq(computed.a_better, a_better(at[0], at[1], at[2], at[3]), 1e-9);
        double mean = (double)(at[0] + 1) / (double)(at[1] + 2) - (double)(at[2] + 1) / (double)(at[3] + 2);
        cr_assert_float_eq(computed.value, mean, 1e-9);
        random_stream stream = random_open(6, (uint64_t)i);
        tally tally = {0};
        for (int draw = 0; draw < (at[1] > 500 ? 10000 : 100000); draw++)
            count(&tally, &computed, draw_beta(&stream, at[0] + 1, at[1] - at[0] + 1) -
                                     draw_beta(&stream, at[2] + 1, at[3] - at[2] + 1));
        assert_drawn(&tally, &computed);
    }
}

/* ---- all of them ---- */

static void assert_exchanged(const whisker_bayes *forth, const whisker_bayes *back)
{
    cr_assert_eq(forth->a_better, back->b_better);
    cr_assert_eq(forth->b_better, back->a_better);
    cr_assert_eq(forth->value, -back->value);
    cr_assert_eq(forth->lower, -back->upper);
    cr_assert_eq(forth->upper, -back->lower);
    cr_assert_float_eq(forth->a_better + forth->b_better, 1, 1e-14);
}

Test(paired_bayes, exchanging_the_runs_flips_signs)
{
    static const int64_t tables[][4] = {{60, 12, 8, 20}, {5, 3, 0, 2}, {5, 3, 2, 2}, {0, 40, 2, 0}, {9, 4, 4, 9}};
    for (int i = 0; i < 5; i++) {
        const int64_t *t = tables[i];
        const int64_t turned[4] = {t[0], t[2], t[1], t[3]};
        for (int32_t model = WHISKER_BAYES_LATENT; model <= WHISKER_BAYES_DIRICHLET; model++) {
            whisker_bayes_options options = {.model = model};
            whisker_bayes forth = paired(t, options), back = paired(turned, options);
            assert_exchanged(&forth, &back);
        }
        whisker_bayes forth = unpaired(t[1], 50, t[2], 70), back = unpaired(t[2], 70, t[1], 50);
        assert_exchanged(&forth, &back);
    }
}

Test(paired_bayes, refusals)
{
    whisker_bayes out = {.size = sizeof out};
    whisker_bayes_options options = {.size = sizeof options, .level = 1};
    cr_expect_eq(whisker_paired_bayes(1, -1, 0, 0, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_paired_bayes(0, 0, 0, 0, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_paired_bayes(1, 1, 0, 0, &options, &out, NULL), WHISKER_BAD_OPTION);
    options = (whisker_bayes_options){.size = sizeof options, .model = WHISKER_BAYES_BETA};
    cr_expect_eq(whisker_paired_bayes(1, 1, 0, 0, &options, &out, NULL), WHISKER_BAD_OPTION);
    options = (whisker_bayes_options){.size = sizeof options, .correlation_a = 4};
    cr_expect_eq(whisker_paired_bayes(1, 1, 0, 0, &options, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_paired_bayes(1, 1, 0, 0, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_unpaired_bayes(3, 2, 0, 1, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_unpaired_bayes(1, 2, 0, 0, 0, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_unpaired_bayes(1, 2, 0, 1, 1.5, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_str_eq(whisker_bayes_model_name(WHISKER_BAYES_LATENT), "latent");
    cr_expect_null(whisker_bayes_model_name(WHISKER_BAYES_DEFAULT));
    cr_expect_null(whisker_bayes_model_name(4));
}
