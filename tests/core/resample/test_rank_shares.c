/* Shares of ranks among replicates: by hand, and of the bootstrap's own. */
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

Test(rank_shares, are_counts_and_ties_share)
{
    const double replicate[] = {3, 2, 1, 5, /**/ 1, 2, 3, NAN, /**/ 2, 1, 2, 1};
    const double expected[] = {1.5 / 3, 0.5 / 3, 1 / 3.0, /**/ 1.5 / 3, 0.5 / 3, 1 / 3.0, /**/ 0, 2 / 3.0, 1 / 3.0};
    double share[9];
    int64_t n_used = 0;
    cr_assert_eq(whisker_rank_shares(3, 4, replicate, share, &n_used, NULL), WHISKER_OK);
    cr_expect_eq(n_used, 3);
    for (int i = 0; i < 9; i++)
        cr_expect_float_eq(share[i], expected[i], 1e-15, "%d: %g", i, share[i]);
}

enum { N = 40, RUNS = 3, REPLICATES = 999 };

Test(rank_shares, of_the_bootstrap_follow_the_means)
{
    static double score[RUNS * N], replicate[RUNS * REPLICATES];
    double share[RUNS * RUNS];
    whisker_bootstrap_estimate found[RUNS] = {{.size = sizeof found[0]}};
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_bootstrap_options options = {.size = sizeof options, .replicates = REPLICATES};
    for (int i = 0; i < N; i++) {
        score[i] = 0.1 * (i % 7);
        score[N + i] = score[i] + 1; /* always above */
        score[2 * N + i] = score[i] - 1;
    }
    cr_assert_eq(whisker_bootstrap_runs(&items, RUNS, score, &options, replicate, NULL, found, NULL), WHISKER_OK);
    cr_assert_eq(whisker_rank_shares(RUNS, REPLICATES, replicate, share, NULL, NULL), WHISKER_OK);
    cr_expect(share[0 * RUNS + 1] == 1 && share[1 * RUNS + 0] == 1 && share[2 * RUNS + 2] == 1);
}

Test(rank_shares, refuse_what_cannot_be_ranked)
{
    const double none[] = {NAN, 1};
    double share[4];
    cr_expect_eq(whisker_rank_shares(2, 1, none, share, NULL, NULL), WHISKER_NO_DATA);
    cr_expect_eq(whisker_rank_shares(0, 1, none, share, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_rank_shares(2, 1, NULL, share, NULL, NULL), WHISKER_BAD_ARGUMENT);
}
