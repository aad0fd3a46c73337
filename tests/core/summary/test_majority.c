#include "counting_allocator.h"
#include "summaries.h"

static double majority(int32_t n_answers, const int64_t *count, int32_t right, int64_t k)
{
    double value = -1;
    whisker_error error = {0};
    cr_assert_eq(whisker_majority_at(n_answers, count, right, k, NULL, &value, &error), WHISKER_OK, "%s", error.text);
    return value;
}

/* Every subset of k draws, its votes counted. */
static double by_enumeration(int32_t n_answers, const int64_t *count, int32_t right, int k)
{
    int answer[16], n = 0;
    double won = 0, subsets = 0;
    for (int32_t a = 0; a < n_answers; a++)
        for (int64_t i = 0; i < count[a]; i++)
            answer[n++] = a;
    for (unsigned subset = 0; subset < 1u << n; subset++) {
        int votes[16] = {0}, cast = 0, best = 0, tied = 0;
        for (int i = 0; i < n; i++) {
            votes[answer[i]] += subset >> i & 1;
            cast += subset >> i & 1;
        }
        if (cast != k)
            continue;
        for (int32_t a = 0; a < n_answers; a++)
            best = votes[a] > best ? votes[a] : best;
        for (int32_t a = 0; a < n_answers; a++)
            tied += votes[a] == best;
        subsets++;
        won += votes[right] == best ? 1. / tied : 0;
    }
    return won / subsets;
}

Test(majority, counts_the_subsets)
{
    const int64_t counts[][6] = {
        {4, 3, 2, 1, 1, 1}, {2, 2, 2, 2, 2, 2}, {1, 1, 1, 1, 1, 1},
        {0, 5, 0, 3, 1, 0}, {6, 0, 0, 0, 0, 0}, {1, 9, 1, 0, 1, 0},
    };
    for (int c = 0; c < 6; c++) {
        int n = 0;
        for (int a = 0; a < 6; a++)
            n += (int)counts[c][a];
        for (int32_t right = 0; right < 6; right++)
            for (int k = 1; k <= n; k++) {
                double got = majority(6, counts[c], right, k), expected = by_enumeration(6, counts[c], right, k);
                cr_assert(fabs(got - expected) < 1e-14, "%d %d %d: %.17g %.17g", c, (int)right, k, got, expected);
            }
    }
}

/* With two answers it is the majority of right and wrong; one vote is the share of the right answer. */
Test(majority, two_answers)
{
    const int64_t count[] = {40, 24};
    for (int64_t k = 1; k <= 64; k++)
        cr_assert(near(majority(2, count, 0, k), whisker_pass_value(WHISKER_MAJORITY, 64, 40, k, 0), 1e-13));
    const int64_t many[] = {3, 17, 1, 1, 8};
    cr_assert(near(majority(5, many, 4, 1), 8. / 30, 1e-14));
    cr_assert_eq(majority(5, many, 1, 30), 1);
    cr_assert_eq(majority(5, many, 4, 30), 0);
}

/* Scattered wrong answers lose to a right one that is rarer than all of them together. */
Test(majority, votes_over_answers_beat_right_and_wrong)
{
    int64_t count[31] = {20};
    for (int a = 1; a < 31; a++)
        count[a] = 1;
    double voted = majority(31, count, 0, 20);
    cr_assert(voted > 0.999 && whisker_pass_value(WHISKER_MAJORITY, 50, 20, 20, 0) < 0.2);
    double order[2] = {majority(3, (const int64_t[]){5, 3, 4}, 0, 6), majority(3, (const int64_t[]){4, 5, 3}, 1, 6)};
    cr_assert(near(order[0], order[1], 1e-15));
}

Test(majority, undefined_and_refused)
{
    const int64_t count[] = {2, 3}, negative[] = {2, -1};
    double value;
    cr_assert(isnan(majority(2, count, 0, 6)));
    cr_assert(isnan(majority(0, NULL, -1, 1)));
    cr_assert_eq(majority(2, count, -1, 3), 0);
    cr_assert_eq(whisker_majority_at(2, count, 2, 3, NULL, &value, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_majority_at(2, count, 0, 0, NULL, &value, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_majority_at(2, count, 0, 5000, NULL, &value, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_majority_at(2, negative, 0, 1, NULL, &value, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_majority_at(2, NULL, 0, 1, NULL, &value, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_majority_at(2, count, 0, 1, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(majority, every_allocation_may_fail)
{
    int64_t count[200];
    for (int a = 0; a < 200; a++)
        count[a] = 1 + a % 5;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        double value;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_majority_at(200, count, 4, 60, arena, &value, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
