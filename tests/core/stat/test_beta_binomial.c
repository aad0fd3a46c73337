#include "counting_allocator.h"

#include "stat/beta_binomial.h"

#include <criterion/criterion.h>

#include <math.h>

static beta_binomial load(int n, const double *successes, const double *trials, double p, scratch *scratch)
{
    beta_binomial data;
    cr_assert_eq(scratch_open(scratch, NULL, NULL), WHISKER_OK);
    cr_assert_eq(beta_binomial_load(n, successes, trials, p, scratch, &data), BETA_BINOMIAL_LOADED);
    return data;
}

/* The probability of one order of successes and failures, trial by trial: the next succeeds with probability
 * (size p + successes) / (size + trials) (Polya's urn). */
static double urn(int successes, int failures, double p, double correlation)
{
    double size = 1 / correlation - 1, probability = 1;
    for (int i = 0; i < successes; i++)
        probability *= (size * p + i) / (size + i);
    for (int i = 0; i < failures; i++)
        probability *= (size * (1 - p) + i) / (size + successes + i);
    return probability;
}

Test(beta_binomial, likelihood_of_an_urn)
{
    const double successes[] = {3, 0, 5, 3, 7, 1}, trials[] = {4, 2, 5, 10, 7, 1};
    scratch scratch;
    beta_binomial data = load(6, successes, trials, 0.7, &scratch);
    for (double correlation = 0.001; correlation < 1; correlation += 0.0237) {
        double expected = 0;
        for (int g = 0; g < 6; g++)
            expected += log(urn((int)successes[g], (int)(trials[g] - successes[g]), 0.7, correlation));
        cr_assert_float_eq(beta_binomial_log_likelihood(&data, correlation), expected, 1e-11);
    }
    scratch_close(&scratch);
}

/* Numbers close together and far apart, of clusters of one trial to thousands. */
Test(beta_binomial, likelihood_of_urns_of_all_sizes)
{
    const double successes[] = {0, 1, 2, 9, 10, 11, 40, 70, 300, 301, 309, 310, 1500, 2000, 0, 17};
    const double trials[] = {1, 1, 3, 9, 18, 20, 40, 99, 301, 309, 310, 900, 1999, 2500, 2999, 18};
    scratch scratch;
    beta_binomial data = load(16, successes, trials, 0.6, &scratch);
    for (double correlation = 1e-6; correlation < 1; correlation = correlation < 0.1 ? 3 * correlation : correlation + 0.09) {
        double size = 1 / correlation - 1, expected = 0;
        for (int g = 0; g < 16; g++) {
            for (int i = 0; i < successes[g]; i++)
                expected += log((size * 0.6 + i) / (size + i));
            for (int i = 0; i < trials[g] - successes[g]; i++)
                expected += log((size * 0.4 + i) / (size + successes[g] + i));
        }
        double found = beta_binomial_log_likelihood(&data, correlation);
        cr_expect_float_eq(found, expected, 1e-12 * fabs(expected), "%g: %.15g, not %.15g", correlation, found, expected);
    }
    scratch_close(&scratch);
}

/* By a fine sum over the square root of the correlation. */
static double quantile_by_sum(int n, const double *successes, const double *trials, double p, double probability)
{
    enum { STEPS = 200000 };
    double total = 0, below = 0, density[2];
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < STEPS; i++) {
            double root = (i + 0.5) / STEPS, product = 1;
            for (int g = 0; g < n; g++)
                product *= urn((int)successes[g], (int)(trials[g] - successes[g]), p, root * root);
            density[pass] = product;
            if (pass == 0)
                total += density[0];
            else if ((below += density[1]) >= probability * total)
                return root * root;
        }
    return 1;
}

static void check_quantile(int n, const double *successes, const double *trials, double p)
{
    scratch scratch;
    beta_binomial data = load(n, successes, trials, p, &scratch);
    for (double probability = 0.05; probability < 1; probability += 0.1) {
        double expected = quantile_by_sum(n, successes, trials, p, probability);
        double found = beta_binomial_correlation_quantile(&data, probability);
        cr_expect_float_eq(sqrt(found), sqrt(expected), 0.003, "%d clusters at %g: %g, not %g", n, probability, found,
                           expected);
    }
    scratch_close(&scratch);
}

Test(beta_binomial, posterior_quantiles)
{
    const double mixed[] = {3, 0, 5, 3, 7, 1}, sizes[] = {4, 2, 5, 10, 7, 1};
    const double pure[] = {10, 10, 0, 10, 0}, tens[] = {10, 10, 10, 10, 10};
    const double even[] = {5, 5, 5, 5, 5};
    check_quantile(6, mixed, sizes, 0.7);
    check_quantile(5, pure, tens, 0.6);
    check_quantile(5, even, tens, 0.5);
}

/* Far more clusters than the grid has room for at first: the posterior is narrow, and found by zooming. A thousand
 * clusters of two, of which a quarter are (0, 0), half mixed and a quarter (1, 1), are what independence gives. */
Test(beta_binomial, narrow_posterior)
{
    enum { COUNT = 40000 };
    static double successes[COUNT], trials[COUNT];
    scratch scratch;
    for (int i = 0; i < COUNT; i++) {
        successes[i] = (i % 4 + 1) / 2;
        trials[i] = 2;
    }
    beta_binomial data = load(COUNT, successes, trials, 0.5, &scratch);
    /* One cluster of two has information 1 on a correlation of 0 at p = 1/2: half a normal of scale 1 / sqrt(COUNT),
     * in the square root of it, has its median where r^2 / 2 is half of the incomplete gamma function of 1/4. */
    double median = beta_binomial_correlation_quantile(&data, 0.5) * sqrt(COUNT);
    double expected = sqrt(2 * whisker_gamma_quantile(0.5, 0.25, 1, WHISKER_LOWER));
    cr_assert_float_eq(median, expected, 0.01 * expected, "%g, not %g", median, expected);
    scratch_close(&scratch);
}

Test(beta_binomial, too_many_distinct_numbers)
{
    enum { COUNT = 1500 };
    static double successes[COUNT], trials[COUNT];
    scratch scratch;
    beta_binomial data;
    for (int i = 0; i < COUNT; i++) {
        successes[i] = i;
        trials[i] = 2000;
    }
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert_eq(beta_binomial_load(COUNT, successes, trials, 0.4, &scratch, &data), BETA_BINOMIAL_TOO_VARIED);
    scratch_close(&scratch);
}

Test(beta_binomial, memory_runs_out)
{
    const double successes[] = {3, 0, 5}, trials[] = {4, 2, 5};
    for (int64_t fail_at = 1;; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        whisker_arena *arena = NULL;
        scratch scratch;
        beta_binomial data;
        counting.fail_at = fail_at;
        int32_t status = whisker_arena_new(&counting.allocator, &arena, NULL);
        int loaded = BETA_BINOMIAL_NO_MEMORY;
        if (status == WHISKER_OK && scratch_open(&scratch, arena, NULL) == WHISKER_OK) {
            loaded = beta_binomial_load(3, successes, trials, 0.5, &scratch, &data);
            scratch_close(&scratch);
        }
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        if (loaded == BETA_BINOMIAL_LOADED)
            return;
        cr_assert_eq(loaded, BETA_BINOMIAL_NO_MEMORY);
    }
}
