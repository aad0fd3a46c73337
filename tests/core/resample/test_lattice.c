#include "resample/lattice.h"

#include <criterion/criterion.h>

#include <math.h>

static scratch opened(void)
{
    scratch scratch;
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    return scratch;
}

Test(lattice, finds_the_fewest_steps)
{
    int32_t step[6];
    const double tenths[] = {0.1, 0.3, 0.7, 1.0, 0.3, 0.1}, thirds[] = {1. / 3, 2. / 3, 1, 0, 0, 0};
    const double mixed[] = {0, 1. / 4, 1. / 6, 1, 5. / 12, 1}, two[] = {-3.7, 12.1, 12.1, -3.7, -3.7, 12.1};
    cr_assert_eq(lattice_steps(6, tenths, 1e-15, 1000, step), 9, "ninths of the range 0.9");
    const int32_t in_tenths[] = {0, 2, 6, 9, 2, 0};
    for (int i = 0; i < 6; i++)
        cr_assert_eq(step[i], in_tenths[i]);
    cr_assert_eq(lattice_steps(6, thirds, 1e-15, 1000, step), 3);
    cr_assert_eq(lattice_steps(6, mixed, 1e-15, 1000, step), 12);
    cr_assert_eq(lattice_steps(6, two, 1e-15, 1000, step), 1);
}

Test(lattice, numbers_that_lie_on_none)
{
    int32_t step[5];
    const double free[] = {0, 0.31830988618, 1, 0.7071067811865, 0.57721566}, fine[] = {0, 0.001, 1, 0.5, 0.25};
    const double same[] = {2, 2, 2, 2, 2};
    cr_assert_eq(lattice_steps(5, free, 1e-15, 4096, step), 0);
    cr_assert_eq(lattice_steps(5, fine, 1e-15, 4096, step), 1000);
    cr_assert_eq(lattice_steps(5, fine, 1e-15, 512, step), 0, "more steps than are allowed");
    cr_assert_eq(lattice_steps(5, fine, 1e-6, 4096, step), 0, "known too badly to tell");
    cr_assert_eq(lattice_steps(5, same, 1e-15, 512, step), 0);
}

/* Against repeated convolution in the plain way. */
Test(lattice, law_of_a_sum)
{
    enum { DRAWS = 60, STEPS = 7, ALL = DRAWS * STEPS + 1 };
    const double probability[STEPS + 1] = {0.05, 0, 0.4, 0.15, 0, 0.1, 0.1, 0.2};
    static double law[ALL], next[ALL];
    law[0] = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
        for (int s = 0; s < ALL; s++) {
            next[s] = 0;
            for (int k = 0; k <= STEPS && k <= s; k++)
                next[s] += probability[k] * law[s - k];
        }
        for (int s = 0; s < ALL; s++)
            law[s] = next[s];
    }
    scratch scratch = opened();
    lattice_law sums;
    cr_assert(lattice_law_of_sum(DRAWS, STEPS, probability, &scratch, &sums));
    cr_assert_eq(sums.first, 0);
    cr_assert_eq(sums.count, ALL);
    double at_most = 0, at_least = 1;
    for (int s = 0; s < ALL; s++) {
        at_most += law[s];
        cr_assert_float_eq(sums.at_most[s], at_most, 1e-14);
        cr_assert_float_eq(sums.at_least[s], at_least, 1e-14);
        at_least -= law[s];
    }
    scratch_close(&scratch);
}

/* So many draws that the ends of the law are left out: binomial in steps of 3. */
Test(lattice, law_of_a_sum_of_many)
{
    enum { DRAWS = 100000 };
    const double probability[] = {0.7, 0, 0, 0.3};
    scratch scratch = opened();
    lattice_law sums;
    cr_assert(lattice_law_of_sum(DRAWS, 3, probability, &scratch, &sums));
    cr_assert_gt(sums.first, 0);
    cr_assert_lt(sums.count, 3 * DRAWS);
    for (int64_t i = 0; i < sums.count; i += 11) {
        double count = floor((double)(sums.first + i) / 3);
        cr_assert_float_eq(sums.at_most[i], whisker_binomial_cdf(count, DRAWS, 0.3, WHISKER_LOWER), 1e-11);
    }
    cr_assert_float_eq(sums.at_least[0], 1, 1e-11);
    scratch_close(&scratch);
}
