#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

#define PAIR(first, second, low, high) {.size = sizeof(whisker_max_t_pair), .a = first, .b = second, .lower = low, .upper = high}

/* Run 0 is above 1 and 3, run 2 is above 3, nothing is known of 0 and 2. */
Test(rank_sets, from_intervals)
{
    const whisker_max_t_pair pairs[] = {PAIR(0, 1, 0.1, 0.3), PAIR(3, 0, -0.5, -0.1), PAIR(0, 2, -0.1, 0.2),
                                        PAIR(1, 2, -0.2, 0), PAIR(3, 2, -0.3, -0.01), PAIR(1, 3, NAN, NAN)};
    const int32_t expected[] = {0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
    int32_t above[16], best[4], worst[4];
    cr_assert_eq(whisker_surely_above(4, 6, pairs, 0, above, NULL), WHISKER_OK);
    cr_assert_arr_eq(above, expected, sizeof above);
    cr_assert_eq(whisker_rank_sets(4, above, best, worst, NULL), WHISKER_OK);
    const int32_t best_ranks[] = {1, 2, 1, 3}, worst_ranks[] = {2, 4, 3, 4};
    cr_assert_arr_eq(best, best_ranks, sizeof best);
    cr_assert_arr_eq(worst, worst_ranks, sizeof worst);
}

Test(rank_sets, from_p_values)
{
    whisker_max_t_pair pairs[] = {PAIR(0, 1, -1, 1), PAIR(1, 2, -1, 1), PAIR(0, 2, -1, 1)};
    const int32_t expected[] = {0, 0, 1, 1, 0, 0, 0, 0, 0};
    int32_t above[9];
    pairs[0].value = -0.2;
    pairs[0].p_step_down = 0.05;
    pairs[1].value = 0.2;
    pairs[1].p_step_down = 0.051;
    pairs[2].value = 0.1;
    pairs[2].p_step_down = 0.01;
    cr_assert_eq(whisker_surely_above(3, 3, pairs, 0.05, above, NULL), WHISKER_OK);
    cr_assert_arr_eq(above, expected, sizeof above);
}

Test(rank_sets, a_clear_order_and_none)
{
    int32_t above[25] = {0}, best[5], worst[5];
    cr_assert_eq(whisker_rank_sets(5, above, best, worst, NULL), WHISKER_OK);
    for (int i = 0; i < 5; i++)
        cr_assert(best[i] == 1 && worst[i] == 5);
    for (int i = 0; i < 5; i++)
        for (int j = i + 1; j < 5; j++)
            above[i * 5 + j] = 1;
    cr_assert_eq(whisker_rank_sets(5, above, best, worst, NULL), WHISKER_OK);
    for (int i = 0; i < 5; i++)
        cr_assert(best[i] == i + 1 && worst[i] == i + 1);
}

Test(rank_sets, misuse)
{
    whisker_max_t_pair pair = PAIR(0, 1, 0.1, 0.2);
    int32_t above[4];
    cr_expect_eq(whisker_surely_above(2, 1, &pair, 1, above, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_surely_above(2, 1, &pair, NAN, above, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_surely_above(2, 1, NULL, 0, above, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_surely_above(1, 1, &pair, 0, above, NULL), WHISKER_BAD_ARGUMENT);
    pair.size = 12;
    cr_expect_eq(whisker_surely_above(2, 1, &pair, 0, above, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_rank_sets(2, NULL, above, above, NULL), WHISKER_BAD_ARGUMENT);
}
